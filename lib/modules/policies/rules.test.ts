import { describe, expect, it } from "vitest";
import { askedAt, documentOf, factsWith, floorOf, line } from "@/lib/testing/facts";
import { evaluate } from "./rules";
import type { PolicyDocument, PolicyFacts, Rule } from "./schema";

const versionOf = (document: PolicyDocument) => ({ id: "v", number: 7, title: "Shop", document });
const check = (facts: PolicyFacts, document: PolicyDocument, at = askedAt) =>
  evaluate(facts, versionOf(document), at);
/** What one rule found, and what came of it. */
const only = (rule: object, change: Parameters<typeof factsWith>[0] = {}, at = askedAt) => {
  const trace = check(factsWith(change), documentOf({ otherwise: "escalate", ...rule } as Partial<Rule>), at);
  const found = trace.rules.find(({ ruleId }) => ruleId === "rule-0");
  return { ...trace, found, result: found?.result };
};

const window = { kind: "window", from: "delivered", days: 10, exceptions: [] } as const;
const asking = (request: Partial<PolicyFacts["request"]>) => ({ request });

describe.each([
  ["identity", { kind: "identity" }, {}, "pass"],
  ["identity", { kind: "identity" }, { askerId: "ben" }, "fail"],
  ["order_status", { kind: "order_status", statuses: ["delivered"] }, {}, "pass"],
  ["order_status", { kind: "order_status", statuses: ["pending", "processed"] }, {}, "fail"],
  ["category", { kind: "category", excluded: ["food"] }, {}, "pass"],
  [
    "category of another line",
    { kind: "category", excluded: ["food"] },
    { order: { lines: [line("a", 1), line("b", 1, { category: "food" })] } },
    "pass",
  ],
  [
    "category",
    { kind: "category", excluded: ["food"] },
    { order: { lines: [line("a", 1, { category: "food" })] } },
    "fail",
  ],
  [
    "category of the second line of an item",
    { kind: "category", excluded: ["food"] },
    { order: { lines: [line("a", 1), line("a", 1, { category: "food" })] } },
    "fail",
  ],
  [
    "final sale",
    { kind: "category", excluded: [] },
    { order: { lines: [line("a", 1, { isFinalSale: true })] } },
    "fail",
  ],
  [
    "final sale that is taken back",
    { kind: "category", excluded: [], excludesFinalSale: false },
    { order: { lines: [line("a", 1, { isFinalSale: true })] } },
    "pass",
  ],
  ["condition", { kind: "condition", accepted: ["Unused"] }, asking({ condition: "unused" }), "pass"],
  ["condition", { kind: "condition", accepted: ["unused"] }, asking({ condition: "worn" }), "fail"],
  ["condition", { kind: "condition", accepted: ["unused"] }, {}, "unknown"],
  ["evidence", { kind: "evidence", reasons: ["damaged"], kinds: ["photo"] }, {}, "pass"],
  [
    "evidence",
    { kind: "evidence", reasons: ["damaged"], kinds: ["photo"] },
    asking({ reason: "damaged" }),
    "unknown",
  ],
  [
    "evidence",
    { kind: "evidence", reasons: ["damaged"], kinds: ["photo"] },
    asking({ reason: "damaged", evidence: [{ kind: "receipt", confirmedBy: "Lea" }] }),
    "unknown",
  ],
  [
    "evidence",
    { kind: "evidence", reasons: ["damaged"], kinds: ["photo"] },
    asking({ reason: "damaged", evidence: [{ kind: "photo", confirmedBy: null }] }),
    "pass",
  ],
  [
    "reason by code",
    { kind: "reason", accepted: [{ code: "changed_mind", words: ["no longer needed"] }] },
    {},
    "pass",
  ],
  [
    "reason in the policy's words",
    { kind: "reason", accepted: [{ code: "changed_mind", words: ["no longer needed"] }] },
    asking({ reason: "  No  longer NEEDED " }),
    "pass",
  ],
  [
    "reason",
    { kind: "reason", accepted: [{ code: "changed_mind", words: [] }] },
    asking({ reason: "found it cheaper" }),
    "fail",
  ],
  [
    "reason",
    { kind: "reason", accepted: [{ code: "changed_mind", words: [] }] },
    asking({ reason: null }),
    "unknown",
  ],
  ["required", { kind: "required", fields: ["lines", "method", "reason"] }, {}, "pass"],
  ["required", { kind: "required", fields: ["method"] }, asking({ methodId: null }), "unknown"],
  ["whole_order", { kind: "whole_order" }, {}, "fail"],
  [
    "whole_order",
    { kind: "whole_order" },
    asking({
      lines: [
        { itemId: "a", quantity: 1 },
        { itemId: "b", quantity: 2 },
      ],
    }),
    "pass",
  ],
  [
    "whole_order of a cancel without lines",
    { kind: "whole_order" },
    asking({ action: "cancel", lines: [] }),
    "pass",
  ],
  [
    "whole_order at part of the price",
    { kind: "whole_order" },
    asking({
      lines: [
        { itemId: "a", quantity: 1, amountMinor: 2_999 },
        { itemId: "b", quantity: 2 },
      ],
    }),
    "fail",
  ],
  [
    "whole_order of what is left",
    { kind: "whole_order" },
    { order: { lines: [line("a", 3_000), line("b", 1_000, { quantity: 2, left: 0 })] } },
    "pass",
  ],
  ["quantity_left", { kind: "quantity_left" }, asking({ lines: [{ itemId: "b", quantity: 2 }] }), "pass"],
  [
    "quantity_left named twice",
    { kind: "quantity_left" },
    asking({
      lines: [
        { itemId: "b", quantity: 1 },
        { itemId: "b", quantity: 1 },
      ],
    }),
    "pass",
  ],
  [
    "quantity_left named three times",
    { kind: "quantity_left" },
    asking({
      lines: [
        { itemId: "b", quantity: 2 },
        { itemId: "b", quantity: 1 },
      ],
    }),
    "fail",
  ],
  [
    "quantity_left of two lines of one item",
    { kind: "quantity_left" },
    {
      request: { lines: [{ itemId: "a", quantity: 2 }] },
      order: { lines: [line("a", 3_000), line("a", 3_000)] },
    },
    "pass",
  ],
  [
    "quantity_left of a stranger's item",
    { kind: "quantity_left" },
    asking({ lines: [{ itemId: "z", quantity: 1 }] }),
    "fail",
  ],
  ["quantity_left of nothing", { kind: "quantity_left" }, asking({ lines: [] }), "unknown"],
  ["balance", { kind: "balance" }, {}, "pass"],
  [
    "balance",
    { kind: "balance" },
    { charges: [{ methodId: "card-1", state: "captured", refundableMinor: 0, hasOpenDispute: false }] },
    "fail",
  ],
  ["method, original", { kind: "method", allowed: ["original"] }, {}, "pass"],
  ["method, none named", { kind: "method", allowed: ["original"] }, asking({ methodId: null }), "pass"],
  [
    "method, own gift card",
    { kind: "method", allowed: ["original"] },
    asking({ methodId: "gift-1" }),
    "fail",
  ],
  [
    "method, own gift card",
    { kind: "method", allowed: ["own_gift_card"] },
    asking({ methodId: "gift-1" }),
    "pass",
  ],
  [
    "method, own store credit",
    { kind: "method", allowed: ["own_store_credit"] },
    asking({ methodId: "credit-1" }),
    "pass",
  ],
  [
    "method, own other",
    { kind: "method", allowed: ["original", "own_gift_card"] },
    asking({ methodId: "paypal-1" }),
    "fail",
  ],
  ["method, own other", { kind: "method", allowed: ["own_other"] }, asking({ methodId: "paypal-1" }), "pass"],
  [
    "method of somebody else",
    { kind: "method", allowed: ["original", "own_gift_card", "own_store_credit", "own_other"] },
    asking({ methodId: "stranger" }),
    "fail",
  ],
  ["cap", { kind: "cap", per: "refund", amounts: { USD: 3_000 } }, {}, "pass"],
  ["cap, a cent too small", { kind: "cap", per: "refund", amounts: { USD: 2_999 } }, {}, "fail"],
  ["cap that cuts", { kind: "cap", per: "refund", amounts: { USD: 2_999 }, cuts: true }, {}, "pass"],
  ["cap that cuts to nothing", { kind: "cap", per: "refund", amounts: { USD: 0 }, cuts: true }, {}, "fail"],
  [
    "cap of a day",
    { kind: "cap", per: "customer_day", amounts: { USD: 4_000 } },
    { customer: { refundedIn24HoursMinor: 1_000 } },
    "pass",
  ],
  [
    "cap of a day",
    { kind: "cap", per: "customer_day", amounts: { USD: 4_000 } },
    { customer: { refundedIn24HoursMinor: 1_001 } },
    "fail",
  ],
  [
    "cap of an order",
    { kind: "cap", per: "order", amounts: { USD: 4_000 } },
    { refundedOfOrderMinor: 1_001 },
    "fail",
  ],
  ["cap of another currency", { kind: "cap", per: "refund", amounts: { EUR: 9_000 } }, {}, "unknown"],
  ["velocity", { kind: "velocity", maxRefundsIn90Days: 3 }, { customer: { refundsIn90Days: 2 } }, "pass"],
  ["velocity", { kind: "velocity", maxRefundsIn90Days: 3 }, { customer: { refundsIn90Days: 3 } }, "fail"],
  [
    "velocity, rate",
    { kind: "velocity", maxRefundsIn90Days: 99, maxRatePercent: 15 },
    { customer: { orders: 20, refundedOrdersIn90Days: 3 } },
    "pass",
  ],
  [
    "velocity, rate",
    { kind: "velocity", maxRefundsIn90Days: 99, maxRatePercent: 15 },
    { customer: { orders: 20, refundedOrdersIn90Days: 4 } },
    "fail",
  ],
  [
    "velocity, rate of few orders",
    { kind: "velocity", maxRefundsIn90Days: 99, maxRatePercent: 15 },
    { customer: { orders: 4, refundedOrdersIn90Days: 4 } },
    "pass",
  ],
  [
    "velocity, rate of five orders",
    { kind: "velocity", maxRefundsIn90Days: 99, maxRatePercent: 15 },
    { customer: { orders: 5, refundedOrdersIn90Days: 1 } },
    "fail",
  ],
  ["dispute", { kind: "dispute" }, {}, "pass"],
  [
    "dispute",
    { kind: "dispute" },
    { charges: [{ methodId: "card-1", state: "captured", refundableMinor: 9_000, hasOpenDispute: true }] },
    "fail",
  ],
  ["duplicate", { kind: "duplicate" }, {}, "pass"],
  ["duplicate", { kind: "duplicate" }, { openDecisionsElsewhere: 1 }, "fail"],
  ["return_required", { kind: "return_required", exceptReasons: ["damaged"] }, {}, "pass"],
  [
    "goodwill_budget",
    { kind: "goodwill_budget", percentOfOrder: 10, amounts: {} },
    asking({ goodwillMinor: 550 }),
    "pass",
  ],
  [
    "goodwill_budget",
    { kind: "goodwill_budget", percentOfOrder: 10, amounts: {} },
    asking({ goodwillMinor: 551 }),
    "fail",
  ],
  [
    "goodwill_budget",
    { kind: "goodwill_budget", percentOfOrder: 100, amounts: { USD: 500 } },
    asking({ goodwillMinor: 501 }),
    "fail",
  ],
  [
    "goodwill_budget",
    { kind: "goodwill_budget", percentOfOrder: 100, amounts: {}, perCustomerIn90Days: { USD: 900 } },
    { request: { goodwillMinor: 401 }, customer: { goodwillIn90DaysMinor: 500 } },
    "fail",
  ],
  [
    "goodwill_budget",
    { kind: "goodwill_budget", percentOfOrder: 100, amounts: {}, perCustomerIn90Days: { USD: 900 } },
    { request: { goodwillMinor: 400 }, customer: { goodwillIn90DaysMinor: 500 } },
    "pass",
  ],
  ["fee", { kind: "fee", percent: 10, reasons: ["changed_mind"] }, {}, "pass"],
  ["not_offered", { kind: "not_offered" }, {}, "fail"],
] as readonly [string, Partial<Rule>, Parameters<typeof factsWith>[0], string][])(
  "%s",
  (_name, rule, change, expected) => {
    it(`${expected}: ${JSON.stringify(change)}`, () => {
      const { found, result } = only(rule, change);
      expect(result).toBe(expected);
      expect(found?.clauseId).toBe("clause-0");
      expect(found?.words).toMatch(/\.$/);
      if (expected === "pass") expect(found?.wouldChange).toBeNull();
      if (expected === "fail")
        expect(found).toMatchObject({ verdict: "escalate", wouldChange: expect.any(String) });
    });
  },
);

