import { readFile } from "node:fs/promises";
import { expect, type Page } from "playwright/test";
import { grantKey } from "@/lib/testing/api-keys";
import { failNextRefund, paidRefunds } from "@/lib/testing/outside";
import { owner } from "@/lib/testing/shop";
import { appendUnknownEvent, learnUnknownEvents } from "@/lib/testing/unknown-event";
import { until } from "@/lib/testing/until";
import { chooseOnly, findRefundableCase, setAgentDay } from "./cases";
import { hears, signIn } from "./people";
import { test } from "./test";

type Found = Awaited<ReturnType<typeof findRefundableCase>>;

test.beforeAll(() => setAgentDay(1_000_000));
test.afterEach(() => setFourEyes(50_000));
test.afterAll(() => setAgentDay());

/** Proposes the refund of one line in the case, as a person does. */
async function propose(page: Page, found: Found): Promise<void> {
  await page.goto(`/t/tau-retail/cases/${found.caseId}`);
  await chooseOnly(page, found.lineName);
  await page.getByLabel("Reason", { exact: true }).selectOption("damaged");
  await page.getByLabel(/^Why/).fill("It arrived broken, the photo shows it.");
  await page.getByRole("button", { name: /^(Propose refund of|Refund )/ }).click();
  await expect(page.locator('[data-step="decision"]')).toHaveAttribute("data-state", "done");
}

async function openCard(page: Page, { number }: Found): Promise<void> {
  await page.goto("/t/tau-retail/approvals");
  await page
    .getByRole("list", { name: "Waiting for approval" })
    .getByRole("link", { name: new RegExp(`#${number}\\b`) })
    .click();
  await expect(page.getByRole("heading", { level: 2 }).first()).toBeVisible();
  await expect(page.getByRole("link", { name: new RegExp(`^#${number} `) })).toBeVisible();
}

test("a lead approves by keyboard alone and the next card follows", async ({ browser }) => {
  const agent = await signIn(browser, "agent@tau-retail.test");
  const found = await findRefundableCase({ aboveMinor: 20_000, atMostMinor: 45_000 });
  await propose(agent, found);
  const lead = await signIn(browser, "lead@tau-retail.test");
  await openCard(lead, found);
  await expect(lead.getByRole("button", { name: "Approve", exact: true })).toHaveAttribute(
    "title",
    "Approve (Shift+A)",
  );
  await hears(lead, "approval.approve");
  await lead.keyboard.press("Shift+A");
  const dialog = lead.getByRole("dialog");
  await expect(dialog).toContainText(/Approving pays \$.* It cannot be undone/);
  for (let tabs = 0; tabs < 4; tabs += 1) {
    const isThere = await dialog
      .getByRole("button", { name: "Approve and pay" })
      .evaluate((button) => button === document.activeElement);
    if (isThere) break;
    await lead.keyboard.press("Tab");
  }
  await lead.keyboard.press("Enter");
  await expect(dialog).toHaveCount(0);
  await expect(lead.getByRole("link", { name: new RegExp(`^#${found.number} `) })).toHaveCount(0);
  const paid = await until("it is paid", async () => {
    const refunds = await paidRefunds(found.paymentId);
    return refunds.length > 0 ? refunds : undefined;
  });
  expect(paid.map(({ amount }) => amount)).toEqual([found.lineAmountMinor]);

  // On a phone there is one card at a time.
  await lead.setViewportSize({ width: 390, height: 844 });
  await lead.goto("/t/tau-retail/approvals");
  await expect(lead.getByRole("list", { name: "Waiting for approval" })).toHaveCount(0);
});

test("whoever proposed it sees why they cannot approve it, and a second person can deny only with a reason", async ({
  browser,
}) => {
  const found = await findRefundableCase({ aboveMinor: 50_001, atMostMinor: 100_000 });
  const lead = await signIn(browser, "lead@tau-retail.test");
  await propose(lead, found);
  await openCard(lead, found);
  await expect(lead.getByRole("region", { name: "Who has to approve" })).toContainText(/1 of 1/);
  await expect(lead.getByRole("button", { name: "Approve", exact: true })).toBeDisabled();
  await expect(lead.getByText("Someone else must approve what you proposed.")).toBeVisible();

  const other = await signIn(browser, "lead2@tau-retail.test");
  await openCard(other, found);
  await expect(other.getByRole("button", { name: "Deny…" })).toBeEnabled();
  await hears(other, "approval.deny");
  await other.keyboard.press("Shift+D");
  await other.getByRole("button", { name: "Deny it" }).click();
  await expect(other.getByRole("dialog")).toBeVisible();
  await other.getByLabel("Reason for denying").fill("The photo shows another item.");
  // A no without words for the customer is none.
  await other.getByRole("button", { name: "Deny it" }).click();
  await expect(other.getByRole("dialog")).toBeVisible();
  await other
    .getByRole("dialog")
    .getByLabel("What the customer reads")
    .fill("The photo you sent shows another item.");
  await other.getByRole("button", { name: "Deny it" }).click();
  await expect(other.getByRole("dialog")).toHaveCount(0);
  const [decision] = await owner`select state from makegood.decisions where case_id = ${found.caseId}`;
  expect(decision?.state).toBe("denied");
});

