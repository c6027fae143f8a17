import { type Browser, type ConsoleMessage, expect, type Locator, type Page } from "playwright/test";
import { failNextRefund, mailsTo, paidRefunds } from "@/lib/testing/outside";
import { settleRefund } from "@/lib/testing/provider";
import { owner } from "@/lib/testing/shop";
import { openDemoCase, setAgentDay } from "./cases";
import { goTo, hears, signIn } from "./people";
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
const pathOf = (caseId: string) => `/t/tau-retail/cases/${caseId}`;

test("a note cannot be mistaken for a reply, and the customer never gets it", async () => {
  const found = await openDemoCase({ message: "Where is my parcel? It never arrived." });
  await agent.goto(pathOf(found.caseId));
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
  await goTo(agent, pathOf(found.caseId), "case.assign");
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
  await goTo(agent, pathOf(found.caseId), "case.macro");
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
  await agent.goto(pathOf(found.caseId));
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
  await agent.goto(pathOf(found.caseId));
  await lead.goto(pathOf(found.caseId));
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

test("what was written of a decision survives a reload, its mail can be read before it is sent, and then it is gone", async () => {
  const found = await openDemoCase({ message: "It arrived broken." });
  await owner`update makegood.cases set locale = 'de' where id = ${found.caseId}`;
  await agent.goto(pathOf(found.caseId));
  const decision = agent.getByRole("combobox", { name: "Decision" });
  await decision.selectOption("need_info");
  await agent.getByLabel("Reason", { exact: true }).selectOption("other");
  await agent.getByLabel(/^Why/).fill("A photo would settle it.");
  await agent.getByLabel("What the customer reads").fill("Bitte schicken Sie uns ein Foto.");
  await agent.reload();
  await expect(decision).toHaveValue("need_info");
  await expect(agent.getByLabel(/^Why/)).toHaveValue("A photo would settle it.");
  await expect(agent.getByLabel("What the customer reads")).toHaveValue("Bitte schicken Sie uns ein Foto.");
  await expect(agent.getByLabel("Reason", { exact: true })).toHaveValue("other");

  await agent.getByRole("button", { name: "See the customer’s mail" }).click();
  const shown = agent.getByRole("dialog");
  await expect(shown).toContainText(found.customerEmail);
  await expect(shown).toContainText("Bitte schicken Sie uns ein Foto.");
  const text = (await shown.locator("[data-mail-text]").textContent()) ?? "";
  await agent.keyboard.press("Escape");
  await agent.getByRole("button", { name: "Ask the customer" }).click();
  await expect.poll(async () => (await mailsTo(found.customerEmail)).length).toBe(1);
  const [mail] = await mailsTo(found.customerEmail);
  expect(wordsIn(mail?.text)).toBe(wordsIn(text));
  const kept = () =>
    agent.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("makegood:decision:")));
  await expect.poll(async () => (await kept()).filter((key) => key.includes(found.caseId))).toEqual([]);
});

test("what was chosen to refund survives a reload: the lines, a part of one, goodwill", async () => {
  const found = await openDemoCase({ message: "It arrived broken." });
  await agent.goto(pathOf(found.caseId));
  const form = agent.getByRole("form", { name: "Propose a refund" });
  const lines = form.getByRole("group", { name: "What to refund" });
  const boxes = lines.getByRole("checkbox");
  for (const box of await boxes.all()) await box.setChecked(false);
  await boxes.last().check();
  await lines.getByLabel(/^Amount for/).fill("1.25");
  await form.getByLabel(/^Goodwill/).fill("0.75");
  await expect(form.getByRole("button", { name: /\$2\.00/ })).toBeVisible();
  await agent.reload();
  await expect(form.getByRole("button", { name: /\$2\.00/ })).toBeVisible();
  await expect(lines.getByRole("checkbox", { checked: true })).toHaveCount(1);
  await expect(boxes.last()).toBeChecked();
  await expect(lines.getByLabel(/^Amount for/)).toHaveValue("1.25");
  await expect(form.getByLabel(/^Goodwill/)).toHaveValue("0.75");
});

test("a form with nothing chosen says what is missing, and is no fault that the browser reports", async () => {
  const faults: string[] = [];
  const note = (message: ConsoleMessage) => message.type() === "error" && faults.push(message.text());
  agent.on("console", note);
  const found = await openDemoCase({ message: "Hello" });
  await agent.goto(pathOf(found.caseId));
  const form = agent.getByRole("form", { name: "Propose a refund" });
  for (const box of await form.getByRole("group", { name: "What to refund" }).getByRole("checkbox").all()) {
    await box.setChecked(false);
  }
  await expect(form.locator("[data-check]")).toHaveText("Choose at least one line.");
  await agent.getByRole("button", { name: "See the customer’s mail" }).click();
  await expect(form.getByRole("status")).toHaveText("Choose at least one line.");
  agent.off("console", note);
  expect(faults).toEqual([]);
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
  await page.goto(pathOf(found.caseId));
  await expect(page.getByRole("complementary", { name: "Context" })).toBeVisible();
  const whole = await widthOf();
  // As the browser has the page halfway.
  await page.route(`**${pathOf(found.caseId)}`, async (route) => {
    const response = await route.fetch();
    const [half] = (await response.text()).split('<aside aria-label="Context"');
    await route.fulfill({ response, body: half ?? "" });
  });
  await page.goto(pathOf(found.caseId));
  await expect(page.getByRole("complementary", { name: "Context" })).toHaveCount(0);
  expect(await widthOf()).toBe(whole);
});