describe("a window", () => {
  const end = new Date("2026-06-20T23:59:59.999Z");
  it("ends with its last day, by the calendar of the shop", () => {
    expect(only(window, {}, end).result).toBe("pass");
    expect(only(window, {}, new Date(end.getTime() + 1)).result).toBe("fail");
    const berlin = { timeZone: "Europe/Berlin" };
    expect(only(window, berlin, new Date("2026-06-20T21:59:59.999Z")).result).toBe("pass");
    expect(only(window, berlin, new Date("2026-06-20T22:00:00Z"))).toMatchObject({
      found: {
        result: "fail",
        words: "The 10 days after it was delivered ended on 2026-06-20.",
        wouldChange: "It would have been possible until 2026-06-20.",
      },
    });
    const late = { ...berlin, order: { deliveredAt: "2026-06-10T22:30:00Z" } };
    expect(only(window, late, new Date("2026-06-21T21:59:59Z")).result).toBe("pass");
    expect(only({ ...window, from: "placed" }, {}, end).result).toBe("fail");
    expect(only({ ...window, from: "placed", days: 15 }, {}, end).result).toBe("pass");
  });

  it("without a date of delivery is the shop's own gap, not the customer's", () => {
    for (const deliveredAt of [null, "yesterday"]) {
      const { found, needs } = only(window, { order: { deliveredAt } });
      expect(found).toMatchObject({ result: "unknown", verdict: "escalate" });
      expect(needs).toEqual([]);
    }
  });

  it("is longer or shorter for some: the first exception that fits, the strictest of several lines", () => {
    const late = new Date("2026-07-05T12:00:00Z");
    const rule = {
      ...window,
      exceptions: [
        { categories: ["electronics"], days: 5 },
        { memberships: ["gold"], days: 30 },
        { countries: ["DE"], days: 26 },
      ],
    } as const;
    const result = (change: Parameters<typeof factsWith>[0], at = late) => only(rule, change, at).result;
    expect(result({})).toBe("fail");
    expect(result({ customer: { membership: "gold" } })).toBe("pass");
    expect(result({ order: { country: "DE" } })).toBe("pass");
    const radio = line("a", 3_000, { category: "electronics" });
    expect(result({ customer: { membership: "gold" }, order: { lines: [radio] } })).toBe("fail");
    expect(result({ order: { lines: [radio, line("b", 1)] } }, new Date("2026-06-15T12:00:00Z"))).toBe(
      "pass",
    );
    const both = asking({
      lines: [
        { itemId: "b", quantity: 1 },
        { itemId: "a", quantity: 1 },
      ],
    });
    expect(
      result({ ...both, order: { lines: [radio, line("b", 1)] } }, new Date("2026-06-16T12:00:00Z")),
    ).toBe("fail");
  });
});

