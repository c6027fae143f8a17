import { onlyGoodwill } from "./asked";
import { goodwillRules, rulesFor } from "./core";
import type { Finding, Setting } from "./finding";
import { type Grant, listGrants, waive } from "./floors";
import { checkRule } from "./rule-kinds";
import type { Citation, PolicyFacts, PolicyVersion, Rule, RuleTrace, Trace } from "./schema";
import { settingOf } from "./setting";
import { type Verdict, verdicts } from "./terms";
import { verdictOf } from "./verdict";

/** Moves with every change of the rules of evaluation, so that a stored trace says which ones it was made by. */
export const engineVersion = 2;

/**
 * What a policy says about a request: the same answer for the same facts, version and moment, for ever. Every rule
 * that is about the action is listed with what it found. The strongest verdict counts, and the smallest cap.
 */
export function evaluate(facts: PolicyFacts, version: PolicyVersion, now: Date): Trace {
  const { document } = version;
  const { floors, grants } = listGrants(facts, document, now);
  const setting = settingOf(facts, document, now, grants);
  const rules = rulesFor(document, facts.request.action).map((rule) => traceRule(rule, setting, grants));
  const all = [...floors, ...rules, ...traceGoodwill(setting, version)];
  const verdict = strongest(all);
  const cap = all.reduce(
    (least, { capMinor }) => (capMinor === null ? least : Math.min(least, capMinor)),
    setting.asked.totalMinor,
  );
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

const strongest = (rules: readonly RuleTrace[]): Verdict =>
  verdicts.find((verdict) => rules.some((rule) => rule.verdict === verdict)) ?? "allow";

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

function traceRule(rule: Rule, setting: Setting, grants: readonly Grant[]): RuleTrace {
  const found = checkRule(rule, setting);
  const verdict = verdictOf(rule, found);
  return waive(traceOf(rule, found, verdict), rule, setting, grants);
}

const traceOf = (rule: Rule, found: Finding, verdict: Verdict): RuleTrace => ({
  ruleId: rule.id,
  kind: rule.kind,
  clauseId: rule.clauseId,
  result: found.result,
  verdict,
  facts: found.facts,
  words: found.words,
  wouldChange: found.result === "pass" ? null : (found.wouldChange ?? null),
  capMinor: found.capMinor,
  waivedBy: null,
  needs: found.needs ?? [],
});

/** Goodwill on top of goods is bound by the rules about goodwill, too, and no law stands above those. */
function traceGoodwill(setting: Setting, { document }: PolicyVersion): RuleTrace[] {
  const { facts, asked, now } = setting;
  if (asked.goodwillMinor === 0) return [];
  const rules = goodwillRules(document, facts.request.action);
  if (rules.length === 0) return [];
  const alone = settingOf(onlyGoodwill(facts), document, now);
  const othersMinor = asked.totalMinor - asked.goodwillMinor;
  return rules.map((rule) => {
    const found = checkRule(rule, alone);
    const trace = traceOf(rule, found, verdictOf(rule, found));
    return trace.capMinor === null ? trace : { ...trace, capMinor: trace.capMinor + othersMinor };
  });
}
