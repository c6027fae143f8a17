import { type Browser, expect, type Locator, type Page } from "playwright/test";
import { failNextRefund, mailsTo, paidRefunds } from "@/lib/testing/outside";
import { settleRefund } from "@/lib/testing/provider";
import { casePath, openDemoCase, setAgentDay } from "./cases";
import { goTo, signIn } from "./people";
import { sendToSupport } from "./support-mail";
import { test } from "./test";

let agent: Page;
let lead: Page;

test.beforeAll(async ({ browser }: { browser: Browser }) => {
  agent = await signIn(browser, "agent@tau-retail.test");
  lead = await signIn(browser, "lead@tau-retail.test");
  await setAgentDay(1_000_000);
});
test.afterAll(async () => {
  await setAgentDay();
  for (const page of [agent, lead]) await page.context().close();
});

const composer = (page: Page) => page.getByRole("region", { name: "Write" });
const field = (page: Page) => composer(page).getByRole("textbox");

test("a note cannot be mistaken for a reply, and the customer never gets it", async () => {
  const found = await openDemoCase({ message: "Where is my parcel? It never arrived." });
  await agent.goto(casePath(found.caseId));
  await expect(composer(agent).getByRole("button", { name: "Send reply" })).toBeVisible();
  const replyGround = await groundOf(composer(agent));
  await composer(agent).getByRole("tab", { name: "Note" }).click();
  expect(await groundOf(composer(agent))).not.toBe(replyGround);
  await expect(composer(agent).getByRole("button", { name: "Send reply" })).toHaveCount(0);
  await field(agent).fill("STAFF-ONLY: looks like fraud to me.");
  await composer(agent).getByRole("button", { name: "Add note" }).click();
  const note = agent.locator('article[data-kind="note"]', { hasText: "STAFF-ONLY" });
  await expect(note).toContainText("Internal note");

  await composer(agent).getByRole("tab", { name: "Reply" }).click();
  await expect(field(agent)).toHaveValue("");
  await field(agent).fill("We are asking the carrier.");
  await field(agent).press("Control+Enter");
  await composer(agent).getByRole("button", { name: "Send now" }).click();
  await expect(agent.locator('article[data-kind="reply"]')).toContainText("We are asking the carrier.");
  await expect.poll(async () => (await mailsTo(found.customerEmail)).length).toBeGreaterThan(0);
  const mails = await mailsTo(found.customerEmail);
  expect(mails.map(({ text }) => text).join()).toContain("We are asking the carrier.");
  expect(JSON.stringify(mails)).not.toContain("STAFF-ONLY");
});

test("the menus of a case open by key and by pointer, go by arrows, and give the focus back", async () => {
  const found = await openDemoCase({ message: "Is anybody there?" });
  await goTo(agent, casePath(found.caseId), "case.assign");
  const button = (name: string): Locator => agent.getByRole("button", { name });
  const items = agent.getByRole("menu").getByRole("menuitem");
  await agent.keyboard.press("a");
  await expect(items.first()).toHaveText("To me");
  await expect(agent.getByRole("menu", { name: "Assign" })).toBeVisible();
  await expect(button("Assign")).toHaveAttribute("aria-expanded", "true");
  await agent.keyboard.press("Escape");
  await expect(items).toHaveCount(0);
  await expect(button("Assign")).toBeFocused();
  await agent.keyboard.press("ArrowDown");
  await expect(items.first()).toBeVisible();
  await agent.keyboard.press("ArrowDown");
  await agent.keyboard.press("Enter");
  await expect(agent.getByText("You take care of it.")).toBeVisible();

  await button("Snooze").click();
  await items.filter({ hasText: "Choose a time" }).click();
  const dialog = agent.getByRole("dialog", { name: "Snooze until" });
  await expect(dialog.getByLabel("Day and time")).toBeFocused();
  await agent.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
});

test("a macro fills in its variables, what is empty is named, and an undone reply is not sent", async () => {
  const found = await openDemoCase({ message: "The lamp arrived broken." });
  await goTo(agent, casePath(found.caseId), "case.macro");
  await agent.keyboard.press("m");
  await agent.getByPlaceholder("A few letters of its name").fill("photo");
  await agent.keyboard.press("Enter");
  await expect(field(agent)).toHaveValue(new RegExp(`^Hello ${found.customerFirstName},[^{}]*$`));
  await expect(composer(agent)).toContainText("adds the label waiting for photo");

  await field(agent).press("End");
  await field(agent).pressSequentially(" {{refund.amount}}");
  await expect(composer(agent).getByText("{{refund.amount}} is empty")).toBeVisible();
  await expect(composer(agent).getByRole("button", { name: "Send reply" })).toBeDisabled();
  await field(agent).fill((await field(agent).inputValue()).replace(" {{refund.amount}}", ""));

  await field(agent).press("Control+Enter");
  await composer(agent).getByRole("button", { name: "Undo" }).click();
  await expect(composer(agent).getByRole("button", { name: "Send reply" })).toBeEnabled();
  await composer(agent).getByRole("button", { name: "Preview" }).click();
  await expect(agent.getByRole("dialog")).toContainText(`#${found.number}`);
  await agent.keyboard.press("Escape");

  await field(agent).press("Control+Enter");
  await composer(agent).getByRole("button", { name: "Send now" }).click();
  await expect(agent.locator('article[data-kind="reply"]')).toHaveCount(1);
  await expect(agent.locator("header").getByText("waiting for photo")).toBeVisible();
});