describe("how much", () => {
  const capOf = (rule: object, change: Parameters<typeof factsWith>[0] = {}) => only(rule, change).capMinor;
  const open = { kind: "return_required", exceptReasons: ["other"] } as const;

  it("is the price of the pieces, from the order and not from whoever asks", () => {
    expect(capOf(open)).toBe(3_000);
    expect(capOf(open, asking({ lines: [{ itemId: "b", quantity: 2 }] }))).toBe(2_000);
    expect(capOf(open, asking({ lines: [{ itemId: "a", quantity: 1, amountMinor: 1_234 }] }))).toBe(1_234);
    expect(capOf(open, asking({ lines: [{ itemId: "a", quantity: 1, amountMinor: 9_999 }] }))).toBe(3_000);
    const twoPrices = { order: { lines: [line("a", 3_000), line("a", 2_000)] } };
    expect(capOf(open, { ...twoPrices, ...asking({ lines: [{ itemId: "a", quantity: 2 }] }) })).toBe(5_000);
    const parts = asking({
      lines: [
        { itemId: "b", quantity: 1, amountMinor: 300 },
        { itemId: "b", quantity: 1, amountMinor: 400 },
      ],
    });
    expect(capOf(open, parts)).toBe(700);
  });

  it("holds shipping as far as it was paid: of a canceled order all of it, else what is asked for", () => {
    expect(capOf(open, asking({ action: "cancel", lines: [] }))).toBe(5_500);
    expect(capOf(open, asking({ shippingMinor: 200 }))).toBe(3_200);
    expect(capOf(open, asking({ shippingMinor: 900 }))).toBe(3_500);
    const partial = asking({ action: "cancel", lines: [{ itemId: "a", quantity: 1 }] });
    expect(capOf(open, partial)).toBe(3_000);
  });

  it("is never more than is left of what was paid, the smallest cap counts, and a no is worth nothing", () => {
    const charges = [
      { methodId: "card-1", state: "captured", refundableMinor: 1_000, hasOpenDispute: false },
      { methodId: "gift-1", state: "captured", refundableMinor: 500, hasOpenDispute: false },
    ] as const;
    expect(capOf(open, { charges })).toBe(1_500);
    expect(capOf({ kind: "cap", per: "refund", amounts: { USD: 700 }, cuts: true }, { charges })).toBe(700);
    expect(capOf({ kind: "not_offered", otherwise: "deny" })).toBe(0);
    expect(capOf({ kind: "not_offered" })).toBe(3_000);
  });

  it("is less a fee, rounded in the customer's favour", () => {
    const fee = (change: object, facts = {}) =>
      capOf({ kind: "fee", percent: 10, reasons: ["changed_mind"], ...change }, facts);
    expect(fee({})).toBe(2_700);
    expect(fee({}, { order: { lines: [line("a", 2_999)] } })).toBe(2_700);
    expect(fee({ amounts: { USD: 50 } })).toBe(2_650);
    expect(fee({ amounts: { USD: 9_000 } })).toBe(0);
    expect(fee({}, asking({ shippingMinor: 500 }))).toBe(3_200);
    expect(fee({}, asking({ reason: "goodwill" }))).toBe(3_000);
  });

  it("of goodwill without an amount is what the budget gives", () => {
    const budget = { kind: "goodwill_budget", percentOfOrder: 10, amounts: { USD: 2_000 } } as const;
    const goodwill = asking({ action: "goodwill", lines: [] });
    expect(capOf(budget, goodwill)).toBe(550);
    expect(capOf({ ...budget, percentOfOrder: 90 }, goodwill)).toBe(2_000);
    expect(capOf(budget, asking({ action: "goodwill", lines: [], goodwillMinor: 300 }))).toBe(300);
    expect(capOf(budget, asking({ goodwillMinor: 300 }))).toBe(3_300);
  });
});