test("a case is given, labelled and put to sleep by keys, and wakes when its customer answers", async () => {
  const found = await openDemoCase({ message: "When will my parcel come?" });
  await goTo(agent, pathOf(found.caseId), "case.label");
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
  await agent.goto(pathOf(found.caseId));
  await expect(agent.locator('article[data-kind="customer"]').last()).toContainText("It came. Thank you!");
  await expect(agent.locator("header dl")).toContainText("Open");
  await agent.goto("/t/tau-retail/inbox?split=mine");
  await expect(agent.locator(`[data-case="${found.caseId}"]`)).toBeVisible();
});

test("a duplicate goes on in the other case, decides nothing any more, and comes back", async () => {
  const first = await openDemoCase({ message: "My order came broken, I want my money back." });
  const second = await openDemoCase({ message: "Did you get my mail? It is broken.", like: first });
  await agent.goto(pathOf(second.caseId));
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

  await agent.goto(pathOf(second.caseId));
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
  await agent.goto(pathOf(dear.caseId));
  await agent.getByRole("button", { name: /^Propose refund of/ }).click();
  await expect(agent.getByText("A decision waits for approval.")).toBeVisible();
  await expect(agent.getByRole("button", { name: "Resolve" })).toBeDisabled();

  const found = await openDemoCase({
    message: "Please take it back, I no longer need it.",
    atMostMinor: 20_000,
  });
  await failNextRefund("pending", found.paymentId);
  await agent.goto(pathOf(found.caseId));
  await agent.getByRole("button", { name: /^Refund \$/ }).click();
  await expect.poll(async () => (await paidRefunds(found.paymentId)).length).toBe(1);
  await agent.getByRole("button", { name: "Resolve" }).click();
  await expect(agent.getByRole("button", { name: "Open again" })).toBeVisible();
  const [refund] = await paidRefunds(found.paymentId);
  await settleRefund(refund?.id ?? "", "failed");
  await expect(agent.getByRole("button", { name: "Resolve" })).toBeVisible();
  await expect(agent.locator('[data-step="payout"]')).toHaveAttribute("data-state", "attention");
});

test("a plain refund takes at most six keystrokes from the inbox", async () => {
  const found = await openDemoCase({
    message: "I no longer need it. Please take it back and return my money.",
    atMostMinor: 20_000,
  });
  await goTo(agent, `/t/tau-retail/inbox?q=${encodeURIComponent(`order:${found.orderNumber}`)}`, "list.next");
  await expect(agent.getByRole("list", { name: "Cases" })).toHaveAttribute("style", /padding/);
  const keys = ["j", "Enter", "d", "Control+Enter"];
  await agent.keyboard.press("j");
  await agent.keyboard.press("Enter");
  await agent.waitForURL(new RegExp(found.caseId));
  await expect(agent.getByRole("button", { name: /^Refund \$/ })).toBeEnabled();
  await expect(agent.getByText("This pays at once.")).toBeVisible();
  await hears(agent, "case.decide");
  await agent.keyboard.press("d");
  await expect(agent.getByLabel(/^Why/)).toBeFocused();
  await agent.keyboard.press("Control+Enter");
  expect(keys.length).toBeLessThanOrEqual(6);
  await expect(agent.locator('[data-step="payout"]')).toHaveAttribute("data-state", "done");
  const refunds = await paidRefunds(found.paymentId);
  expect(refunds.map(({ amount }) => amount)).toEqual([found.totalMinor]);
});

test("while one decides, another sees who and may take over", async () => {
  const found = await openDemoCase({ message: "I no longer need it. Please take it back." });
  await agent.goto(pathOf(found.caseId));
  await lead.goto(pathOf(found.caseId));
  await agent.getByLabel(/^Why/).focus();
  await expect(lead.locator("[data-presence]")).toContainText("is deciding");
  await lead.getByLabel(/^Why/).focus();
  await expect(lead.getByText("is deciding on this case now.")).toBeVisible();
  await lead.getByRole("button", { name: "Take over" }).click();
  await lead.getByLabel(/^Why/).focus();
  await expect(lead.getByText("is deciding on this case now.")).toHaveCount(0);
  await expect(agent.getByText("is deciding on this case now.")).toBeVisible();
});

test("whoever decides keeps their turn over a reload, and a second tab of theirs says where they decide", async () => {
  const found = await openDemoCase({ message: "It arrived broken." });
  await agent.goto(pathOf(found.caseId));
  const consequence = agent.locator("#propose-outcome");
  await agent.getByLabel(/^Why/).focus();
  const held = agent.waitForResponse((response) => response.url().includes("doing=decision"));
  expect((await (await held).json()).caseLive.lock).toEqual({ state: "mine" });
  await agent.reload();
  const heldAgain = agent.waitForResponse((response) => response.url().includes("doing=decision"));
  await agent.getByLabel(/^Why/).focus();
  expect((await (await heldAgain).json()).caseLive.lock).toEqual({ state: "mine" });

  const second = await agent.context().newPage();
  await second.goto(pathOf(found.caseId));
  await second.getByLabel(/^Why/).focus();
  await expect(second.getByText("In another tab you are deciding on this case now.")).toBeVisible();
  await second.getByRole("button", { name: "Take over" }).click();
  await second.getByLabel(/^Why/).focus();
  await expect(second.getByText("In another tab you are")).toHaveCount(0);
  await agent.getByLabel(/^Why/).focus();
  await expect(consequence).toContainText("In another tab you are deciding.");
  await second.close();
});

const wordsIn = (text = ""): string => text.replace(/\s+/g, " ").trim();

const groundOf = (part: ReturnType<typeof composer>) =>
  part.evaluate((element) => getComputedStyle(element).backgroundColor);
