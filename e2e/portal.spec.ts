import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "playwright/test";
import { newId } from "@/lib/platform/ids";
import { forgetLimits } from "@/lib/testing/accounts";
import { grantKey } from "@/lib/testing/api-keys";
import { markEverything } from "@/lib/testing/markers";
import { createShop, type OpenCase, openCase, owner, type Shop } from "@/lib/testing/shop";
import { openPhone, photo, signUpAsCustomer } from "./customers";
import { mailTo } from "./mailbox";
import { test } from "./test";
import { scriptsOf } from "./weight";

let shop: Shop;
let key: string;
// A shop for each: what the product numbers itself, the fixtures must not number as well.
test.beforeEach(async () => {
  shop = await createShop();
  key = await grantKey(shop.tenantId);
});

const orderOf = async (opened: OpenCase): Promise<string> => {
  const [row] = await owner<{ number: string }[]>`
    select external_id as number from makegood.orders where id = ${opened.orderId}`;
  return row?.number ?? "";
};

const status = (page: Page) => page.locator("section[data-status]");

/** The desk's answer to a case, as an integration gives it. */
async function decide(page: Page, caseId: string, opened: OpenCase): Promise<void> {
  const [row] = await owner<{ version: number }[]>`select version from makegood.cases where id = ${caseId}`;
  const answer = await page.request.post(`/api/v1/cases/${caseId}/decisions`, {
    headers: { authorization: `Bearer ${key}`, "idempotency-key": newId() },
    data: {
      caseVersion: row?.version,
      lines: [{ orderLineId: opened.lines[0]?.id, quantity: 1 }],
      reasonCode: "damaged",
      rationale: "The photo shows it.",
    },
  });
  expect(answer.status(), await answer.text()).toBe(201);
}

