import { type Browser, expect, type Page } from "playwright/test";
import { owner } from "@/lib/testing/shop";
import { chooseOnly, findRefundableCase } from "./cases";
import { signIn } from "./people";
import { test } from "./test";

const slug = "tau-retail";
const people = {
  agent: "agent@tau-retail.test",
  lead: "lead@tau-retail.test",
  finance: "finance@tau-retail.test",
} as const;

const pathOf = (caseId: string): string => `/t/${slug}/cases/${caseId}`;
const open = (browser: Browser, who: keyof typeof people, caseId: string): Promise<Page> =>
  signIn(browser, people[who], pathOf(caseId));

/** A case of the demo that nobody touched, about an order that was not sent yet: the policy cancels it for few reasons. */
async function findPendingCase(): Promise<string> {
  const [found] = await owner<{ id: string }[]>`
    select c.id from makegood.cases c
    join makegood.tenants t on t.id = c.tenant_id and t.slug = ${slug}
    join makegood.orders o on o.id = c.order_id and o.status = 'pending'
    join makegood.charges ch on ch.order_id = o.id and ch.provider = 'stripe'
    where c.decision = 'none' and ch.reserved_minor = 0 and ch.external_refunded_minor = 0
      and (select count(*) from makegood.cases twin where twin.order_id = o.id) = 1
      and (select count(*) from makegood.charges other where other.order_id = o.id) = 1
    order by o.total_minor, c.number limit 1`;
  if (!found) throw new Error("the demo has no such case");
  return found.id;
}

/** Chooses one line of the case, whatever the form began with, and proposes it. */
async function propose(page: Page, lineName: string, change?: (page: Page) => Promise<void>): Promise<void> {
  await chooseOnly(page, lineName);
  await page.getByLabel("Reason", { exact: true }).selectOption("damaged");
  await page.getByLabel(/^Why/).fill("It arrived broken, the photo shows it.");
  await change?.(page);
  await page.getByRole("button", { name: /^(Refund|Propose refund of) / }).click();
}

const stepIs = (page: Page, step: string, state: string) =>
  expect(page.locator(`[data-step="${step}"]`)).toHaveAttribute("data-state", state);

test("a no shows its clause, is appealed, and somebody else decides with a second person", async ({
  browser,
}) => {
  const caseId = await findPendingCase();
  const agent = await open(browser, "agent", caseId);
  await agent.getByRole("combobox", { name: "Decision" }).selectOption("deny");
  await agent.getByLabel("Reason", { exact: true }).selectOption("damaged");
  await agent.getByLabel(/^Why/).fill("It was not even sent.");
  await agent
    .getByLabel("What the customer reads")
    .fill("Your order was not sent yet, so nothing can be damaged.");
  await agent.getByRole("button", { name: "Deny and tell the customer" }).click();
  const told = agent.getByRole("region", { name: "What the customer reads" });
  await expect(told).toContainText("nothing can be damaged");
  await expect(told).toContainText("We cancel when an order is no longer needed or was ordered by mistake.");
  await expect(told).toContainText("They may appeal once");

  await agent.getByLabel("What the customer says against it").fill("I simply do not need it any more.");
  await agent.getByRole("button", { name: "Record the appeal" }).click();
  await expect(
    agent.getByText("You denied this before. Another person must decide the appeal."),
  ).toBeVisible();

  const lead = await open(browser, "lead", caseId);
  await lead.getByRole("combobox", { name: "Decision" }).selectOption("approve");
  await lead.getByLabel("Reason", { exact: true }).selectOption("changed_mind");
  await lead.getByLabel(/^Why/).fill("They do not need it any more, which we accept.");
  await lead.getByRole("button", { name: /^(Refund|Propose refund of) / }).click();
  await stepIs(lead, "approval", "waiting");

  const finance = await open(browser, "finance", caseId);
  await finance.getByRole("button", { name: "Approve", exact: true }).click();
  await finance.getByRole("button", { name: "Approve and pay" }).click();
  await stepIs(finance, "approval", "done");
});

