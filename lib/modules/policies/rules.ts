import { type Asked, addUp, momentOf } from "./asked";
import { rulesFor } from "./core";
import type { Finding } from "./finding";
import { checkRule } from "./rule-kinds";
import {
  type Citation,
  type Floor,
  type PolicyFacts,
  type PolicyVersion,
  type Rule,
  type RuleTrace,
  type Trace,
  type Verdict,
  verdicts,
} from "./schema";

const dayMs = 86_400_000;

/**
 * What a policy says about a request: the same answer for the same facts, version and moment, for ever. Every rule
 * that is about the action is listed with what it found. The strongest verdict counts, and the smallest cap.
 */
export function evaluate(facts: PolicyFacts, version: PolicyVersion, now: Date): Trace {
  const asked = addUp(facts);
  const floors = version.document.floors.map((floor) => ({
    floor,
    trace: checkFloor(floor, facts, asked, now),
  }));
  const granted = floors.filter(({ trace }) => trace.result === "pass").map(({ floor }) => floor);
  const rules = rulesFor(version.document, facts.request.action).map((rule) =>
    traceRule(rule, checkRule(rule, { facts, asked, now }), granted, asked),
  );
  const all = [...floors.map(({ trace }) => trace), ...rules];
  const verdict = strongest(all.map((rule) => rule.verdict));
  const cap = Math.min(asked.totalMinor, ...all.map(({ capMinor }) => capMinor ?? Number.POSITIVE_INFINITY));
  const needs = all.flatMap((rule) => (rule.verdict === "need_info" ? rule.needs : []));
  return {
    verdict,
    capMinor: verdict === "deny" ? 0 : Math.max(0, openEnded(facts) ? budgetOf(all, cap) : cap),
    currency: facts.order.currency,
    rules: all,
    citations: cite(version.number, all, verdict),
    needs: [...new Set(needs)],
    policyVersion: { id: version.id, number: version.number, title: version.title },
    at: now.toISOString(),
  };
}

const strongest = (list: readonly Verdict[]): Verdict =>
  verdicts.find((verdict) => list.includes(verdict)) ?? "allow";

/** A goodwill request without an amount asks how much there may be. */
const openEnded = ({ request }: PolicyFacts): boolean =>
  request.action === "goodwill" && request.goodwillMinor === null;

const budgetOf = (rules: readonly RuleTrace[], cap: number): number => {
  const caps = rules.flatMap(({ capMinor, kind }) => (kind === "quantity_left" ? [] : (capMinor ?? [])));
  return caps.length === 0 ? cap : Math.min(...caps);
};

function cite(policyVersion: number, rules: readonly RuleTrace[], verdict: Verdict): Citation[] {
  const chosen = rules.filter((rule) =>
    verdict === "allow" ? rule.result === "pass" : rule.verdict === verdict,
  );
  return [...new Set(chosen.map(({ clauseId }) => clauseId))].map((clauseId) => ({
    policyVersion,
    clauseId,
  }));
}

function traceRule(rule: Rule, found: Finding, granted: readonly Floor[], asked: Asked): RuleTrace {
  const verdict = verdictOf(rule, found);
  const waiver = granted.find(({ waives }) => (waives as readonly string[]).includes(rule.kind));
  const floorCap = asked.linesMinor + asked.shippingMinor;
  const isCut = found.capMinor !== null && found.capMinor < floorCap;
  const isWaived = waiver !== undefined && (verdict !== "allow" || isCut);
  return {
    ruleId: rule.id,
    kind: rule.kind,
    clauseId: rule.clauseId,
    result: found.result,
    verdict: isWaived ? "allow" : verdict,
    facts: found.facts,
    words: found.words,
    wouldChange: found.result === "pass" ? null : (found.wouldChange ?? null),
    capMinor: isWaived && found.capMinor !== null ? Math.max(found.capMinor, floorCap) : found.capMinor,
    waivedBy: isWaived ? waiver.clauseId : null,
    needs: isWaived ? [] : (found.needs ?? []),
  };
}

/** What nobody but the customer vouches for reaches a person at most, even when it speaks for them. */
function verdictOf(rule: Rule, { result, facts, needs = [] }: Finding): Verdict {
  if (result === "fail") return rule.otherwise;
  if (result === "unknown") return needs.length > 0 ? "need_info" : "escalate";
  const isClaimed = facts.some(({ provenance, confirmedBy }) => provenance === "claimed" && !confirmedBy);
  return isClaimed ? "need_approval" : "allow";
}

/** Whether the law grants the request as it is, whatever the shop's own rules say. */
function checkFloor(floor: Floor, { request, order }: PolicyFacts, asked: Asked, now: Date): RuleTrace {
  const isThere = order.country !== null && floor.countries.includes(order.country);
  const isExcluded = asked.items.some(({ categories }) =>
    categories.some((category) => floor.excludedCategories.includes(category)),
  );
  const delivered = momentOf(order.deliveredAt);
  const until = delivered && new Date(delivered.getTime() + floor.days * dayMs);
  const isInTime = until !== null && now.getTime() <= until.getTime();
  const isGranted =
    request.action === "return" && isThere && !isExcluded && isInTime && asked.items.length > 0;
  return {
    ruleId: floor.id,
    kind: "floor",
    clauseId: floor.clauseId,
    result: isGranted ? "pass" : "fail",
    verdict: "allow",
    facts: [
      { name: "country", value: order.country, provenance: "system" },
      { name: "deliveredAt", value: order.deliveredAt, provenance: "system" },
      { name: "grantedUntil", value: until?.toISOString() ?? null, provenance: "system" },
    ],
    words: isGranted
      ? `The law grants this return within ${floor.days} days of delivery. The shop's own rules cannot refuse it.`
      : "The law does not grant this by itself, so the shop's own rules decide.",
    wouldChange: null,
    capMinor: null,
    waivedBy: null,
    needs: [],
  };
}