describe("what is only claimed", () => {
  const accepted = [
    { code: "damaged", words: ["broken"] },
    { code: "changed_mind", words: [] },
  ] as const;
  const reason = { kind: "reason", accepted };

  it("reaches a person at most, unless one confirmed it", () => {
    expect(only(reason, asking({ reason: "damaged" }))).toMatchObject({
      verdict: "need_approval",
      capMinor: 3_000,
    });
    expect(only(reason, asking({ reason: "broken" })).verdict).toBe("need_approval");
    const confirmed = only(reason, asking({ reason: "damaged", confirmedBy: "Lea" }));
    expect(confirmed.verdict).toBe("allow");
    expect(confirmed.found?.facts).toEqual([
      { name: "reason", value: "damaged", provenance: "claimed", confirmedBy: "Lea" },
    ]);
    expect(only(reason).found?.facts).toEqual([
      { name: "reason", value: "changed_mind", provenance: "system" },
    ]);
  });

  it("does not save a fee or the trouble of sending it back either", () => {
    const fee = { kind: "fee", percent: 10, reasons: ["changed_mind"] } as const;
    expect(only(fee, asking({ reason: "damaged" })).verdict).toBe("need_approval");
    const kept = { kind: "return_required", exceptReasons: ["damaged"] } as const;
    expect(only(kept, asking({ reason: "damaged" }))).toMatchObject({
      verdict: "need_approval",
      found: { words: "The customer may keep the goods." },
    });
    expect(only(kept).found?.words).toBe("The goods have to come back.");
    expect(only({ kind: "condition", accepted: ["unused"] }, asking({ condition: "unused" })).verdict).toBe(
      "need_approval",
    );
  });

  it("with evidence that a person confirmed is believed", () => {
    const evidence = { kind: "evidence", reasons: ["damaged"], kinds: ["photo"] } as const;
    const photo = (confirmedBy: string | null) =>
      only(
        evidence,
        asking({
          reason: "damaged",
          evidence: [
            { kind: "photo", confirmedBy: null },
            { kind: "photo", confirmedBy },
          ],
        }),
      ).verdict;
    expect(photo(null)).toBe("need_approval");
    expect(photo("Lea")).toBe("allow");
    expect(only(evidence, asking({ reason: "damaged", confirmedBy: "Lea" })).verdict).toBe("allow");
  });
});

