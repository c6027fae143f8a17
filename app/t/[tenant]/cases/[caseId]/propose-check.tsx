import { TraceView } from "@/components/trace";
import { VerdictBadge } from "@/components/verdict-badge";
import type { Check } from "./use-check";

type Props = Readonly<{
  check: Check | undefined;
  refusal: string | undefined;
  words: (minor: number) => string;
}>;

/** What the policy says to the form as it is now, with every rule behind a click. */
export function ProposeCheck({ check, refusal, words }: Props) {
  return (
    <div aria-live="polite" data-check className="flex min-h-6 flex-col gap-1 text-sm">
      {check && (
        <details>
          <summary className="cursor-pointer">
            <span className="inline-flex flex-wrap items-center gap-x-2">
              Policy <VerdictBadge verdict={check.trace.verdict} />
              <span className="text-ink-muted">at most {words(check.trace.capMinor)}</span>
            </span>
          </summary>
          <div className="pt-2">
            <TraceView trace={check.trace} clauses={check.clauses} />
          </div>
        </details>
      )}
      {!check && refusal && <p className="text-attention">{refusal}</p>}
      {!check && !refusal && <p className="text-ink-faint">Asking the policy…</p>}
    </div>
  );
}
