import { afterAll, describe, expect, it } from "vitest";
import { evaluateInput, type PolicyFacts } from "@/lib/modules/policies/schema";
import { documentOf, floorOf } from "@/lib/testing/facts";
import { publishDocument } from "@/lib/testing/policies";
import { createShop, type OpenCase, openCase, owner, type Shop } from "@/lib/testing/shop";
import { evaluateWith } from "./evaluate";

afterAll(() => owner.end());

type Setup = Readonly<{ shop: Shop; opened: OpenCase; customerId: string }>;

async function setUp(): Promise<Setup> {
  const shop = await createShop();
  const opened = await openCase(shop, [3_000, 1_000]);
  const [found] = await owner<{ id: string }[]>`
    select customer_id as id from makegood.orders where id = ${opened.orderId}`;
  return { shop, opened, customerId: found?.id ?? "" };
}

type Past = Readonly<{
  amountMinor?: number;
  goodwillMinor?: number;
  ago?: string;
  state?: string;
  currency?: string;
}>;

/** A decision of the same customer about another order. */
async function decided({ shop, customerId }: Setup, past: Past = {}): Promise<void> {
  const { amountMinor = 500, goodwillMinor = 0, ago = "1 hour", state = "approved", currency = "USD" } = past;
  const other = await openCase(shop, [5_000], currency);
  await owner`update makegood.orders set customer_id = ${customerId} where id = ${other.orderId}`;
  const extras = goodwillMinor > 0 ? [{ kind: "goodwill", amountMinor: goodwillMinor }] : [];
  await owner`
    insert into makegood.decisions
      (id, tenant_id, case_id, order_id, customer_id, state, amount_minor, currency, legs, lines, extras, reason_code,
       rationale, proposed_by_kind, proposed_by_name, approval_hash, created_at)
    values (gen_random_uuid(), ${shop.tenantId}, ${other.caseId}, ${other.orderId}, ${customerId}, ${state},
      ${amountMinor}, ${currency}, '[]', '[]', ${owner.json(extras)}, 'other', 'Earlier', 'member', 'Ana', '',
      now() - ${ago}::interval)`;
}

async function ask({ shop, opened }: Setup, rule: object, change: object = {}) {
  await publishDocument(shop.tenantId, documentOf({ otherwise: "escalate", ...rule }));
  const [order] = await owner<{ number: string }[]>`
    select external_id as number from makegood.orders where id = ${opened.orderId}`;
  const input = evaluateInput.parse({
    orderNumber: order?.number,
    action: "return",
    lines: [{ itemId: opened.lines[0]?.id, quantity: 1 }],
    ...change,
  });
  return evaluateWith(shop.agent, { input, versionNumber: 1 });
}

const set =
  (table: "orders" | "customers", column: string) =>
  async ({ opened, customerId }: Setup, value: string) => {
    const id = table === "orders" ? opened.orderId : customerId;
    await owner`update makegood.${owner(table)} set ${owner({ [column]: value })} where id = ${id}`;
  };

type Row = Readonly<{
  says: string;
  arrange: (setup: Setup) => Promise<unknown>;
  rule: object;
  ask?: object;
  facts?: (facts: PolicyFacts) => unknown;
  is?: unknown;
  verdict: string;
  capMinor?: number;
}>;

const velocity = { kind: "velocity", maxRefundsIn90Days: 2 };
const budget = {
  kind: "goodwill_budget",
  percentOfOrder: 100,
  amounts: {},
  perCustomerIn90Days: { USD: 1_000 },
};
const goodwill = { action: "goodwill", lines: [], goodwillMinor: 600 };
const daily = { kind: "cap", per: "customer_day", amounts: { USD: 3_400 }, cuts: false };
const window = { kind: "window", from: "delivered", days: 10 };