test("a file is taken by what it is, sent and downloaded under a safe name, and what is none or too large is refused", async () => {
  const found = await openDemoCase({ message: "Can I have the receipt, please?" });
  await agent.goto(casePath(found.caseId));
  const add = (name: string, buffer: Buffer) =>
    composer(agent).getByLabel("Files to attach").setInputFiles({ name, mimeType: "text/plain", buffer });
  await add("setup.txt", Buffer.from("MZ\u0090\0\u0003\0\0\0\u0004\0", "latin1"));
  await expect(composer(agent).getByRole("alert")).toContainText("setup.txt");
  await add("long.txt", Buffer.alloc(10 * 1024 * 1024 + 1, "a"));
  await expect(composer(agent).getByRole("alert")).toContainText("10 MB");
  await expect(composer(agent).getByRole("list", { name: "Attached files" })).toHaveCount(0);

  await add("rece|ipt\u202e?.txt", Buffer.from("One lamp, 42.10"));
  const attached = composer(agent).getByRole("list", { name: "Attached files" });
  await expect(attached).toContainText("rece_ipt_.txt");
  await expect(composer(agent).getByRole("alert")).toHaveCount(0);
  await field(agent).fill("Here it is.");
  await field(agent).press("Control+Enter");
  await composer(agent).getByRole("button", { name: "Send now" }).click();
  const sent = agent.locator('article[data-kind="reply"]').getByRole("link", { name: /rece_ipt_\.txt/ });
  const file = await agent.request.get((await sent.getAttribute("href")) ?? "");
  expect(await file.text()).toBe("One lamp, 42.10");
  expect(file.headers()).toMatchObject({
    "content-disposition": `attachment; filename="rece_ipt_.txt"; filename*=UTF-8''rece_ipt_.txt`,
    "content-type": "text/plain; charset=utf-8",
    "x-content-type-options": "nosniff",
  });
});

test("two people on one case see each other, and nothing typed is lost by news, reload or a dead line", async () => {
  const found = await openDemoCase({ message: "Is anybody there?" });
  await agent.goto(casePath(found.caseId));
  await lead.goto(casePath(found.caseId));
  await expect(lead.locator("[data-presence]")).toContainText("is looking at this case");
  await field(agent).pressSequentially("Half a sentence");
  await expect(lead.locator("[data-presence]")).toContainText("is writing a reply");

  await composer(lead).getByRole("tab", { name: "Note" }).click();
  await field(lead).fill("I called the carrier.");
  await field(lead).press("Control+Enter");
  await expect(agent.locator('article[data-kind="note"]')).toContainText("I called the carrier.");
  await expect(field(agent)).toHaveValue("Half a sentence");
  await agent.reload();
  await expect(field(agent)).toHaveValue("Half a sentence");

  await agent.context().setOffline(true);
  await composer(agent).getByRole("button", { name: "Send reply" }).click();
  await composer(agent).getByRole("button", { name: "Send now" }).click();
  await expect(composer(agent).getByRole("alert")).toContainText("your words are kept here");
  await expect(field(agent)).toHaveValue("Half a sentence");
  await agent.context().setOffline(false);
  await composer(agent).getByRole("button", { name: "Send reply" }).click();
  await composer(agent).getByRole("button", { name: "Send now" }).click();
  await expect(lead.locator('article[data-kind="reply"]')).toContainText("Half a sentence");
  await expect(field(agent)).toHaveValue("");
});

test("the thread has its width before what stands beside it has arrived", async ({ browser }) => {
  const found = await openDemoCase({ message: "It arrived broken." });
  const page = await (
    await browser.newContext({
      ...{ javaScriptEnabled: false, storageState: await agent.context().storageState() },
      viewport: { width: 1280, height: 800 },
    })
  ).newPage();
  const widthOf = async () => (await page.getByRole("region", { name: "Thread" }).boundingBox())?.width;
  await page.goto(casePath(found.caseId));
  await expect(page.getByRole("complementary", { name: "Context" })).toBeVisible();
  const whole = await widthOf();
  // As the browser has the page halfway.
  await page.route(`**${casePath(found.caseId)}`, async (route) => {
    const response = await route.fetch();
    const [half] = (await response.text()).split('<aside aria-label="Context"');
    await route.fulfill({ response, body: half ?? "" });
  });
  await page.goto(casePath(found.caseId));
  await expect(page.getByRole("complementary", { name: "Context" })).toHaveCount(0);
  expect(await widthOf()).toBe(whole);
});