test("a customer signs up, asks with a photo, is refunded, and reads the day and the reference", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const { page, opened } = await signUpAsCustomer(browser, shop);
  await page.getByRole("link", { name: /Ask about this order/ }).click();
  await page.getByRole("button", { name: "Send my request" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("Choose what happened.");
  await page.getByLabel(/Item 1/).check();
  await page.getByLabel("It arrived damaged or does not work").check();
  await page.getByLabel("My money back").check();
  await page.getByLabel("Tell us more").fill("The handle is broken.");
  const refused = page.getByRole("main").getByRole("alert");
  const program = Buffer.from("MZ\u0090\0\u0003\0\0\0\u0004\0", "latin1");
  await page.getByLabel("Photos or papers").setInputFiles({ ...photo, name: "photo.png", buffer: program });
  await page.getByRole("button", { name: "Send my request" }).click();
  await expect(refused).toContainText("Choose another file.");
  const large = { name: "long.txt", mimeType: "text/plain", buffer: Buffer.alloc(6 * 1024 * 1024, "a") };
  await page.getByLabel("Photos or papers").setInputFiles(large);
  await page.getByRole("button", { name: "Send my request" }).click();
  await expect(refused).toContainText("A file may have at most 5 MB");
  await expect(page.getByLabel("Tell us more"), "nothing typed is lost").toHaveValue("The handle is broken.");
  await page.getByLabel("Photos or papers").setInputFiles({ ...photo, name: "da|mage?.png" });
  await page.getByRole("button", { name: "Send my request" }).click();
  await expect(status(page)).toContainText("We have your request");
  await expect(page.getByText("The handle is broken.")).toBeVisible();
  const href = await page.getByRole("link", { name: /da_mage_\.png/ }).getAttribute("href");
  const file = await page.request.get(href ?? "");
  expect([file.status(), file.headers()["content-type"]]).toEqual([200, "image/png"]);
  expect(file.headers()["content-disposition"]).toContain('filename="da_mage_.png"');

  await decide(page, page.url().split("/").at(-1) ?? "", opened);
  await expect(async () => {
    await page.reload();
    await expect(status(page)).toContainText("We sent your money", { timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
  const [refund] = await owner<{ reference: string }[]>`
    select provider_refund_id as reference from makegood.refunds where charge_id = ${opened.chargeId}`;
  await expect(status(page)).toContainText(
    /\$10\.00 sent to your bank on \w{3} \d{1,2}, \d{4}, for Visa •4242.*5–10 business days/,
  );
  await expect(status(page)).toContainText(`Reference ${refund?.reference}`);
  await expect(page.getByText("can no longer be canceled")).toBeVisible();

  await page.getByRole("link", { name: "My account" }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: /Download my data/ }).click();
  expect((await download).suggestedFilename()).toBe(`my-data-${shop.slug}.json`);
  await page.getByRole("link", { name: "Read my data" }).click();
  await expect(page.getByText(opened.customerEmail)).toBeVisible();

  await page.goto(`/help/${shop.slug}/account`);
  await page.getByLabel("Type: delete my account").fill("delete my account");
  await page.getByRole("button", { name: "Delete my account" }).click();
  await expect(page.getByRole("status")).toContainText("Your account was deleted");
  const [left] = await owner`select name, email from makegood.customers where id = (
    select customer_id from makegood.orders where id = ${opened.orderId})`;
  expect(left).toEqual({ name: "Former customer", email: "" });
});

test("a guest opens one order by a mailed link, in German, appeals a denial and cancels a request", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  for (const name of ["guest-mail", "sign-up"]) await forgetLimits(name);
  const opened = await openCase(shop, [1_000]);
  const page = await openPhone(browser, { locale: "de-DE" });
  await page.goto(`/help/${shop.slug}`);
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  await page.getByRole("link", { name: /English/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Get help with an order");
  await page.getByRole("link", { name: /Deutsch/ }).click();

  const lookUp = async (order: string) => {
    await page.getByLabel("Bestellnummer").fill(order);
    await page.getByLabel("Mailadresse").fill(opened.customerEmail);
    await page.getByRole("button", { name: "Link zuschicken" }).click();
    await expect(page.getByRole("status")).toContainText("Wenn wir diese Bestellung und Adresse kennen");
    return page.getByRole("status").textContent();
  };
  const unknown = await lookUp("#W0");
  expect(await lookUp(await orderOf(opened))).toBe(unknown);
  const mail = await mailTo(opened.customerEmail, /^Ihre Bestellung/);
  const [, path] = /href="[^"]*?(\/help\/[^"]+)"/.exec(mail.html) ?? [];
  await page.goto((path ?? "").replaceAll("&amp;", "&"));
  await page.getByRole("button", { name: "Meine Bestellung öffnen" }).click();
  await expect(page).toHaveURL(/\/requests$/);
  await page.getByRole("link", { name: /Where is my money/ }).click();

  const { tenantId } = shop;
  await owner`insert into makegood.decisions (id, tenant_id, case_id, state, outcome, amount_minor, currency, legs, lines,
      reason_code, rationale, proposed_by_kind, proposed_by_name, approval_hash, decided_at, denial)
    values (${newId()}, ${tenantId}, ${opened.caseId}, 'denied', 'deny', 1000, 'USD', '[]', '[]', 'other', 'x', 'member',
      'x', 'x', now(), ${owner.json({ clauses: [], reason: "Das war zu spät.", wouldChange: [], mayAppeal: true })})`;
  await page.reload();
  await expect(status(page)).toContainText("Das war zu spät.");
  await page.getByLabel("Was haben wir übersehen?").fill("Es kam erst gestern an.");
  await page.getByRole("button", { name: "Noch einmal prüfen lassen" }).click();
  await expect(status(page)).toContainText("Jemand anderes sieht es sich noch einmal an");
  await page.getByRole("button", { name: "Anfrage zurückziehen" }).click();
  await expect(status(page)).toContainText("abgeschlossen");

  // The link is used up, and the order is shut again once the guest leaves.
  await page.getByRole("button", { name: "Verlassen" }).click();
  await page.goto((path ?? "").replaceAll("&amp;", "&"));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Dieser Link gilt nicht mehr");
  await page.goto(`/help/${shop.slug}/requests/${opened.caseId}`);
  await expect(page).toHaveURL(new RegExp(`/help/${shop.slug}$`));

  // What lies between the portal and an account speaks its language, too, and says so of what goes wrong.
  await page.getByRole("link", { name: "Anmelden" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  await page.getByLabel("E-Mail-Adresse").fill(opened.customerEmail);
  await page.getByLabel("Passwort", { exact: true }).fill("not the password");
  await page.getByRole("button", { name: "Anmelden" }).click();
  await expect(page.getByText("passen nicht zusammen")).toBeVisible();
  await page.getByRole("link", { name: "Passwort vergessen?" }).click();
  // Both pages have a field of this name.
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Passwort vergessen?");
  await page.getByLabel("E-Mail-Adresse").fill(opened.customerEmail);
  await page.getByRole("button", { name: "E-Mail senden" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sehen Sie in Ihr Postfach");
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
});

test("every page of the portal has no accessibility fault in both themes, fits a phone in both directions, and is light", async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const { page, opened } = await signUpAsCustomer(browser, shop);
  const faults: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(`${page.url()}: ${message.text()}`);
  });
  const paths = [
    ...["", "/open?token=x", "/requests", `/requests/${opened.caseId}`, `/ask?order=${opened.orderId}`],
    ...["/account", "/data"],
  ].map((path) => `/help/${shop.slug}${path}`);
  for (const path of paths) {
    const { bytes } = await scriptsOf(page, path);
    process.stdout.write(`client JavaScript of ${path.split("/").slice(3).join("/")}: ${bytes} bytes gzip\n`);
    expect(bytes, path).toBeLessThanOrEqual(20_000);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await new AxeBuilder({ page }).analyze();
      faults.push(
        ...violations.map(({ id, nodes }) => `${path} ${colorScheme}: ${id} ${nodes[0]?.html ?? ""}`),
      );
    }
    for (const direction of ["ltr", "rtl"]) {
      await page.evaluate((dir) => document.documentElement.setAttribute("dir", dir), direction);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow, `${path} ${direction}`).toBeLessThanOrEqual(0);
    }
  }
  expect(faults).toEqual([]);

  // Next draws these in the browser: not without its script.
  await page.goto(`/help/${shop.slug}/requests/${newId()}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("There is nothing here for you");
  await page.goto(`/help/${shop.slug}-gone`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("This page does not exist");
});

/** What a customer is meant to read. A marker of any other column in any answer is a leak. */
const customersRead = [
  ...["attachments.name", "cases.subject", "charges.method_label", "customers.city", "customers.country"],
  ...["customers.name", "messages.body", "order_lines.name", "order_lines.options", "orders.external_id"],
  ...["payment_methods.label", "refunds.manual_reference", "refunds.provider_refund_id", "orders.country"],
];

test("no word that only staff may read is in any page, file, download or mail of a customer", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const { page, opened } = await signUpAsCustomer(browser, shop);
  const { tenantId } = shop;
  const files: string[] = [];
  const secret = `secret-${newId()}`;
  for (const [kind, isStaffOnly] of [
    ["customer", false],
    ["reply", false],
    ["reply", true],
    ["note", false],
    ["event", false],
  ] as const) {
    const [messageId, fileId, sha] = [newId(), newId(), newId()];
    const isSecret = kind === "note" || kind === "event";
    const words = isSecret ? secret : "Said to everybody.";
    await owner`insert into makegood.messages (id, tenant_id, case_id, kind, author_name, body)
      values (${messageId}, ${tenantId}, ${opened.caseId}, ${kind}, ${secret}, ${words})`;
    await owner`insert into makegood.attachment_contents (tenant_id, sha256, content)
      values (${tenantId}, ${sha}, ${Buffer.from(isSecret || isStaffOnly ? secret : words)})`;
    await owner`insert into makegood.attachments
      (id, tenant_id, case_id, message_id, name, media_type, size_bytes, sha256, added_by_name, is_staff_only)
      values (${fileId}, ${tenantId}, ${opened.caseId}, ${messageId}, ${`${kind}.txt`}, 'text/plain', 1, ${sha}, 'x',
        ${isStaffOnly})`;
    files.push(fileId);
  }
  await decide(page, opened.caseId, opened);
  const mail = await mailTo(opened.customerEmail, /to your bank/);
  expect(JSON.stringify(mail)).not.toContain(secret);
  const staffWords = ["The photo shows it.", "Bot", "Ana Ruiz", "Lea Berg"];
  for (const words of staffWords) expect(mail.text).not.toContain(words);

  const answers = async (): Promise<string[]> => {
    const paths = [
      ...["", "/requests", `/requests/${opened.caseId}`, `/ask?order=${opened.orderId}`, "/account", "/data"],
      ...["/data/export", ...files.map((id) => `/files/${id}`)],
    ];
    const found: string[] = [];
    for (const path of paths) {
      const answer = await page.request.get(`/help/${shop.slug}${path}`);
      found.push(`${path} ${answer.status()} ${JSON.stringify(answer.headers())} ${await answer.text()}`);
    }
    return found;
  };
  for (const answer of await answers()) expect(answer).not.toContain(secret);

  const markers = await markEverything(tenantId);
  const text = (await answers()).join("\n");
  const shown = [...markers].filter(([, marker]) => text.includes(marker)).map(([name]) => name);
  expect(markers.size).toBeGreaterThan(120);
  expect(shown.filter((name) => !customersRead.includes(name))).toEqual([]);
  // The positive control: what customers are meant to read is there.
  expect(shown).toEqual(expect.arrayContaining(["cases.subject", "messages.body", "orders.external_id"]));
});