const rows: readonly Row[] = [
  {
    says: "velocity counts refunds of 90 days, whatever order they were about",
    arrange: async (setup) => {
      await decided(setup);
      await decided(setup, { state: "awaiting_approval" });
    },
    rule: velocity,
    facts: ({ customer }) => [customer.refundsIn90Days, customer.refundedOrdersIn90Days, customer.orders],
    is: [2, 2, 3],
    verdict: "escalate",
  },
  {
    says: "velocity forgets what is older, and what was denied",
    arrange: async (setup) => {
      await decided(setup, { ago: "91 days" });
      await decided(setup, { state: "denied" });
      await decided(setup);
    },
    rule: velocity,
    facts: ({ customer }) => customer.refundsIn90Days,
    is: 1,
    verdict: "allow",
  },
  {
    says: "velocity counts what was refunded past us, too",
    arrange: async (setup) => {
      await decided(setup);
      await owner`
        update makegood.charges set external_refunded_minor = 100 where id = ${setup.opened.chargeId}`;
    },
    rule: velocity,
    facts: ({ customer }) => [customer.refundsIn90Days, customer.refundedOrdersIn90Days],
    is: [2, 2],
    verdict: "escalate",
  },
  {
    says: "a cap per order counts what was refunded past us, too",
    arrange: ({ opened }) =>
      owner`update makegood.charges set external_refunded_minor = 100 where id = ${opened.chargeId}`,
    rule: { kind: "cap", per: "order", amounts: { USD: 3_050 }, cuts: true },
    facts: ({ refundedOfOrderMinor }) => refundedOfOrderMinor,
    is: 100,
    verdict: "allow",
    capMinor: 2_950,
  },
  {
    says: "a cap per customer and day counts 24 hours",
    arrange: (setup) => decided(setup, { amountMinor: 500, ago: "23 hours" }),
    rule: daily,
    facts: ({ customer }) => customer.refundedIn24HoursMinor,
    is: 500,
    verdict: "escalate",
  },
  {
    says: "a cap per customer and day forgets what is older, and another currency",
    arrange: async (setup) => {
      await decided(setup, { amountMinor: 500, ago: "25 hours" });
      await decided(setup, { amountMinor: 500, currency: "EUR" });
    },
    rule: daily,
    facts: ({ customer }) => customer.refundedIn24HoursMinor,
    is: 0,
    verdict: "allow",
  },
  {
    says: "a goodwill budget counts 90 days",
    arrange: (setup) => decided(setup, { goodwillMinor: 500, ago: "89 days" }),
    rule: budget,
    ask: goodwill,
    facts: ({ customer }) => customer.goodwillIn90DaysMinor,
    is: 500,
    verdict: "escalate",
  },
  {
    says: "a goodwill budget forgets what is older",
    arrange: (setup) => decided(setup, { goodwillMinor: 500, ago: "91 days" }),
    rule: budget,
    ask: goodwill,
    facts: ({ customer }) => customer.goodwillIn90DaysMinor,
    is: 0,
    verdict: "allow",
  },
  {
    says: "an open chargeback freezes the order",
    arrange: ({ shop, opened }) => owner`
      insert into makegood.disputes (id, tenant_id, charge_id, provider_dispute_id, state, amount_minor, currency)
      values (gen_random_uuid(), ${shop.tenantId}, ${opened.chargeId}, ${opened.chargeId}, 'open', 4000, 'USD')`,
    rule: { kind: "identity" },
    facts: ({ charges }) => charges.map(({ hasOpenDispute }) => hasOpenDispute),
    is: [true],
    verdict: "deny",
  },
  {
    says: "a window looks at the delivery",
    arrange: (setup) =>
      set("orders", "delivered_at")(setup, new Date(Date.now() - 11 * 86_400_000).toISOString()),
    rule: window,
    verdict: "escalate",
  },
  {
    says: "membership opens a longer window",
    arrange: async (setup) => {
      await set("orders", "delivered_at")(setup, new Date(Date.now() - 11 * 86_400_000).toISOString());
      await set("customers", "membership")(setup, "gold");
    },
    rule: { ...window, exceptions: [{ memberships: ["gold"], days: 20 }] },
    facts: ({ customer }) => customer.membership,
    is: "gold",
    verdict: "allow",
  },
  {
    says: "the country is the order's, or else the customer's",
    arrange: async (setup) => {
      await set("orders", "delivered_at")(setup, new Date(Date.now() - 11 * 86_400_000).toISOString());
      await set("customers", "country")(setup, "DE");
    },
    rule: { ...window, exceptions: [{ countries: ["DE"], days: 20 }] },
    facts: ({ order }) => order.country,
    is: "DE",
    verdict: "allow",
  },
  {
    says: "a fee is kept of the order's own price",
    arrange: async () => undefined,
    rule: { kind: "fee", percent: 10, amounts: {}, reasons: ["changed_mind"] },
    ask: { reason: "no longer needed" },
    verdict: "allow",
    capMinor: 2_700,
  },
  {
    says: "a day ends when it ends on the shop's clocks",
    arrange: ({ shop }) => owner`
      update makegood.tenant_settings set business_hours = jsonb_set(business_hours, '{timeZone}', '"Europe/Berlin"')
      where tenant_id = ${shop.tenantId}`,
    rule: { kind: "identity" },
    facts: ({ timeZone }) => timeZone,
    is: "Europe/Berlin",
    verdict: "allow",
  },
];

describe("facts come from our own records", () => {
  it.each(rows)("$says", async ({ arrange, rule, ask: change, facts: read, is, verdict, capMinor }) => {
    const setup = await setUp();
    await arrange(setup);
    const { trace, facts } = await ask(setup, rule, change);
    if (read) expect(read(facts)).toEqual(is);
    expect(trace.verdict).toBe(verdict);
    if (capMinor !== undefined) expect(trace.capMinor).toBe(capMinor);
  });

  it("the law's floor counts for the country the order went to", async () => {
    const setup = await setUp();
    await set("orders", "country")(setup, "DE");
    await set("orders", "delivered_at")(setup, new Date(Date.now() - 5 * 86_400_000).toISOString());
    const document = { ...documentOf({ kind: "not_offered" }), floors: [floorOf(["DE"], 14)] };
    await publishDocument(setup.shop.tenantId, document);
    const [order] = await owner<{ number: string }[]>`
      select external_id as number from makegood.orders where id = ${setup.opened.orderId}`;
    const lines = [{ itemId: setup.opened.lines[0]?.id, quantity: 1 }];
    const input = evaluateInput.parse({ orderNumber: order?.number, action: "return", lines });
    const { trace } = await evaluateWith(setup.shop.agent, { input, versionNumber: 1 });
    expect(trace).toMatchObject({ verdict: "allow", capMinor: 3_000 });
  });
});
