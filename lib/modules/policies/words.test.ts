import { describe, expect, it } from "vitest";
import { documentOf, floorOf } from "@/lib/testing/facts";
import type { PolicyDocument, Rule } from "./schema";
import { differences, floorWords, otherwiseWords, ruleWords } from "./words";

const wordsOf = (rule: object) => ruleWords(documentOf(rule).rules[0] as Rule);
const amounts = { USD: 500, JPY: 100 };

it.each([
  [{ kind: "identity" }, "Whoever asks is the customer who placed the order."],
  [{ kind: "order_status", statuses: ["pending", "processed"] }, "The order is pending or processed."],
  [{ kind: "window", from: "placed", days: 30 }, "At most 30 days passed since the order was placed."],
  [
    {
      kind: "window",
      from: "delivered",
      days: 30,
      exceptions: [{ categories: ["toys"], memberships: ["gold"], countries: ["DE"], days: 60 }, { days: 9 }],
    },
    "At most 30 days passed since the order was delivered. 60 days for toys, gold, DE. 9 days for everybody else.",
  ],
  [
    { kind: "category", excluded: ["food"] },
    "No line is of these categories: food. Nothing is a final sale.",
  ],
  [{ kind: "category", excluded: [], excludesFinalSale: false }, "No line is of these categories: none."],
  [
    { kind: "condition", accepted: ["unused", "opened"] },
    "What comes back is in one of these conditions: unused, opened.",
  ],
  [
    { kind: "evidence", reasons: ["damaged"], kinds: ["photo", "receipt"] },
    "For these reasons there is evidence (photo, receipt): Damaged or faulty.",
  ],
  [
    {
      kind: "reason",
      accepted: [
        { code: "changed_mind", words: ["don't want it", "too big"] },
        { code: "damaged", words: [] },
      ],
    },
    'The reason is one of: No longer needed ("don\'t want it", "too big"), Damaged or faulty.',
  ],
  [{ kind: "required", fields: ["lines", "method"] }, "The request names: lines, method."],
  [{ kind: "whole_order" }, "The whole order is meant, not a part of it."],
  [{ kind: "quantity_left" }, "No more pieces than were bought and are not refunded yet."],
  [{ kind: "balance" }, "No more than what was paid and is not refunded yet."],
  [
    { kind: "method", allowed: ["original", "own_gift_card", "own_store_credit", "own_other"] },
    "The money goes to: where the money came from, the customer's gift card, the customer's store credit, another method of the customer.",
  ],
  [{ kind: "cap", per: "refund", amounts }, "At most, per refund: $5.00 USD, ¥100 JPY."],
  [
    { kind: "cap", per: "customer_day", amounts: {}, cuts: true },
    "At most, per customer and day: none. More is cut to that.",
  ],
  [{ kind: "cap", per: "order", amounts: { USD: 1 } }, "At most, per order: $0.01 USD."],
  [
    { kind: "velocity", otherwise: "escalate", maxRefundsIn90Days: 5 },
    "At most 5 refunds of the customer in 90 days.",
  ],
  [
    { kind: "velocity", otherwise: "escalate", maxRefundsIn90Days: 5, maxRatePercent: 30 },
    "At most 5 refunds of the customer in 90 days, and at most 30 % of their orders.",
  ],
  [{ kind: "dispute" }, "The customer's bank disputes no payment of the order."],
  [{ kind: "duplicate" }, "No other case waits for a decision about the same order."],
  [{ kind: "return_required", exceptReasons: [] }, "The goods come back first."],
  [
    { kind: "return_required", exceptReasons: ["damaged", "not_received"] },
    "The goods come back first, except when: Damaged or faulty, Never arrived.",
  ],
  [
    { kind: "goodwill_budget", percentOfOrder: 20, amounts: { USD: 2_500 } },
    "Goodwill is at most 20 % of the order and $25.00 USD; per customer in 90 days: none.",
  ],
  [
    { kind: "fee", percent: 10, amounts: { USD: 50 }, reasons: ["changed_mind"] },
    "A fee of 10 % and $0.50 USD is kept back when: No longer needed.",
  ],
  [{ kind: "not_offered" }, "The shop does not offer this."],
  [{ kind: "without_goods" }, "It is money alone, without goods or shipping."],
])("a rule reads as a sentence: %o", (rule, words) => {
  expect(wordsOf(rule)).toBe(words);
});

