import { describe, expect, it } from "vitest";
import { askedAt, documentOf, factsWith, floorOf, line } from "@/lib/testing/facts";
import { evaluate } from "./rules";
import { type PolicyDocument, type PolicyFacts, policyDocumentInput, type Rule, ruleInput } from "./schema";
import { euFourteenDays, withFloor } from "./templates/eu-fourteen-days";
import { retail } from "./templates/retail";
import { windowAndMembership } from "./templates/window-and-membership";

const ask = (document: PolicyDocument, change: Parameters<typeof factsWith>[0] = {}, at = askedAt) =>
  evaluate(factsWith(change), { id: null, number: 1, title: "Shop", document }, at);
const rule = (rules: readonly object[], change: Parameters<typeof factsWith>[0] = {}) =>
  ask(documentOf(...rules), change);
const asking = (request: Partial<PolicyFacts["request"]>) => ({ request });

describe("goodwill", () => {
  it("never pays for goods or shipping, whatever the shop offers", () => {
    for (const document of [windowAndMembership, retail, documentOf({ kind: "identity" })]) {
      for (const request of [
        { lines: [{ itemId: "a", quantity: 1 }], goodwillMinor: 1 },
        { lines: [], shippingMinor: 500, goodwillMinor: 1 },
      ]) {
        const trace = ask(document, asking({ action: "goodwill", ...request }));
        expect(trace).toMatchObject({ verdict: "deny", capMinor: 0 });
        expect(trace.citations.map(({ clauseId }) => clauseId)).toContain("core-goodwill");
      }
    }
    const money = asking({ action: "goodwill", lines: [], goodwillMinor: 1 });
    expect(ask(windowAndMembership, money)).toMatchObject({ verdict: "allow", capMinor: 1 });
  });

  it("on top of a return is bound as if it were given alone", () => {
    const request = { goodwillMinor: 2_000, methodId: "card-1" };
    expect(ask(retail, asking(request))).toMatchObject({
      verdict: "escalate",
      citations: [{ clauseId: "out-of-scope" }],
    });
    const cap = { kind: "cap", actions: ["goodwill"], per: "refund", amounts: { USD: 700 } } as const;
    expect(rule([{ ...cap, cuts: true }], asking(request))).toMatchObject({
      verdict: "allow",
      capMinor: 3_700,
    });
    expect(rule([{ ...cap, cuts: false }], asking(request)).verdict).toBe("deny");
    expect(rule([{ ...cap, cuts: false }], asking({ goodwillMinor: 700 }))).toMatchObject({
      verdict: "allow",
      capMinor: 3_700,
    });
    const budget = {
      kind: "goodwill_budget",
      actions: ["goodwill"],
      percentOfOrder: 10,
      amounts: {},
    } as const;
    expect(rule([{ ...budget, perCustomerIn90Days: {} }], asking({ goodwillMinor: 551 })).verdict).toBe(
      "deny",
    );
    expect(rule([{ kind: "not_offered", actions: ["goodwill"] }]).verdict).toBe("allow");
  });
});

