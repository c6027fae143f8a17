import { type Browser, type ConsoleMessage, expect, type Page } from "playwright/test";
import { mailsTo, paidRefunds } from "@/lib/testing/outside";
import { owner } from "@/lib/testing/shop";
import { casePath, openDemoCase, setAgentDay } from "./cases";
import { goTo, hears, signIn } from "./people";
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

test("what was written of a decision survives a reload, its mail can be read before it is sent, and then it is gone", async () => {
  const found = await openDemoCase({ message: "It arrived broken." });
  await owner`update makegood.cases set locale = 'de' where id = ${found.caseId}`;
  await agent.goto(casePath(found.caseId));
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
  await agent.goto(casePath(found.caseId));
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
  await agent.goto(casePath(found.caseId));
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
  await agent.goto(casePath(found.caseId));
  await lead.goto(casePath(found.caseId));
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
  await agent.goto(casePath(found.caseId));
  await agent.getByLabel(/^Why/).focus();
  const held = agent.waitForResponse((response) => response.url().includes("doing=decision"));
  expect((await (await held).json()).caseLive.lock).toEqual({ state: "mine" });
  await agent.reload();
  const heldAgain = agent.waitForResponse((response) => response.url().includes("doing=decision"));
  await agent.getByLabel(/^Why/).focus();
  expect((await (await heldAgain).json()).caseLive.lock).toEqual({ state: "mine" });

  const second = await agent.context().newPage();
  await second.goto(casePath(found.caseId));
  await second.getByLabel(/^Why/).focus();
  await expect(second.getByText("In another tab you are deciding on this case now.")).toBeVisible();
  await second.getByRole("button", { name: "Take over" }).click();
  await second.getByLabel(/^Why/).focus();
  await expect(second.getByText("In another tab you are")).toHaveCount(0);
  await agent.getByLabel(/^Why/).focus();
  await expect(agent.locator("#propose-outcome")).toContainText("In another tab you are deciding.");
  await second.close();
});

const wordsIn = (text = ""): string => text.replace(/\s+/g, " ").trim();