describe("several rules", () => {
  const failing = (otherwise: Rule["otherwise"]) => ({ kind: "not_offered", otherwise }) as const;
  it("the strongest verdict counts, and cites the clauses that chose it", () => {
    const verdictOf = (...list: Rule["otherwise"][]) => check(factsWith(), documentOf(...list.map(failing)));
    expect(verdictOf("need_approval", "escalate").verdict).toBe("escalate");
    expect(verdictOf("escalate", "need_info").verdict).toBe("need_info");
    expect(verdictOf("need_info", "deny", "need_approval")).toMatchObject({
      verdict: "deny",
      capMinor: 0,
      citations: [{ policyVersion: 7, clauseId: "clause-1" }],
    });
  });

  it("asks for everything that is missing at once, each thing once", () => {
    const document = documentOf(
      { kind: "required", fields: ["method", "reason"] },
      { kind: "required", fields: ["method"] },
      { kind: "condition", accepted: ["unused"] },
    );
    expect(check(factsWith(asking({ methodId: null, reason: null })), document)).toMatchObject({
      verdict: "need_info",
      needs: ["method", "reason", "condition"],
    });
  });

  it("only those about the action count, and those of every shop always do", () => {
    const document = documentOf(
      { kind: "not_offered", actions: ["cancel"] },
      { kind: "identity", actions: ["cancel"] },
    );
    const { verdict, rules } = check(factsWith(), document);
    expect(verdict).toBe("allow");
    expect(rules.map(({ ruleId }) => ruleId)).toEqual([
      "core-owner",
      "core-pieces",
      "core-balance",
      "core-dispute",
      "core-duplicate",
    ]);
  });

  it("a shop says a rule of every shop in its own words, but never milder", () => {
    const ids = (otherwise: Rule["otherwise"]) =>
      check(factsWith(), documentOf({ kind: "identity", otherwise })).rules.map(({ ruleId }) => ruleId);
    expect(ids("deny")).not.toContain("core-owner");
    expect(ids("need_approval")).toContain("core-owner");
  });

  it("a second request about the same order goes to a person", () => {
    const { verdict } = check(factsWith({ openDecisionsElsewhere: 1 }), documentOf({ kind: "identity" }));
    expect(verdict).toBe("need_approval");
  });
});