test("what a key proposed above the four-eyes limit shows a place for each of two, and is paid after the second", async ({
  browser,
}) => {
  await setFourEyes(15_000);
  const found = await findRefundableCase({ aboveMinor: 15_001, atMostMinor: 45_000 });
  const [row] = await owner<{ tenantId: string; version: number; lineId: string }[]>`
    select c.tenant_id as "tenantId", c.version, l.id as "lineId" from makegood.cases c
    join makegood.order_lines l on l.tenant_id = c.tenant_id and l.order_id = c.order_id and l.name = ${found.lineName}
    where c.id = ${found.caseId}`;
  const lead = await signIn(browser, "lead@tau-retail.test");
  const answer = await lead.request.post(`/api/v1/cases/${found.caseId}/decisions`, {
    headers: {
      authorization: `Bearer ${await grantKey(row?.tenantId ?? "")}`,
      "idempotency-key": crypto.randomUUID(),
    },
    data: {
      ...{ caseVersion: row?.version, lines: [{ orderLineId: row?.lineId, quantity: 1 }] },
      ...{ reasonCode: "damaged", rationale: "It arrived broken, the photo shows it." },
    },
  });
  expect(answer.status(), await answer.text()).toBeLessThan(300);
  const places = (page: Page) =>
    page.getByRole("region", { name: "Who has to approve" }).getByRole("listitem");
  const approve = async (page: Page, name: string) => {
    await hears(page, "approval.approve");
    await page.keyboard.press("Shift+A");
    await page.getByRole("dialog").getByRole("button", { name }).press("Enter");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  };
  await openCard(lead, found);
  await expect(places(lead)).toHaveText([/^1 of 2: A lead or finance has to approve/, /^2 of 2/]);
  await approve(lead, "Approve as the first of two");
  const other = await signIn(browser, "lead2@tau-retail.test");
  await openCard(other, found);
  await expect(places(other)).toHaveText([/^1 of 2: .*approved$/, /^2 of 2: .* has to approve/]);
  expect(await paidRefunds(found.paymentId)).toEqual([]);
  await approve(other, "Approve and pay");
  await until("it is paid", async () => (await paidRefunds(found.paymentId)).length === 1);
});

const setFourEyes = (minor: number) => owner`
  update makegood.tenant_settings set limits = jsonb_set(limits, '{USD,fourEyesMinor}', to_jsonb(${minor}::int))
  where tenant_id = (select id from makegood.tenants where slug = 'tau-retail')`;

test("the ledger is filtered by its address, adds up each currency and is written out as a table", async ({
  browser,
}) => {
  const agent = await signIn(browser, "agent@tau-retail.test");
  const found = await findRefundableCase({ aboveMinor: 1_000, atMostMinor: 19_000 });
  await propose(agent, found);
  await until("it is paid", async () => (await paidRefunds(found.paymentId)).length > 0);
  const search = `view=paid&currency=USD&order=${encodeURIComponent(found.orderExternalId)}`;
  await expect(async () => {
    await agent.goto(`/t/tau-retail/refunds?${search}`);
    await expect(agent.getByRole("table").getByRole("row")).toHaveCount(2);
  }).toPass();
  const amount = `$${(found.lineAmountMinor / 100).toFixed(2)}`;
  await expect(agent.locator("[data-sums]")).toContainText(amount);
  await agent.getByRole("link", { name: /^Details/ }).click();
  await expect(agent.locator('[data-try="1"]')).toContainText("refund:");
  const download = agent.waitForEvent("download");
  await agent.getByRole("link", { name: "Export as CSV" }).click();
  const text = await readFile(await (await download).path(), "utf8");
  expect(text.split("\r\n").filter(Boolean)).toHaveLength(2);
  expect(text).toContain(`"${(found.lineAmountMinor / 100).toFixed(2)}","USD","succeeded"`);
  await agent.getByRole("form", { name: "Filter" }).getByLabel("Show").selectOption("canceled");
  await agent.getByRole("button", { name: "Filter", exact: true }).click();
  await expect(agent.getByText("No refund fits this filter")).toBeVisible();
});