it.each([
  ["deny", "Otherwise the answer is no."],
  ["need_info", "Otherwise we ask for what is missing."],
  ["escalate", "Otherwise a person takes over."],
  ["need_approval", "Otherwise somebody must approve."],
])("says what happens when it does not hold: %s", (otherwise, words) => {
  expect(otherwiseWords(documentOf({ kind: "identity", otherwise }).rules[0] as Rule)).toBe(words);
});

it("a floor names its countries, its days, what it stands above and what it leaves out", () => {
  const floor = { ...floorOf(["DE", "FR"], 14), waives: ["window" as const, "order_status" as const] };
  const words =
    "In DE, FR, for 14 days from delivery, these rules cannot refuse or cut: window, order status.";
  expect(floorWords(floor)).toBe(`${words} Not for: perishable.`);
  expect(floorWords({ ...floor, excludedCategories: [] })).toBe(words);
});

describe("what is different in the next version", () => {
  const window = (days: number) => documentOf({ kind: "window", from: "delivered", days });
  const reason = (...words: string[]) =>
    documentOf({ kind: "reason", accepted: [{ code: "changed_mind", words }] });

  it("is nothing when nothing is, whatever the order of its fields", () => {
    const document = window(30);
    const turned = JSON.parse(JSON.stringify(document), (_key, value: unknown) =>
      value && typeof value === "object" && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).toReversed())
        : value,
    ) as PolicyDocument;
    expect(differences(document, turned)).toEqual([]);
  });

  it("names what a rule said and what it says now", () => {
    expect(differences(window(30), window(14))).toEqual([
      "Rule rule-0 was: At most 30 days passed since the order was delivered. Otherwise the answer is no. For: cancel, return, goodwill; clause clause-0. Now: At most 14 days passed since the order was delivered. Otherwise the answer is no. For: cancel, return, goodwill; clause clause-0.",
    ]);
  });

  it("says which words of a reason are new", () => {
    const [sentence] = differences(reason("no longer needed"), reason("no longer needed", "too big"));
    expect(sentence).toContain(
      'Now: The reason is one of: No longer needed ("no longer needed", "too big").',
    );
  });

  it("names what is new and what is gone, of clauses, rules and floors", () => {
    const former = { ...window(30), floors: [floorOf(["DE"], 14)] };
    const next = documentOf({ kind: "window", from: "delivered", days: 30 }, { kind: "dispute" });
    expect(differences(former, next)).toEqual([
      "Clause clause-1 is new: clause-1: What clause-1 says.",
      "Rule rule-1 is new: The customer's bank disputes no payment of the order. Otherwise the answer is no. For: cancel, return, goodwill; clause clause-1.",
      expect.stringMatching(/^Floor law is gone: In DE, for 14 days from delivery/),
    ]);
    expect(differences(next, former)).toEqual([
      "Clause clause-1 is gone: clause-1: What clause-1 says.",
      "Rule rule-1 is gone: The customer's bank disputes no payment of the order. Otherwise the answer is no. For: cancel, return, goodwill; clause clause-1.",
      expect.stringMatching(/^Floor law is new: In DE/),
    ]);
  });

  it("says that details changed where the sentence is the same", () => {
    const former = { ...window(30), floors: [floorOf(["DE"], 14)] };
    const next = { ...former, floors: [{ ...floorOf(["DE"], 14), clauseId: "other" }] };
    expect(differences(former, next)).toEqual(["Floor law changed in its details."]);
  });
});
