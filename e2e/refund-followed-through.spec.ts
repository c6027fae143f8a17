import { expect } from "playwright/test";
import { crmDeliveries, mailsTo, paidRefunds } from "@/lib/testing/outside";
import { chooseOnly, findRefundableCase } from "./cases";
import { signIn } from "./people";
import { test } from "./test";

const steps = ["decision", "approval", "payout", "mail", "crm"];

test("a refund above the agent's limit is approved by a lead, paid once, mailed and synced", async ({
  browser,
}) => {
  const found = await findRefundableCase({ aboveMinor: 20_000, atMostMinor: 100_000 });
  const agent = await signIn(browser, "agent@tau-retail.test");
  await expect(agent).toHaveURL(/\/t\/tau-retail\/inbox/);
  await agent.getByLabel("Search cases").fill(`#${found.number}`);
  await agent.keyboard.press("Enter");
  await expect(agent.locator(`[data-case="${found.caseId}"]`)).toBeVisible();

  await agent.goto(`/t/tau-retail/cases/${found.caseId}`);
  await expect(agent.getByText(found.orderExternalId).first()).toBeVisible();
  await expect(agent.getByText("Refundable").first()).toBeVisible();
  await chooseOnly(agent, found.lineName);
  await agent.getByLabel("Reason", { exact: true }).selectOption("damaged");
  await agent.getByLabel(/^Why/).fill("It arrived broken, the photo shows it.");
  await agent.getByRole("button", { name: /^Propose refund of/ }).click();
  await expect(agent.locator('[data-step="approval"]')).toHaveAttribute("data-state", "waiting");

  const lead = await signIn(browser, "lead@tau-retail.test", "/t/tau-retail/approvals");
  await lead
    .getByRole("link", { name: new RegExp(`#${found.number}`) })
    .first()
    .click();
  // Others wait, too: the card has to be this one before anything is approved.
  await expect(
    lead.getByRole("article").getByRole("link", { name: new RegExp(`#${found.number}`) }),
  ).toBeVisible();
  await lead.getByRole("button", { name: "Approve", exact: true }).click();
  await expect(lead.getByRole("dialog")).toContainText("pays");
  await lead.getByRole("button", { name: "Approve and pay" }).click();

  for (const step of steps) {
    await expect(agent.locator(`[data-step="${step}"]`)).toHaveAttribute("data-state", "done");
  }
  const refunds = await paidRefunds(found.paymentId);
  expect(refunds.map((refund) => refund.amount)).toEqual([found.lineAmountMinor]);
  await expect(agent.locator('[data-step="payout"]')).toContainText(refunds[0]?.id ?? "no refund");
  const mails = await mailsTo(found.customerEmail);
  expect(mails.filter((mail) => mail.subject.endsWith(`to your bank [#${found.number}]`))).toHaveLength(1);
  const deliveries = (await crmDeliveries(found.caseId)).filter((delivery) => !delivery.repeat);
  expect(deliveries.map((delivery) => delivery.type)).toEqual([
    "decision.proposed",
    "decision.approved",
    "refund.succeeded",
  ]);
  const sequences = deliveries.map((delivery) => delivery.sequence);
  expect(sequences).toEqual([...sequences].sort((a, b) => a - b));
});
