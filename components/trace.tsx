import { CircleCheck, CircleHelp, CircleX, type LucideIcon } from "lucide-react";
import { moneyWords } from "@/components/money";
import { type Tone, textTone } from "@/components/ui/tone";
import { VerdictBadge, verdictWords } from "@/components/verdict-badge";
import type { Clause, Fact, RuleResult, RuleTrace, Trace } from "@/lib/modules/policies/schema";

const results: Readonly<Record<RuleResult, Readonly<{ icon: LucideIcon; word: string; tone: Tone }>>> = {
  pass: { icon: CircleCheck, word: "Holds", tone: "good" },
  fail: { icon: CircleX, word: "Does not hold", tone: "attention" },
  unknown: { icon: CircleHelp, word: "Not known yet", tone: "waiting" },
};

type TraceProps = Readonly<{
  trace: Trace;
  clauses: readonly Clause[];
  /** Where the facts come from that nobody claimed. */
  source?: string;
}>;

/** What the policy said and why: every rule with what it found, the facts it read and the clause it stands on. */
export function TraceView({ trace, clauses, source = "from our records" }: TraceProps) {
  const { policyVersion, capMinor, currency, needs } = trace;
  return (
    <div className="flex flex-col gap-3 text-sm" data-verdict={trace.verdict}>
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <VerdictBadge verdict={trace.verdict} />
        <span>
          at most <strong className="tabular-nums">{moneyWords(capMinor, currency)}</strong>
        </span>
        <span className="text-ink-muted">
          by version {policyVersion.number}, {policyVersion.title}
        </span>
      </p>
      {needs.length > 0 && <p>To ask for: {needs.join(", ").replaceAll("_", " ")}.</p>}
      <ul className="flex flex-col divide-y divide-line rounded-md border border-line">
        {trace.rules.map((rule) => (
          <TracedRule
            key={rule.ruleId}
            rule={rule}
            clauses={clauses}
            source={source}
            isCited={trace.citations.some(({ clauseId }) => clauseId === rule.clauseId)}
          />
        ))}
      </ul>
    </div>
  );
}

type TracedRuleProps = Required<Pick<TraceProps, "clauses" | "source">> &
  Readonly<{ rule: RuleTrace; isCited: boolean }>;

function TracedRule({ rule, clauses, source, isCited }: TracedRuleProps) {
  const { icon: Icon, word, tone } = results[rule.result];
  const clause = clauses.find(({ id }) => id === rule.clauseId);
  const waiver = clauses.find(({ id }) => id === rule.waivedBy);
  return (
    <li className="flex items-start gap-2.5 p-3" data-rule={rule.ruleId} data-result={rule.result}>
      <Icon aria-hidden="true" className={`mt-0.5 size-4 shrink-0 ${textTone[tone]}`} />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p>
          <span className={`font-medium ${textTone[tone]}`}>{word}:</span> {rule.words}
        </p>
        {rule.result !== "pass" && rule.verdict !== "allow" && (
          <p className="text-ink-muted">Asks for: {verdictWords[rule.verdict].toLowerCase()}</p>
        )}
        {rule.waivedBy && (
          <p className="text-info">Set aside by {waiver ? `“${waiver.title}”` : rule.waivedBy}</p>
        )}
        {rule.facts.length > 0 && (
          <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-ink-muted">
            {rule.facts.map((fact) => (
              <li key={fact.name} className="break-words">
                {factWords(fact, source)}
              </li>
            ))}
          </ul>
        )}
        <details open={isCited && rule.result !== "pass"} className="text-xs">
          <summary className="cursor-pointer py-1 text-ink-muted">
            Clause: {clause?.title ?? rule.clauseId}
          </summary>
          <p className="max-w-prose border-s-2 border-line ps-2.5">
            {clause?.text ?? "This clause is not in the version that is shown."}
          </p>
        </details>
      </div>
    </li>
  );
}

function factWords({ name, value, provenance, confirmedBy }: Fact, known: string): string {
  const words = value === true ? "yes" : value === false ? "no" : (value ?? "not known");
  const source = provenance === "system" ? known : "claimed";
  return `${name}: ${words} (${source}${confirmedBy ? `, confirmed by ${confirmedBy}` : ""})`;
}
