import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyDocument, anyFacts, anyRule, askedAt, documentOf, floorOf } from "@/lib/testing/facts";
import { addUp } from "./asked";
import { findClause } from "./clauses";
import { evaluate } from "./rules";
import {
  type PolicyDocument,
  type PolicyFacts,
  type PolicyVersion,
  type Rule,
  waivableKinds,
} from "./schema";
import { claimedReasons, reasonWords, verdicts } from "./terms";

const version = (document: PolicyDocument): PolicyVersion => ({
  id: null,
  number: 3,
  title: "Any",
  document,
});
const check = (facts: PolicyFacts, document: PolicyDocument) => evaluate(facts, version(document), askedAt);
const rank = (verdict: (typeof verdicts)[number]) => verdicts.indexOf(verdict);

describe("whatever the facts and the policy", () => {
  it("the same question has the same answer, also years later and out of a database", () => {
    fc.assert(
      fc.property(anyFacts, anyDocument, (facts, document) => {
        const trace = check(facts, document);
        expect(check(structuredClone(facts), structuredClone(document))).toEqual(trace);
        const kept = JSON.parse(JSON.stringify({ trace, facts, document }));
        expect(check(kept.facts, kept.document)).toEqual(trace);
        expect(JSON.stringify(check(facts, document))).toBe(JSON.stringify(trace));
      }),
    );
  });

  it("no more is allowed than is asked for, than is left of what was paid, or than the goods cost", () => {
    fc.assert(
      fc.property(anyFacts, anyDocument, (facts, document) => {
        const { capMinor, verdict } = check(facts, document);
        const balance = facts.charges.reduce((sum, charge) => sum + charge.refundableMinor, 0);
        expect(capMinor).toBeGreaterThanOrEqual(0);
        expect(Number.isSafeInteger(capMinor)).toBe(true);
        expect(capMinor).toBeLessThanOrEqual(verdict === "deny" ? 0 : balance);
        const isOpen = facts.request.action === "goodwill" && facts.request.goodwillMinor === null;
        if (!isOpen) expect(capMinor).toBeLessThanOrEqual(addUp(facts).totalMinor);
      }),
    );
  });

  it("another rule never makes the answer milder or the amount larger", () => {
    fc.assert(
      fc.property(
        anyFacts,
        fc.array(anyRule, { minLength: 1, maxLength: 8 }),
        anyRule,
        (facts, rules, more) => {
          const before = check(facts, documentOf(...rules));
          const after = check(facts, documentOf(...rules, more));
          expect(rank(after.verdict)).toBeLessThanOrEqual(rank(before.verdict));
          expect(after.capMinor).toBeLessThanOrEqual(before.capMinor);
        },
      ),
    );
  });

  it("every rule about the action is listed, every verdict cites clauses that exist", () => {
    fc.assert(
      fc.property(anyFacts, anyDocument, (facts, document) => {
        const { rules, citations, verdict } = check(facts, document);
        const own = document.rules.filter(({ actions }) => actions.includes(facts.request.action));
        expect(rules.map(({ ruleId }) => ruleId)).toEqual(expect.arrayContaining(own.map(({ id }) => id)));
        expect(citations.length).toBeGreaterThan(0);
        for (const { clauseId, policyVersion } of citations) {
          expect(findClause({ document }, clauseId)?.id).toBe(clauseId);
          expect(policyVersion).toBe(3);
        }
        expect(rank(verdict)).toBe(Math.min(...rules.map((rule) => rank(rule.verdict))));
      }),
    );
  });

  it("somebody else's order, a foreign item or a piece too many is never paid", () => {
    fc.assert(
      fc.property(anyFacts, anyDocument, (facts, document) => {
        const { items } = addUp(facts);
        const isForeign = facts.askerId !== facts.order.customerId;
        const isTooMuch = items.some(({ name, quantity, left }) => name === null || quantity > left);
        fc.pre(isForeign || isTooMuch || facts.charges.some(({ hasOpenDispute }) => hasOpenDispute));
        expect(check(facts, document)).toMatchObject({ verdict: "deny", capMinor: 0 });
      }),
    );
  });

  it("what can be asked for at most can be asked for", () => {
    const plausible = anyFacts.map((facts) => ({
      ...facts,
      ...{ askerId: "ana", shippingLeftMinor: 0, openDecisionsElsewhere: 0 },
      charges: [
        { methodId: "card-1", state: "captured" as const, refundableMinor: 3_000_000, hasOpenDispute: false },
      ],
      order: { ...facts.order, lines: facts.order.lines.map((one) => ({ ...one, left: one.quantity })) },
      request: {
        ...facts.request,
        action: facts.request.action === "cancel" ? ("cancel" as const) : ("return" as const),
        ...{ shippingMinor: 0, goodwillMinor: null },
        lines: facts.order.lines.map(({ itemId, quantity }) => ({ itemId, quantity })),
      },
    }));
    const aboutMoney = anyRule.filter(({ kind = "" }) =>
      ["fee", "cap", "balance", "whole_order", "evidence", "velocity", "return_required"].includes(kind),
    );
    let asked = 0;
    fc.assert(
      fc.property(plausible, fc.array(aboutMoney, { minLength: 1, maxLength: 5 }), (facts, rules) => {
        const document = documentOf(...rules);
        const first = check(facts, document);
        if (first.verdict === "deny") return;
        let open = first.capMinor;
        const lines = addUp(facts).items.map(({ itemId, quantity, fullMinor }) => {
          const amountMinor = Math.min(open, fullMinor);
          open -= amountMinor;
          return { itemId, quantity, amountMinor };
        });
        const second = check({ ...facts, request: { ...facts.request, lines } }, document);
        expect(second.capMinor).toBe(first.capMinor);
        expect(rank(second.verdict)).toBeGreaterThanOrEqual(rank(first.verdict));
        if (first.capMinor > 0 && first.capMinor < addUp(facts).totalMinor) asked += 1;
      }),
      { numRuns: 2_000 },
    );
    expect(asked).toBeGreaterThan(50);
  });

  it("goodwill on top of goods is bound by what binds goodwill alone", () => {
    const indifferentToGoods = anyRule.filter(
      ({ kind = "" }) => !["window", "required", "whole_order", "quantity_left"].includes(kind),
    );
    fc.assert(
      fc.property(
        anyFacts,
        fc.array(indifferentToGoods, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 2_000_000 }),
        (facts, rules, goodwillMinor) => {
          const alone = { ...facts.request, action: "goodwill" as const, lines: [], shippingMinor: 0 };
          const bound = check({ ...facts, request: { ...alone, goodwillMinor } }, documentOf(...rules));
          for (const action of ["return", "cancel"] as const) {
            const request = { ...facts.request, action, goodwillMinor };
            const trace = check({ ...facts, request }, documentOf(...rules));
            expect(rank(trace.verdict)).toBeLessThanOrEqual(rank(bound.verdict));
            const { linesMinor, shippingMinor } = addUp({ ...facts, request });
            expect(trace.capMinor).toBeLessThanOrEqual(linesMinor + shippingMinor + bound.capMinor);
          }
        },
      ),
    );
  });

  it("goods and shipping are never paid as goodwill", () => {
    fc.assert(
      fc.property(anyFacts, anyDocument, (facts, document) => {
        const { items, shippingMinor } = addUp(facts);
        fc.pre(facts.request.action === "goodwill" && (items.length > 0 || shippingMinor > 0));
        expect(check(facts, document)).toMatchObject({ verdict: "deny", capMinor: 0 });
      }),
    );
  });

  it("a claim that a rule about the reason reads reaches a person at most", () => {
    const reads = fc.constantFrom<Partial<Rule>>(
      { kind: "reason", accepted: claimedReasons.map((code) => ({ code, words: [] })) },
      { kind: "fee", percent: 10, amounts: {}, reasons: ["changed_mind"] },
      { kind: "evidence", reasons: ["other"], kinds: ["photo"] },
      { kind: "evidence", reasons: [...claimedReasons], kinds: ["photo"] },
      { kind: "return_required", exceptReasons: [...claimedReasons] },
    );
    const words = claimedReasons.flatMap((code) => [code, reasonWords[code]]);
    fc.assert(
      fc.property(
        anyFacts,
        fc.array(anyRule),
        reads,
        fc.constantFrom(...words),
        (facts, rules, rule, reason) => {
          const evidence = facts.request.evidence.map(({ kind }) => ({ kind, confirmedBy: null }));
          const request = { ...facts.request, reason, evidence, confirmedBy: null };
          fc.pre(rule.kind !== "fee" || addUp({ ...facts, request }).fullMinor > 9);
          expect(check({ ...facts, request }, documentOf(...rules, rule)).verdict).not.toBe("allow");
        },
      ),
    );
  });

  it("what is only claimed never passes without a person", () => {
    fc.assert(
      fc.property(anyFacts, anyDocument, (facts, document) => {
        const { rules, verdict } = check(facts, document);
        const isClaimed = rules.some((rule) =>
          rule.facts.some(({ provenance, confirmedBy }) => provenance === "claimed" && !confirmedBy),
        );
        if (isClaimed) expect(verdict).not.toBe("allow");
      }),
    );
  });
});