test("what the provider refused becomes an incident, is paid again after a preview and clears itself", async ({
  browser,
}) => {
  const agent = await signIn(browser, "agent@tau-retail.test");
  const found = await findRefundableCase({ aboveMinor: 1_000, atMostMinor: 19_000 });
  await failNextRefund("not_refundable", found.paymentId);
  await propose(agent, found);
  const lead = await signIn(browser, "lead@tau-retail.test");
  const incident = lead.locator("[data-cause='payout.failed.charge_not_refundable']");
  await expect(async () => {
    await lead.goto("/t/tau-retail/attention");
    await expect(incident).toBeVisible();
  }).toPass();
  await incident.getByRole("button", { name: "Take it" }).click();
  await expect(incident.getByText("Owner: Lea Berg")).toBeVisible();
  await incident.getByRole("link", { name: /stuck$/ }).click();
  await expect(lead.getByRole("list", { name: "Stuck cases" }).getByText(`#${found.number}`)).toBeVisible();
  await incident.getByRole("button", { name: /^Try 1 again/ }).click();
  await expect(lead.getByRole("dialog")).toContainText(
    `pays 1 refund once more: $${(found.lineAmountMinor / 100).toFixed(2)}`,
  );
  await lead.getByRole("dialog").getByRole("button", { name: "Try 1 again" }).click();
  await expect(incident).toHaveCount(0);
  await until("it is paid", async () => (await paidRefunds(found.paymentId)).length === 1);
});

test("what a release did not understand is tried again after a preview once it does, and is over by itself", async ({
  browser,
}) => {
  const { caseId, number } = await findRefundableCase({ aboveMinor: 1_000, atMostMinor: 19_000 });
  const [tenant] = await owner<{ id: string }[]>`select id from makegood.tenants where slug = 'tau-retail'`;
  await appendUnknownEvent(tenant?.id ?? "", caseId);
  const lead = await signIn(browser, "lead@tau-retail.test");
  const incident = lead.locator("[data-cause='event.parked']");
  await expect(async () => {
    await lead.goto("/t/tau-retail/attention?open=event.parked");
    await expect(incident.getByRole("link", { name: "1 thing stuck" })).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await expect(lead.getByRole("list", { name: "Stuck cases" })).toContainText(`#${number}`);
  await learnUnknownEvents(tenant?.id ?? "");
  await incident.getByRole("button", { name: /^Try 1 again/ }).click();
  await expect(lead.getByRole("dialog")).toContainText("reads 1 event again");
  await lead.getByRole("dialog").getByRole("button", { name: "Try 1 again" }).click();
  await expect(incident).toHaveCount(0);
  await until("every group handled it", async () => {
    const left = await owner`
      select from makegood.inbox where subject_id = ${caseId} and outcome <> 'done'`;
    return left.length === 0;
  });
});

test("a number of the report opens its cases, and its chart stands beside a table", async ({ browser }) => {
  const lead = await signIn(browser, "lead@tau-retail.test", "/t/tau-retail/reports");
  const section = lead.getByRole("region", { name: "Amount by reason", exact: true });
  await expect(section.locator("[data-chart] svg").first()).toBeVisible();
  const count = section.getByRole("link", { name: /Damaged or faulty/ });
  const cases = Number((await count.textContent())?.match(/\d+/)?.[0]);
  await count.click();
  await expect(lead.getByRole("heading", { level: 1 })).toHaveText("Approved for one reason");
  await expect(lead.getByRole("table").getByRole("row")).toHaveCount(cases + 1);
});

test("the audit log is filtered by case and its chain is found whole, and it is written out", async ({
  browser,
}) => {
  const admin = await signIn(browser, "admin@tau-retail.test", "/t/tau-retail/audit");
  await admin.getByRole("button", { name: "Verify" }).click();
  await expect(admin.getByText(/The chain is whole: all [\d,]+ sealed entries/)).toBeVisible();
  const [row] = await owner<{ number: number }[]>`
    select c.number from makegood.cases c join makegood.tenants t on t.id = c.tenant_id and t.slug = 'tau-retail'
    where c.decision = 'approved' limit 1`;
  await admin.getByLabel("Case number").fill(String(row?.number));
  await admin.getByRole("button", { name: "Filter", exact: true }).click();
  await admin.waitForURL(/case=/);
  await expect(admin.locator("[data-action='decision.proposed']").first()).toBeVisible();
  await expect(admin.getByText(/state: awaiting approval → approved|amount: \$/).first()).toBeVisible();
  const download = admin.waitForEvent("download");
  await admin.getByRole("link", { name: "Export as JSON lines" }).click();
  const lines = (await readFile(await (await download).path(), "utf8")).trim().split("\n");
  expect(lines.map((line) => JSON.parse(line).action)).toContain("decision.proposed");
  const agent = await signIn(browser, "agent@tau-retail.test", "/t/tau-retail/audit");
  await expect(agent.getByText("The audit log is for leads, finance and admins")).toBeVisible();
});