describe("a fee", () => {
  const fee = { kind: "fee", percent: 10, amounts: {}, reasons: ["changed_mind"] } as const;

  it("is kept of the whole price once, however much of it is asked for", () => {
    const ofLine = (amountMinor: number) =>
      rule([fee], asking({ lines: [{ itemId: "a", quantity: 1, amountMinor }] })).capMinor;
    expect(ofLine(3_000)).toBe(2_700);
    expect(ofLine(2_700)).toBe(2_700);
    expect(ofLine(2_701)).toBe(2_700);
    expect(ofLine(1_000)).toBe(1_000);
    expect(
      rule([{ ...fee, percent: 0, amounts: { USD: 9_000 } }], asking({ shippingMinor: 500 })).capMinor,
    ).toBe(500);
  });

  it("counts before a cap that does not cut", () => {
    const cap = { kind: "cap", per: "refund", amounts: { USD: 2_700 }, cuts: false } as const;
    expect(rule([cap, fee])).toMatchObject({ verdict: "allow", capMinor: 2_700 });
    expect(rule([{ ...cap, amounts: { USD: 2_699 } }, fee]).verdict).toBe("deny");
    expect(rule([cap]).verdict).toBe("deny");
  });

  it("leaves a canceled order whole when all that is left of it is asked for", () => {
    const rules = [fee, { kind: "whole_order" }] as const;
    const cancel = (...amounts: number[]) =>
      rule(
        rules,
        asking({
          action: "cancel",
          lines: [
            { itemId: "a", quantity: 1, amountMinor: amounts[0] ?? 3_000 },
            { itemId: "b", quantity: 2, amountMinor: amounts[1] ?? 2_000 },
          ],
          shippingMinor: 500,
        }),
      );
    expect(rule(rules, asking({ action: "cancel", lines: [] }))).toMatchObject({
      verdict: "allow",
      capMinor: 5_000,
    });
    expect(cancel(2_500, 2_000)).toMatchObject({ verdict: "allow", capMinor: 5_000 });
    expect(cancel(2_499, 2_000).verdict).toBe("deny");
  });
});

describe("a reason", () => {
  const german = { order: { country: "US" } };
  it.each([null, "because I say so"])(
    "that says nothing (%s) is asked for where a rule depends on it",
    (reason) => {
      expect(ask(windowAndMembership, { ...german, request: { reason } })).toMatchObject({
        verdict: "need_info",
        needs: ["reason"],
      });
    },
  );

  it("in the shop's own words means what the shop says, to every rule", () => {
    const rules = [
      { kind: "reason", actions: ["cancel"], accepted: [{ code: "changed_mind", words: ["don't want it"] }] },
      { kind: "fee", percent: 10, reasons: ["changed_mind"] },
    ];
    expect(rule(rules, asking({ reason: " Don't  want it " }))).toMatchObject({
      verdict: "allow",
      capMinor: 2_700,
    });
    const broken = {
      kind: "reason" as const,
      accepted: [{ code: "damaged" as const, words: ["kaputt"] }],
    };
    const evidence = { kind: "evidence" as const, reasons: ["damaged" as const], kinds: ["photo"] };
    expect(rule([broken, evidence], asking({ reason: "kaputt" })).needs).toEqual(["evidence"]);
  });

  it("that is claimed goes to a person also when it needs no evidence", () => {
    const evidence = { kind: "evidence" as const, reasons: ["damaged" as const], kinds: ["photo"] };
    expect(rule([evidence], asking({ reason: "not_received" })).verdict).toBe("need_approval");
    expect(rule([evidence], asking({ reason: "not_received", confirmedBy: "Lea" })).verdict).toBe("allow");
    expect(rule([evidence], asking({ reason: "changed_mind" })).verdict).toBe("allow");
  });
});

describe("frequent refunds", () => {
  const velocity = { id: "v", clauseId: "c", actions: ["return"], kind: "velocity", maxRefundsIn90Days: 1 };
  it.each(["deny", "need_info"])("are never a silent %s", (otherwise) => {
    expect(ruleInput.safeParse({ ...velocity, otherwise }).success).toBe(false);
    const document = documentOf({ kind: "velocity", maxRefundsIn90Days: 1, otherwise: "escalate" });
    const stored = { ...document, rules: document.rules.map((one) => ({ ...one, otherwise }) as Rule) };
    expect(ask(stored, { customer: { refundsIn90Days: 3 } }).verdict).toBe("escalate");
  });
  it("may ask for a yes", () => {
    expect(ruleInput.safeParse({ ...velocity, otherwise: "need_approval" }).success).toBe(true);
  });
});

