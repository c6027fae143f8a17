import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyDocument, anyFacts, anyRule, askedAt, documentOf, floorOf } from "@/lib/testing/facts";
import { addUp } from "./asked";
import { findClause } from "./clauses";
import { evaluate } from "./rules";
import { type PolicyDocument, type PolicyFacts, type PolicyVersion, verdicts } from "./schema";

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
  const waivable = ["window", "reason", "category", "condition", "evidence", "fee", "cap", "velocity"];

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
        const others = rules.filter(({ kind }) => !waivable.includes(kind ?? ""));
        const without = check(facts, documentOf({ kind: "identity" }, ...others));
        expect(trace.verdict).toBe(without.verdict);
        expect(trace.capMinor).toBeGreaterThanOrEqual(
          Math.min(without.capMinor, trace.verdict === "deny" ? 0 : addUp(facts).linesMinor),
        );
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