test("a case is given, labelled and put to sleep by keys, and wakes when its customer answers", async () => {
  const found = await openDemoCase({ message: "When will my parcel come?" });
  await goTo(agent, casePath(found.caseId), "case.label");
  await expect(agent.locator('[data-clock="First reply"]')).toContainText("First reply due");
  await agent.keyboard.press("i");
  await expect(agent.getByText("owner Ana Ruiz")).toBeVisible();
  await agent.keyboard.press("l");
  const labels = agent.getByRole("dialog", { name: "Labels" });
  await labels.getByLabel("New label").fill("parcel");
  await agent.keyboard.press("Enter");
  await expect(labels.getByRole("list", { name: "Labels of this case" })).toContainText("parcel");
  await agent.keyboard.press("Escape");
  await expect(labels).toBeHidden();
  await agent.keyboard.press("s");
  await agent.getByRole("menuitem", { name: /In three hours/ }).click();
  await expect(agent.getByText(/^Snoozed until/).first()).toBeVisible();
  await agent.goto(`/t/tau-retail/inbox?split=snoozed&q=${encodeURIComponent("tag:parcel")}`);
  await expect(agent.locator(`[data-case="${found.caseId}"]`)).toBeVisible();

  await sendToSupport({
    from: found.customerEmail,
    subject: `Re: A question [#${found.number}]`,
    text: "It came. Thank you!",
  });
  await agent.goto(casePath(found.caseId));
  await expect(agent.locator('article[data-kind="customer"]').last()).toContainText("It came. Thank you!");
  await expect(agent.locator("header dl")).toContainText("Open");
  await agent.goto("/t/tau-retail/inbox?split=mine");
  await expect(agent.locator(`[data-case="${found.caseId}"]`)).toBeVisible();
});

test("a duplicate goes on in the other case, decides nothing any more, and comes back", async () => {
  const first = await openDemoCase({ message: "My order came broken, I want my money back." });
  const second = await openDemoCase({ message: "Did you get my mail? It is broken.", like: first });
  await agent.goto(casePath(second.caseId));
  await agent.getByRole("button", { name: "Merge" }).click();
  await agent
    .getByRole("dialog")
    .getByLabel(/^Number/)
    .fill(`#${first.number}`);
  await agent.getByRole("dialog").getByRole("button", { name: "Merge" }).click();
  await expect(agent.getByText("This case goes on in")).toBeVisible();
  await expect(agent.getByRole("button", { name: /^Refund/ })).toHaveCount(0);

  await agent
    .getByRole("link", { name: `#${first.number}`, exact: true })
    .last()
    .click();
  const moved = agent.locator("article", { hasText: "Did you get my mail?" });
  await expect(moved).toContainText(`in #${second.number}`);

  await agent.goto(casePath(second.caseId));
  await agent.getByRole("button", { name: "Take the merge back" }).click();
  await expect(agent.getByText("This case goes on in")).toHaveCount(0);
  await expect(agent.getByRole("button", { name: "Resolve" })).toBeEnabled();
});

test("resolving waits for an approval and says so, and a watched case opens by itself when its refund fails", async () => {
  const dear = await openDemoCase({
    message: "Please take it back, I no longer need it.",
    aboveMinor: 20_000,
    atMostMinor: 100_000,
  });
  await agent.goto(casePath(dear.caseId));
  await agent.getByRole("button", { name: /^Propose refund of/ }).click();
  await expect(agent.getByText("A decision waits for approval.")).toBeVisible();
  await expect(agent.getByRole("button", { name: "Resolve" })).toBeDisabled();

  const found = await openDemoCase({
    message: "Please take it back, I no longer need it.",
    atMostMinor: 20_000,
  });
  await failNextRefund("pending", found.paymentId);
  await agent.goto(casePath(found.caseId));
  await agent.getByRole("button", { name: /^Refund \$/ }).click();
  await expect.poll(async () => (await paidRefunds(found.paymentId)).length).toBe(1);
  await agent.getByRole("button", { name: "Resolve" }).click();
  await expect(agent.getByRole("button", { name: "Open again" })).toBeVisible();
  const [refund] = await paidRefunds(found.paymentId);
  await settleRefund(refund?.id ?? "", "failed");
  await expect(agent.getByRole("button", { name: "Resolve" })).toBeVisible();
  await expect(agent.locator('[data-step="payout"]')).toHaveAttribute("data-state", "attention");
});

const groundOf = (part: ReturnType<typeof composer>) =>
  part.evaluate((element) => getComputedStyle(element).backgroundColor);