describe("the law as a floor", () => {
  const withFloor = (...rules: object[]) => ({
    ...documentOf(...rules),
    floors: [floorOf(["DE"], 14)],
  });
  const german = { order: { country: "DE" } };
  const lastDay = new Date("2026-06-24T23:59:59.999Z");

  it("grants to the end of the last day what the shop would refuse, and says which clause stands above", () => {
    const document = withFloor({ ...window, otherwise: "deny" });
    const trace = check(factsWith(german), document, lastDay);
    expect(trace).toMatchObject({ verdict: "allow", capMinor: 3_000 });
    expect(trace.rules[0]).toMatchObject({ kind: "floor", result: "pass", ruleId: "law", capMinor: null });
    expect(trace.rules[1]).toMatchObject({ result: "fail", verdict: "allow", waivedBy: "clause-0" });
    expect(check(factsWith(german), document, new Date(lastDay.getTime() + 1)).verdict).toBe("deny");
  });

  it.each([
    ["another country", {}],
    ["no country", { order: { country: null } }],
    ["excluded goods", { order: { country: "DE", lines: [line("a", 1, { category: "perishable" })] } }],
    ["goods that never came", { order: { country: "DE", deliveredAt: null } }],
    ["goodwill", { ...german, request: { action: "goodwill", goodwillMinor: 100 } }],
    ["nothing chosen", { ...german, request: { lines: [], shippingMinor: 100 } }],
  ] as const)("does not speak of %s", (_name, change) => {
    const trace = check(factsWith(change as never), withFloor({ ...window, days: 0, otherwise: "deny" }));
    expect(trace.rules[0]).toMatchObject({ kind: "floor", result: "fail", verdict: "allow" });
    expect(trace.rules[1]?.waivedBy).toBeNull();
    expect(trace.verdict).not.toBe("allow");
  });

  it("gives back the whole price without a fee, a cap or evidence", () => {
    const document = withFloor(
      { kind: "fee", percent: 50, reasons: ["changed_mind"] },
      { kind: "cap", per: "refund", amounts: { USD: 1 }, cuts: true },
      { kind: "condition", accepted: ["unused"] },
    );
    expect(check(factsWith(german), document)).toMatchObject({
      verdict: "allow",
      capMinor: 3_000,
      needs: [],
    });
  });

  it("stands above no rule that every shop has, nor above where the money goes", () => {
    const strange = check(factsWith({ ...german, askerId: "ben" }), withFloor({ kind: "identity" }));
    expect(strange.verdict).toBe("deny");
    const method = withFloor({ kind: "method", allowed: ["original"] });
    expect(check(factsWith({ ...german, request: { methodId: "gift-1" } }), method).verdict).toBe("deny");
  });
});

it("a trace names the version, the currency and the moment it was asked about", () => {
  expect(check(factsWith(), documentOf({ kind: "identity" }))).toMatchObject({
    currency: "USD",
    at: "2026-06-20T12:00:00.000Z",
    policyVersion: { id: "v", number: 7, title: "Shop" },
    citations: expect.arrayContaining([{ policyVersion: 7, clauseId: "clause-0" }]),
  });
});