describe("the law as a floor", () => {
  const above = (...rules: readonly object[]) => ({ ...documentOf(...rules), floors: [floorOf(["DE"], 14)] });
  const german = { order: { country: "DE" } };
  const cheese = line("c", 800, { category: "perishable", name: "Cheese" });
  const mixed = {
    request: {
      lines: [
        { itemId: "a", quantity: 1 },
        { itemId: "c", quantity: 1 },
      ],
    },
    order: { country: "DE", lines: [line("a", 3_000), cheese] },
  };

  it.each([
    ["does not offer returns", { kind: "not_offered" }],
    ["wants another status", { kind: "order_status", statuses: ["processed"] }],
    ["takes whole orders only", { kind: "whole_order" }],
    ["asks for a reason", { kind: "required", fields: ["reason"] }],
    ["pays with store credit only", { kind: "method", allowed: ["own_store_credit"] }],
  ] as const)("stands above a shop that %s", (_words, refusal) => {
    const request = { reason: null };
    expect(ask(above(refusal), { ...german, request })).toMatchObject({
      verdict: "allow",
      capMinor: 3_000,
    });
    expect(ask(documentOf(refusal), { ...german, request }).verdict).not.toBe("allow");
  });

  it("lets a customer withdraw before the goods arrive, and a person stop what is on its way", () => {
    const document = withFloor(retail, euFourteenDays);
    const cancel = (status: "pending" | "processed" | "delivered") =>
      ask(document, {
        request: { action: "cancel", lines: [], reason: "other" },
        order: { country: "DE", status, deliveredAt: status === "delivered" ? "2026-06-10T12:00:00Z" : null },
      });
    expect(cancel("pending")).toMatchObject({ verdict: "allow", capMinor: 5_500 });
    expect(cancel("processed")).toMatchObject({ verdict: "escalate", capMinor: 5_500 });
    expect(cancel("delivered").verdict).toBe("deny");
  });

  it("stays above the other items when one is excluded", () => {
    const late = { kind: "window", from: "delivered", days: 0, exceptions: [] } as const;
    const trace = ask(above(late), mixed);
    expect(trace).toMatchObject({ verdict: "escalate", capMinor: 3_000 });
    expect(trace.rules[1]).toMatchObject({
      result: "fail",
      waivedBy: "clause-0",
      wouldChange: "Leave out Cheese: the rest is granted.",
    });
    // What the shop takes back by itself is no trouble to anybody.
    const electronics = [{ categories: ["electronics"], days: 0 }];
    const shop = above({ ...late, days: 30, exceptions: electronics });
    const radio = {
      ...mixed,
      order: { country: "DE", lines: [line("a", 3_000, { category: "electronics" }), cheese] },
    };
    expect(ask(shop, radio)).toMatchObject({ verdict: "allow", capMinor: 3_800 });
  });

  it("keeps the fee for what it excludes alone", () => {
    const fee = { kind: "fee", percent: 50, amounts: {}, reasons: ["changed_mind"] } as const;
    expect(ask(above(fee), mixed)).toMatchObject({
      verdict: "allow",
      capMinor: 3_400,
    });
    const without = { ...mixed, request: { ...mixed.request, reason: null } };
    expect(ask(above(fee), without)).toMatchObject({
      verdict: "need_info",
      needs: ["reason"],
    });
  });

  it("grants no goodwill", () => {
    const request = { goodwillMinor: 2_000 };
    const all = above({ kind: "not_offered" });
    expect(ask(all, { ...german, request })).toMatchObject({ verdict: "allow", capMinor: 3_000 });
    const alone = above({ kind: "not_offered", actions: ["goodwill"] });
    expect(ask(alone, { ...german, request }).verdict).toBe("deny");
    const cap = above({ kind: "cap", per: "refund", amounts: { USD: 100 }, cuts: false });
    expect(ask(cap, { ...german, request })).toMatchObject({ verdict: "allow", capMinor: 3_000 });
  });
});

it("an item that is named with and without an amount counts with both", () => {
  const lines = [
    { itemId: "b", quantity: 1 },
    { itemId: "b", quantity: 1, amountMinor: 400 },
  ];
  expect(rule([{ kind: "identity" }], asking({ lines })).capMinor).toBe(1_400);
  expect(rule([{ kind: "identity" }], asking({ lines: lines.toReversed() })).capMinor).toBe(1_400);
});

it("the templates are policies", () => {
  for (const document of [retail, windowAndMembership, withFloor(retail, euFourteenDays)]) {
    expect(policyDocumentInput.safeParse(document).success).toBe(true);
  }
});