test("a proposal is returned with a comment, proposed anew and denied with what the customer reads", async ({
  browser,
}) => {
  const found = await findRefundableCase({ aboveMinor: 20_000, atMostMinor: 100_000 });
  const agent = await open(browser, "agent", found.caseId);
  await propose(agent, found.lineName);
  await stepIs(agent, "approval", "waiting");

  const lead = await open(browser, "lead", found.caseId);
  await lead.getByLabel("What to change").fill("Please attach the photo of the label.");
  await lead.getByRole("button", { name: "Return with this comment" }).click();
  await expect(lead.getByText("Returned", { exact: true }).first()).toBeVisible();

  await agent.goto(pathOf(found.caseId));
  await agent.getByText("Propose another refund").click();
  await propose(agent, found.lineName);
  await stepIs(agent, "approval", "waiting");
  await lead.goto(pathOf(found.caseId));
  await lead.getByLabel("Reason for denying").fill("The photo shows another item.");
  // A no without words for the customer is none.
  await lead.getByRole("button", { name: "Deny", exact: true }).click();
  await stepIs(lead, "approval", "waiting");
  await lead.getByLabel("What the customer reads").fill("The photo you sent shows another item.");
  await lead.getByRole("button", { name: "Deny", exact: true }).click();
  await expect(lead.getByRole("region", { name: "What the customer reads" })).toContainText(
    "shows another item",
  );
});

test("what was approved is revoked in the hold and never paid; by hand two people pay it under a reference", async ({
  browser,
}) => {
  const hold = (seconds: number) => owner`
    update makegood.tenant_settings set hold_seconds = ${seconds}
    where tenant_id = (select id from makegood.tenants where slug = ${slug})`;
  const found = await findRefundableCase({ aboveMinor: 1_000, atMostMinor: 15_000 });
  // What an agent decides alone in a day is bounded, and other stories use it up; a lead's day is wide enough.
  const lead = await open(browser, "lead", found.caseId);
  await hold(3_600);
  try {
    await propose(lead, found.lineName);
    await lead.getByLabel("Reason for revoking").fill("The customer keeps it after all.");
    await lead.getByRole("button", { name: "Revoke", exact: true }).click();
    await expect(lead.getByText("Revoked", { exact: true }).first()).toBeVisible();
    const [charge] = await owner`
      select reserved_minor from makegood.charges where provider_payment_id = ${found.paymentId}`;
    expect(charge?.reserved_minor).toBe(0);
  } finally {
    await hold(0);
  }

  await lead.goto(pathOf(found.caseId));
  await lead.getByText("Propose another refund").click();
  await propose(lead, found.lineName, async (page) => {
    await page.getByLabel("Pay back to").selectOption({ label: "By hand, with a reference" });
  });
  await stepIs(lead, "approval", "waiting");
  const finance = await open(browser, "finance", found.caseId);
  await finance.getByRole("button", { name: "Approve", exact: true }).click();
  await expect(finance.getByRole("dialog")).toContainText("to the customer by hand");
  await finance.getByRole("button", { name: "Approve and pay" }).click();
  await stepIs(finance, "payout", "attention");
  await finance.goto(pathOf(found.caseId));
  await finance.getByLabel("Reference").fill("SEPA 2026-11-25/7");
  await finance.getByRole("button", { name: "It is paid" }).click();
  await stepIs(finance, "payout", "done");
});

test("the reference for programs is a page with every header, linked from the keys", async ({ browser }) => {
  const admin = await signIn(browser, "admin@tau-retail.test", `/t/${slug}/api-keys`);
  await admin.getByRole("link", { name: "API reference" }).click();
  await expect(admin).toHaveURL(/\/api-reference/);
  const act = admin.locator("#approveDecision");
  await expect(act).toContainText("Idempotency-Key");
  await expect(act).toContainText("If-Match");
  await expect(act).toContainText("409");
});
