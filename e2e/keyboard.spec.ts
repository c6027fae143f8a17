import { expect, type Locator, type Page } from "playwright/test";
import { paidRefunds } from "@/lib/testing/outside";
import { chooseOnly, findRefundableCase } from "./cases";
import { signIn } from "./people";
import { test } from "./test";

const desk = "/t/tau-retail";
const steps = ["decision", "approval", "payout", "mail", "crm"];
const price = { aboveMinor: 20_000, atMostMinor: 100_000 };

test("by keyboard alone a refund is found, proposed, approved by a second person and watched", async ({
  browser,
}) => {
  const found = await findRefundableCase(price);
  const agent = await signIn(browser, "agent@tau-retail.test", `${desk}/inbox`);
  await agent.keyboard.press("ControlOrMeta+k");
  await agent.keyboard.type(String(found.number));
  await expect(agent.getByRole("option", { name: new RegExp(`#${found.number}`) })).toBeVisible();
  await agent.keyboard.press("Enter");
  await expect(agent).toHaveURL(`${desk}/cases/${found.caseId}`);

  const form = agent.getByRole("form", { name: "Propose a refund" });
  await tabTo(form.getByLabel("Decision", { exact: true }));
  await agent.keyboard.type("Refund");
  await chooseOnlyByKeys(form, found.lineName);
  await tabTo(form.getByLabel("Reason", { exact: true }));
  await agent.keyboard.type("Damaged");
  await tabTo(form.getByLabel(/^Why/));
  await agent.keyboard.press("ControlOrMeta+a");
  await agent.keyboard.type("It arrived broken, the photo shows it.");
  await tabTo(form.getByRole("button", { name: /^Propose refund of/ }));
  await agent.keyboard.press("Enter");
  await expect(agent.locator('[data-step="approval"]')).toHaveAttribute("data-state", "waiting");

  const lead = await signIn(browser, "lead@tau-retail.test", `${desk}/inbox`);
  await lead.keyboard.press("g");
  await lead.keyboard.press("a");
  await expect(lead).toHaveURL(new RegExp(`${desk}/approvals`));
  await tabTo(lead.getByRole("link", { name: new RegExp(`#${found.number}`) }).first());
  await lead.keyboard.press("Enter");
  await expect(lead.getByRole("article")).toContainText(`#${found.number}`);
  await lead.keyboard.press("Shift+A");
  const dialog = lead.getByRole("dialog", { name: "Approve this refund?" });
  await tabTo(dialog.getByRole("button", { name: "Approve and pay" }));
  await lead.keyboard.press("Enter");

  await expectFollowed(agent);
  expect((await paidRefunds(found.paymentId)).map(({ amount }) => amount)).toEqual([found.lineAmountMinor]);
});

test("at 390 px the same refund is found, proposed, approved and watched with a thumb", async ({
  browser,
}) => {
  const found = await findRefundableCase(price);
  const agent = await signIn(browser, "agent@tau-retail.test");
  await agent.setViewportSize({ width: 390, height: 844 });
  await agent.goto(`${desk}/inbox`);
  await agent.getByLabel("Search cases").fill(`order:${found.orderExternalId}`);
  await agent.keyboard.press("Enter");
  await agent.locator(`[data-case="${found.caseId}"]`).click();
  const form = agent.getByRole("form", { name: "Propose a refund" });
  await chooseOnly(agent, found.lineName);
  await form.getByLabel("Reason", { exact: true }).selectOption("damaged");
  await form.getByLabel(/^Why/).fill("It arrived broken, the photo shows it.");
  await form.getByRole("button", { name: /^Propose refund of/ }).click();
  await expect(agent.locator('[data-step="approval"]')).toHaveAttribute("data-state", "waiting");

  const lead = await signIn(browser, "lead@tau-retail.test");
  await lead.setViewportSize({ width: 390, height: 844 });
  await lead.goto(`${desk}/inbox`);
  await lead.getByRole("link", { name: "Approvals" }).click();
  await turnTo(lead, `#${found.number}`);
  await expect(lead.getByRole("article")).toContainText(`#${found.number}`);
  await lead.getByRole("button", { name: "Approve", exact: true }).click();
  await lead.getByRole("button", { name: "Approve and pay" }).click();

  await expectFollowed(agent);
});

async function expectFollowed(page: Page): Promise<void> {
  for (const step of steps) {
    await expect(page.locator(`[data-step="${step}"]`)).toHaveAttribute("data-state", "done");
  }
}

/** Makes the proposal about one line alone, whatever the form began with. */
async function chooseOnlyByKeys(form: Locator, lineName: string): Promise<void> {
  const boxes = form.getByRole("group", { name: "What to refund" }).getByRole("checkbox");
  const wanted = await boxes
    .and(form.getByRole("checkbox", { name: lineName }))
    .first()
    .inputValue();
  for (const box of await boxes.all()) {
    if ((await box.isChecked()) === ((await box.inputValue()) === wanted)) continue;
    await tabTo(box);
    await form.page().keyboard.press("Space");
  }
}

/** A phone shows one card at a time: goes on to the one of that case. */
async function turnTo(page: Page, number: string): Promise<void> {
  const card = page.getByRole("article");
  const others = page.getByRole("navigation", { name: "Other approvals" });
  const position = others.getByText(/^\d+ of \d+$/);
  await expect(card).toBeVisible();
  while (!(await card.textContent())?.includes(number)) {
    const before = (await position.textContent()) ?? "";
    await others.getByRole("link", { name: "Next" }).click();
    await expect(position).not.toHaveText(before);
  }
}

/** Goes on from control to control until `target` has the focus. */
async function tabTo(target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  const page = target.page();
  for (let press = 0; press < 250; press += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error("Tab does not reach it");
}
