import fc from "fast-check";
import type { PolicyDocument, PolicyFacts, Rule } from "@/lib/modules/policies/schema";
import { floorInput, policyDocumentInput, ruleInput, waivableKinds } from "@/lib/modules/policies/schema";
import { policyActions, reasonCodes } from "@/lib/modules/policies/terms";

/** When the tests ask: ten days after the order was delivered. */
export const askedAt = new Date("2026-06-20T12:00:00Z");

type Change = Partial<{
  request: Partial<PolicyFacts["request"]>;
  order: Partial<PolicyFacts["order"]>;
  customer: Partial<PolicyFacts["customer"]>;
}> &
  Partial<Omit<PolicyFacts, "request" | "order" | "customer">>;

type Line = PolicyFacts["order"]["lines"][number];

export const line = (itemId: string, unitPriceMinor: number, change: Partial<Line> = {}): Line => ({
  itemId,
  name: `Item ${itemId}`,
  category: null,
  isFinalSale: false,
  quantity: 1,
  left: change.quantity ?? 1,
  unitPriceMinor,
  ...change,
});

/** A delivered order of two lines, 30.00 and 2 × 10.00, paid by one card, of which its customer returns the first. */
export function factsWith({ request, order, customer, ...rest }: Change = {}): PolicyFacts {
  return {
    request: {
      action: "return",
      reason: "changed_mind",
      lines: [{ itemId: "a", quantity: 1 }],
      shippingMinor: 0,
      goodwillMinor: null,
      methodId: "card-1",
      condition: null,
      evidence: [],
      confirmedBy: null,
      ...request,
    },
    askerId: "ana",
    order: {
      number: "#W1",
      customerId: "ana",
      status: "delivered",
      currency: "USD",
      country: "US",
      placedAt: "2026-06-05T12:00:00.000Z",
      deliveredAt: "2026-06-10T12:00:00.000Z",
      totalMinor: 5_500,
      shippingMinor: 500,
      lines: [line("a", 3_000), line("b", 1_000, { quantity: 2, left: 2 })],
      ...order,
    },
    charges: [{ methodId: "card-1", state: "captured", refundableMinor: 5_500, hasOpenDispute: false }],
    methods: [
      { id: "card-1", kind: "card" },
      { id: "paypal-1", kind: "paypal" },
      { id: "gift-1", kind: "gift_card" },
      { id: "credit-1", kind: "store_credit" },
    ],
    customer: {
      membership: null,
      orders: 10,
      refundedOrdersIn90Days: 0,
      refundsIn90Days: 0,
      refundedIn24HoursMinor: 0,
      goodwillIn90DaysMinor: 0,
      ...customer,
    },
    refundedOfOrderMinor: 0,
    shippingLeftMinor: 500,
    openDecisionsElsewhere: 0,
    ...rest,
  };
}

/** A document of these rules alone, each with a clause of its own name. What is left out has a default, the rest is checked. */
export const documentOf = (...rules: readonly object[]): PolicyDocument => {
  const parsed = rules.map((rule, index) =>
    ruleInput.parse({
      id: `rule-${index}`,
      clauseId: `clause-${index}`,
      actions: [...policyActions],
      otherwise: "deny",
      ...rule,
    }),
  );
  return policyDocumentInput.parse({
    clauses: parsed.map(({ clauseId }) => ({
      id: clauseId,
      title: clauseId,
      text: `What ${clauseId} says.`,
    })),
    rules: parsed,
  });
};

const minor = fc.integer({ min: 0, max: 2_000_000 });
const small = fc.integer({ min: 0, max: 6 });
const items = fc.constantFrom("a", "b", "c");
const categories = fc.constantFrom(null, "electronics", "perishable");
const day = fc
  .integer({ min: 0, max: 400 })
  .map((days) => new Date(askedAt.getTime() - days * 86_400_000).toISOString());

/** Any facts a shop could have, strange ones among them. */
export const anyFacts: fc.Arbitrary<PolicyFacts> = fc.record({
  request: fc.record({
    action: fc.constantFrom(...policyActions),
    reason: fc.option(fc.oneof(fc.constantFrom(...reasonCodes), fc.string({ maxLength: 20 }))),
    lines: fc.array(
      fc.record(
        {
          itemId: items,
          quantity: fc.integer({ min: 1, max: 5 }),
          amountMinor: fc.option(minor, { nil: undefined }),
        },
        { requiredKeys: ["itemId", "quantity"] },
      ),
      { maxLength: 4 },
    ),
    shippingMinor: minor,
    goodwillMinor: fc.option(minor),
    methodId: fc.option(fc.constantFrom("card-1", "gift-1", "stranger")),
    condition: fc.option(fc.constantFrom("unused", "worn")),
    evidence: fc.array(
      fc.record({ kind: fc.constantFrom("photo", "receipt"), confirmedBy: fc.option(fc.constant("Lea")) }),
      { maxLength: 2 },
    ),
    confirmedBy: fc.option(fc.constant("Lea")),
  }),
  askerId: fc.constantFrom("ana", "ben"),
  order: fc.record({
    number: fc.constant("#W1"),
    customerId: fc.constant("ana"),
    status: fc.constantFrom("pending", "processed", "delivered", "cancelled"),
    currency: fc.constantFrom("USD", "JPY", "KWD"),
    country: fc.option(fc.constantFrom("US", "DE")),
    placedAt: day,
    deliveredAt: fc.option(day),
    totalMinor: minor,
    shippingMinor: minor,
    lines: fc.array(
      fc.record({
        itemId: items,
        name: fc.constant("Thing"),
        category: categories,
        isFinalSale: fc.boolean(),
        quantity: fc.integer({ min: 1, max: 6 }),
        left: small,
        unitPriceMinor: minor,
      }),
      { maxLength: 4 },
    ),
  }),
  charges: fc.array(
    fc.record({
      methodId: fc.option(fc.constantFrom("card-1", "gift-1")),
      state: fc.constantFrom("authorized", "captured", "voided"),
      refundableMinor: minor,
      hasOpenDispute: fc.boolean(),
    }),
    { maxLength: 3 },
  ),
  methods: fc.constant([
    { id: "card-1", kind: "card" as const },
    { id: "gift-1", kind: "gift_card" as const },
  ]),
  customer: fc.record({
    membership: fc.option(fc.constant("gold")),
    orders: small,
    refundedOrdersIn90Days: small,
    refundsIn90Days: small,
    refundedIn24HoursMinor: minor,
    goodwillIn90DaysMinor: minor,
  }),
  refundedOfOrderMinor: minor,
  shippingLeftMinor: minor,
  openDecisionsElsewhere: small,
});

