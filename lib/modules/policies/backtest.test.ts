import { expect, it } from "vitest";
import { backtest, type PastDecision } from "./backtest";
import { evaluate } from "./rules";
import type { PolicyDocument, PolicyFacts, PolicyVersion } from "./schema";

const facts: PolicyFacts = {
  request: {
    ...{ action: "return", reason: null, lines: [{ itemId: "lamp", quantity: 1 }], shippingMinor: 0 },
    ...{ goodwillMinor: null, methodId: null, condition: null, evidence: [], confirmedBy: null },
  },
  askerId: "ada",
  order: {
    ...{ number: "A-1", customerId: "ada", status: "delivered", currency: "EUR", country: "DE" },
    ...{
      placedAt: "2026-01-01T00:00:00Z",
      deliveredAt: "2026-01-05T00:00:00Z",
      totalMinor: 5_000,
      shippingMinor: 0,
    },
    lines: [
      {
        itemId: "lamp",
        name: "Lamp",
        category: null,
        isFinalSale: false,
        quantity: 1,
        left: 1,
        unitPriceMinor: 5_000,
      },
    ],
  },
  charges: [{ methodId: "card", state: "captured", refundableMinor: 5_000, hasOpenDispute: false }],
  methods: [{ id: "card", kind: "card" }],
  customer: {
    ...{ membership: null, orders: 1, refundedOrdersIn90Days: 0, refundsIn90Days: 0 },
    ...{ refundedIn24HoursMinor: 0, goodwillIn90DaysMinor: 0 },
  },
  ...{ refundedOfOrderMinor: 0, shippingLeftMinor: 0, openDecisionsElsewhere: 0 },
};
const clauses = [{ id: "window", title: "Window", text: "Returns within a number of days." }];
const base = { id: "window", clauseId: "window", actions: ["return" as const], otherwise: "deny" as const };
const versionOf = (rules: PolicyDocument["rules"]): PolicyVersion => ({
  ...{ id: null, number: 2, title: "Test", document: { clauses, rules, floors: [] } },
});
const within = (days: number) =>
  versionOf([{ ...base, kind: "window", from: "delivered", days, exceptions: [] }]);
const decidedOn = (day: string, amountMinor = 5_000): PastDecision => ({
  ...{ decisionId: day, facts, amountMinor, currency: "EUR" },
  trace: evaluate(facts, within(30), new Date(`2026-01-${day}T00:00:00Z`)),
});

it("finds no flip in the version that decided", () => {
  expect(backtest([decidedOn("10"), decidedOn("25")], within(30)).flips).toEqual([]);
});

it("asks about each decision at its own moment, and adds up what flips by currency", () => {
  const result = backtest([decidedOn("10"), decidedOn("25", 3_000)], within(14));
  expect(result.flips).toMatchObject([
    { decisionId: "25", orderNumber: "A-1", from: "allow", to: "deny", toCapMinor: 0 },
  ]);
  expect(result.sums).toEqual([{ currency: "EUR", decisions: 2, flips: 1, lessMinor: 3_000, moreMinor: 0 }]);
});

it("shows what would have been cut, but not a smaller cap that was enough", () => {
  const capped = versionOf([{ ...base, kind: "cap", per: "refund", amounts: { EUR: 4_000 }, cuts: true }]);
  const result = backtest([decidedOn("10"), decidedOn("11", 4_000)], capped);
  expect(result.flips).toMatchObject([{ decisionId: "10", from: "allow", to: "allow", toCapMinor: 4_000 }]);
  // Only what was cut counts, not all that was paid.
  expect(result.sums).toMatchObject([{ lessMinor: 1_000, moreMinor: 0 }]);
});

it("counts what a milder version would pay apart from what a stricter one would not", () => {
  const refused = decidedOn("25", 2_000);
  const denied = { ...refused, trace: evaluate(facts, within(14), new Date(refused.trace.at)) };
  const cut = versionOf([{ ...base, kind: "cap", per: "refund", amounts: { EUR: 4_000 }, cuts: true }]);
  const result = backtest([denied, decidedOn("10")], cut);
  expect(result.flips).toMatchObject([
    { from: "deny", to: "allow", lessMinor: 0, moreMinor: 2_000 },
    { from: "allow", to: "allow", lessMinor: 1_000, moreMinor: 0 },
  ]);
  expect(result.sums).toMatchObject([{ flips: 2, lessMinor: 1_000, moreMinor: 2_000 }]);
});