describe("the law as a floor", () => {
  const isWaived = ({ kind, actions }: Partial<Rule>, { request, charges }: PolicyFacts): boolean => {
    if (!kind || !actions?.includes("return")) return false;
    if (kind !== "method") return (waivableKinds as readonly string[]).includes(kind);
    return request.methodId === null || charges.some(({ methodId }) => methodId === request.methodId);
  };

  const granted = anyFacts.map((facts) => ({
    ...facts,
    request: { ...facts.request, action: "return" as const, lines: [{ itemId: "a", quantity: 1 }] },
    order: {
      ...facts.order,
      country: "DE",
      deliveredAt: "2026-06-10T12:00:00Z",
      lines: facts.order.lines.map((one) => ({ ...one, category: null })),
    },
  }));

  it("no rule of the shop that it stands above refuses or cuts what it grants", () => {
    fc.assert(
      fc.property(granted, fc.array(anyRule, { minLength: 1, maxLength: 12 }), (facts, rules) => {
        const document = { ...documentOf(...rules), floors: [floorOf(["DE"], 14)] };
        const trace = check(facts, document);
        expect(trace.rules[0]).toMatchObject({ kind: "floor", result: "pass" });
        const others = rules.filter((rule) => !isWaived(rule, facts));
        const without = check(facts, documentOf({ kind: "identity" }, ...others));
        expect(trace.verdict).toBe(without.verdict);
        expect(trace.capMinor).toBeGreaterThanOrEqual(
          Math.min(without.capMinor, trace.verdict === "deny" ? 0 : addUp(facts).linesMinor),
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it("never makes an answer stronger or an amount smaller, whatever goods it leaves to the shop", () => {
    fc.assert(
      fc.property(anyFacts, anyDocument, (facts, document) => {
        const inGermany = { ...facts, order: { ...facts.order, country: "DE" } };
        const without = check(inGermany, document);
        const trace = check(inGermany, { ...document, floors: [floorOf(["DE"], 200)] });
        expect(rank(trace.verdict)).toBeGreaterThanOrEqual(rank(without.verdict));
        // It grants goods and shipping. Goodwill that the shop bounds with the same rule stays the shop's own.
        const { linesMinor, shippingMinor } = addUp(inGermany);
        const granted = Math.min(without.capMinor, linesMinor + shippingMinor);
        expect(trace.capMinor).toBeGreaterThanOrEqual(granted);
      }),
      { numRuns: 1_000 },
    );
  });

  it("changes nothing where it does not apply", () => {
    fc.assert(
      fc.property(anyFacts, anyDocument, (facts, document) => {
        const trace = check(facts, { ...document, floors: [floorOf(["FR"], 14)] });
        const { verdict, capMinor } = check(facts, document);
        expect(trace).toMatchObject({ verdict, capMinor });
      }),
    );
  });
});
