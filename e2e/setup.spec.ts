import { expect, type Page } from "playwright/test";
import { paidRefunds } from "@/lib/testing/outside";
import { stripe } from "@/lib/testing/provider";
import { setting } from "@/lib/testing/setting";
import { owner } from "@/lib/testing/shop";
import { linkIn, mailTo, subjects } from "./mailbox";
import { addSecondFactor, createAccount, newAddress, signIn } from "./people";
import { test } from "./test";

const setUp = "/t/tau-retail/setup";
const drill = (page: Page) => page.getByRole("form", { name: "Failure drill" });

test("a lead causes a failure, refunds into it and watches the desk recover by itself", async ({
  browser,
}) => {
  const lead = await signIn(browser, "lead@tau-retail.test", setUp);
  await drill(lead).getByLabel("What shall go wrong?").selectOption("timeout_after_paying");
  await drill(lead).getByRole("button", { name: "Start the drill" }).click();
  await lead.waitForURL(/\/cases\//);
  const caseId = lead.url().split("/").at(-1)?.split("?")[0] ?? "";
  await expect(lead.getByRole("heading", { level: 1 })).toContainText("Drill");
  await lead.getByRole("checkbox").first().check();
  await lead.getByLabel("Reason", { exact: true }).selectOption("damaged");
  await lead.getByLabel(/^Why/).fill("A drill, to see it recover.");
  await lead
    .getByRole("button", { name: /^Refund .*Visa/ })
    .last()
    .click();
  const payout = lead.locator('[data-step="payout"]');
  await expect(payout).toHaveAttribute("data-state", "done", { timeout: 45_000 });
  const [paid] = await owner`
    select count(*)::int as count from makegood.refunds where case_id = ${caseId} and state = 'succeeded'`;
  expect(paid?.count).toBe(1);
});

test("from signing up to the first refund: a new desk, its own key, payments taken in, one found and paid back", async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const [founderEmail, leadEmail] = [newAddress("founder"), newAddress("lead")];
  const founder = await createAccount(await browser.newContext(), founderEmail);
  const slug = `shop-${crypto.randomUUID().slice(0, 8)}`;
  await founder.getByText("Open a workspace", { exact: true }).first().click();
  await founder.getByLabel("Name of the shop").fill("Lamps and more");
  await founder.getByLabel("Path").fill(slug);
  await founder.getByRole("button", { name: "Open the workspace" }).click();
  await expect(founder).toHaveURL(/\/account\/second-factor/);
  await addSecondFactor(founder, founderEmail);
  const [tenant] = await owner<{ id: string }[]>`select id from makegood.tenants where slug = ${slug}`;
  const payment = await stripe.paymentIntents.create({
    ...{ amount: 4_210, currency: "usd", confirm: true, payment_method: "pm_card_visa" },
    ...{ receipt_email: "ben@example.test", description: "Blue lamp" },
    metadata: { tenant_id: tenant?.id ?? "" },
  });

  const home = `/t/${slug}`;
  await founder.goto(`${home}/setup`);
  const connect = founder.getByRole("form", { name: "Connect the provider" });
  await connect.getByLabel(/Secret key/).fill("sk_test_not_a_key");
  await connect.getByRole("button", { name: "Connect" }).click();
  await expect(connect.getByText("The provider does not know this key.")).toBeVisible();
  await connect.getByLabel(/Secret key/).clear();
  await connect.getByRole("button", { name: "Connect" }).click();
  await expect(founder.getByText("The payment simulator is used.")).toBeVisible();
  await founder.getByRole("button", { name: /Take in payments/ }).click();
  // The account of the simulator is everybody's, and may hold more than what is this workspace's alone.
  await expect(founder.getByText(/^[1-9]\d* new payments taken in\./)).toBeVisible({ timeout: 60_000 });
  const orders = founder.getByRole("list", { name: "Orders" });
  for (const [words, item] of [
    ["farid.haddad@example.com", "Rain jacket"],
    [payment.id, "Blue lamp"],
  ] as const) {
    await founder.goto(`${home}/orders?q=${encodeURIComponent(words)}`);
    await expect(orders).toContainText(item);
  }
  await founder.goto(`${home}/setup`);
  const key = setting("STRIPE_SECRET_KEY");
  await founder.getByText("Use another key").click();
  await connect.getByLabel(/Secret key/).fill(key);
  await connect.getByRole("button", { name: "Use this key instead" }).click();
  await expect(founder.getByText(`A test key ending in ${key.slice(-4)} is used.`)).toBeVisible();

  await founder.goto(`${home}/settings/connections`);
  await expect(founder.getByText(`support+${slug}@`)).toBeVisible();
  await founder.getByRole("button", { name: "Send a test delivery" }).click();
  await expect(founder.getByText("The CRM took a signed test message.")).toBeVisible();

  await founder.goto(`${home}/setup`);
  await expect(founder.getByText("You set up, and decide nothing about money")).toBeVisible();
  const lead = await createAccount(await browser.newContext(), leadEmail);
  await founder.goto(`${home}/members`);
  const invite = founder.getByRole("form", { name: "Invite" });
  await invite.getByLabel("Mail address").fill(leadEmail);
  await invite.getByLabel("Role").selectOption("lead");
  await invite.getByRole("button").click();
  await expect(founder.getByText(`An invitation to ${leadEmail} is on its way.`)).toBeVisible();
  await lead.goto(linkIn(await mailTo(leadEmail, subjects.invitation)));
  await lead.getByRole("button", { name: "Join as lead" }).click();
  await lead.waitForURL((url) => url.pathname.startsWith(home));

  await lead.goto(`${home}/orders?q=${payment.id}`);
  await lead.getByText("New case").click();
  await lead.getByLabel("Subject").fill("Called: lamp is broken");
  await lead.getByLabel("What the customer wants").fill("The lamp does not light up. Money back, please.");
  await lead.getByRole("button", { name: "Open the case" }).click();
  await expect(lead.getByRole("heading", { level: 1 })).toHaveText(/Called: lamp is broken/);
  await lead.getByRole("checkbox").first().check();
  await lead.getByLabel("Reason", { exact: true }).selectOption("damaged");
  await lead.getByLabel(/^Why/).fill("It does not light up.");
  await lead
    .getByRole("button", { name: /^Refund \$42\.10/ })
    .last()
    .click();
  await expect(lead.locator('[data-step="payout"]')).toHaveAttribute("data-state", "done", {
    timeout: 45_000,
  });
  expect((await paidRefunds(payment.id)).map(({ amount }) => amount)).toEqual([4_210]);

  await lead.goto(`${home}/setup`);
  await lead.getByRole("button", { name: "Add six sample orders" }).click();
  await expect(lead.getByText(/6 sample orders are in/)).toBeVisible({ timeout: 30_000 });
  await lead.getByRole("button", { name: "Start over with fresh samples" }).click();
  await expect(lead.getByText("4 cases are put away, and 6 fresh sample orders are in.")).toBeVisible({
    timeout: 30_000,
  });
});

test("a file of orders is tried before it is taken in", async ({ browser }) => {
  const lead = await signIn(browser, "lead@tau-retail.test", `${setUp}/import`);
  const text = [
    "order,status,currency,placed_at,customer_email,item,item_name,unit_price",
    "#CSV1,delivered,USD,2026-01-02,ana@example.test,shoe,Shoes,42.10",
    "#CSV2,delivered,USD,2026-01-02,nobody,lamp,Lamp,1",
  ].join("\n");
  await expect(lead.getByRole("button", { name: "Import the orders" })).toBeDisabled();
  await lead.getByLabel("Orders as CSV").setInputFiles({
    name: "orders.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(text),
  });
  await lead.getByRole("button", { name: "Try it" }).click();
  await expect(lead.getByText(/Nothing was saved.*1 new/)).toBeVisible();
  await expect(lead.getByText(/Line 3, customer_email/)).toBeVisible();
  await lead.getByRole("button", { name: "Import the orders" }).click();
  await expect(lead.getByText(/^Of the orders.*1 new/)).toBeVisible();
  await lead.goto("/t/tau-retail/orders?q=%23csv1");
  await expect(lead.getByRole("list", { name: "Orders" })).toContainText("$42.10");
});