const days = fc.integer({ min: 0, max: 365 });
const amounts = fc.dictionary(fc.constantFrom("USD", "JPY"), minor, { maxKeys: 2, noNullPrototype: true });
const reasons = fc.uniqueArray(fc.constantFrom(...reasonCodes), { minLength: 1, maxLength: 4 });
const percent = fc.integer({ min: 0, max: 100 });

const anyKind: fc.Arbitrary<object> = fc.oneof(
  fc.constant({ kind: "identity" }),
  fc.record({
    kind: fc.constant("order_status"),
    statuses: fc.uniqueArray(fc.constantFrom("pending", "processed", "delivered"), { minLength: 1 }),
  }),
  fc.record({
    kind: fc.constant("window"),
    from: fc.constantFrom("delivered", "placed"),
    days,
    exceptions: fc.array(fc.record({ categories: fc.constant(["electronics"]), days }), { maxLength: 2 }),
  }),
  fc.record({
    kind: fc.constant("category"),
    excluded: fc.constant(["perishable"]),
    excludesFinalSale: fc.boolean(),
  }),
  fc.constant({ kind: "condition", accepted: ["unused"] }),
  fc.record({ kind: fc.constant("evidence"), reasons, kinds: fc.constant(["photo"]) }),
  fc.record({
    kind: fc.constant("reason"),
    accepted: reasons.map((codes) => codes.map((code) => ({ code, words: ["some words"] }))),
  }),
  fc.record({
    kind: fc.constant("required"),
    fields: fc.uniqueArray(fc.constantFrom("lines", "method", "reason"), { minLength: 1 }),
  }),
  fc.constant({ kind: "whole_order" }),
  fc.constant({ kind: "quantity_left" }),
  fc.constant({ kind: "balance" }),
  fc.record({
    kind: fc.constant("method"),
    allowed: fc.uniqueArray(fc.constantFrom("original", "own_gift_card", "own_other"), { minLength: 1 }),
  }),
  fc.record({
    kind: fc.constant("cap"),
    per: fc.constantFrom("refund", "customer_day", "order"),
    amounts,
    cuts: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant("velocity"),
    maxRefundsIn90Days: fc.integer({ min: 1, max: 5 }),
    maxRatePercent: fc.integer({ min: 1, max: 100 }),
  }),
  fc.constant({ kind: "dispute" }),
  fc.constant({ kind: "duplicate" }),
  fc.record({ kind: fc.constant("return_required"), exceptReasons: reasons }),
  fc.record({
    kind: fc.constant("goodwill_budget"),
    percentOfOrder: percent,
    amounts,
    perCustomerIn90Days: amounts,
  }),
  fc.record({ kind: fc.constant("fee"), percent, amounts, reasons }),
  fc.constant({ kind: "not_offered" }),
  fc.constant({ kind: "without_goods" }),
);

export const anyRule: fc.Arbitrary<Partial<Rule>> = fc
  .record({
    kind: anyKind,
    actions: fc.uniqueArray(fc.constantFrom(...policyActions), { minLength: 1 }),
    otherwise: fc.constantFrom("deny", "need_info", "escalate", "need_approval"),
  })
  .map(({ kind, ...rule }) => {
    const made = { ...rule, ...kind } as Partial<Rule>;
    return made.kind === "velocity" && made.otherwise !== "need_approval"
      ? { ...made, otherwise: "escalate" as const }
      : made;
  });

/** Any policy a shop could write. */
export const anyDocument: fc.Arbitrary<PolicyDocument> = fc
  .array(anyRule, { minLength: 1, maxLength: 12 })
  .map((rules) => documentOf(...rules));

/** The law of a country, as a floor under any document. */
export const floorOf = (countries: readonly string[], floorDays: number) =>
  floorInput.parse({
    id: "law",
    clauseId: "clause-0",
    countries: [...countries],
    days: floorDays,
    excludedCategories: ["perishable"],
    waives: [...waivableKinds],
  });
