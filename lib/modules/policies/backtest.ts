import { evaluate } from "./rules";
import type { PolicyFacts, PolicyVersion, Trace } from "./schema";
import type { Verdict } from "./terms";

/** A decision as it was made, with what the policy knew and said then. */
export type PastDecision = Readonly<{
  decisionId: string;
  facts: PolicyFacts;
  trace: Trace;
  /** What was asked for. */
  amountMinor: number;
  currency: string;
}>;

export type Flip = Readonly<{
  decisionId: string;
  orderNumber: string;
  from: Verdict;
  to: Verdict;
  amountMinor: number;
  fromCapMinor: number;
  toCapMinor: number;
  /** By how much less or more of what was asked for the policy lets through. */
  lessMinor: number;
  moreMinor: number;
  currency: string;
  citations: Trace["citations"];
}>;

/** Of one currency: how many decisions were looked at, how many flip, and how much less and more they would pay. */
export type BacktestSum = Readonly<{
  currency: string;
  decisions: number;
  flips: number;
  lessMinor: number;
  moreMinor: number;
}>;

/** What a back-test cannot see, said wherever one is shown. */
export const blindSpotWords =
  "Requests that the policy refused at once left no decision behind, so what a milder policy would pay of them is not in these figures.";

export type Backtest = Readonly<{ decisions: number; flips: readonly Flip[]; sums: readonly BacktestSum[] }>;

/**
 * Asks another version about past decisions, each at its own moment. A decision flips when the verdict changes or when
 * what was refunded is more than the version would have allowed.
 */
export function backtest(past: readonly PastDecision[], version: PolicyVersion): Backtest {
  const flips = past.flatMap((decision) => findFlip(decision, version));
  const currencies = [...new Set(past.map(({ currency }) => currency))].toSorted();
  return {
    decisions: past.length,
    flips,
    sums: currencies.map((currency) => {
      const own = flips.filter((flip) => flip.currency === currency);
      return {
        currency,
        decisions: past.filter((decision) => decision.currency === currency).length,
        flips: own.length,
        lessMinor: own.reduce((sum, { lessMinor }) => sum + lessMinor, 0),
        moreMinor: own.reduce((sum, { moreMinor }) => sum + moreMinor, 0),
      };
    }),
  };
}

function findFlip({ decisionId, facts, trace, ...paid }: PastDecision, version: PolicyVersion): Flip[] {
  const answer = evaluate(facts, version, new Date(trace.at));
  const isCut = answer.capMinor < trace.capMinor && answer.capMinor < paid.amountMinor;
  if (answer.verdict === trace.verdict && !isCut) return [];
  const before = lets(trace, paid.amountMinor);
  const after = lets(answer, paid.amountMinor);
  return [
    {
      ...{ decisionId, ...paid, orderNumber: facts.order.number, citations: answer.citations },
      ...{
        from: trace.verdict,
        to: answer.verdict,
        fromCapMinor: trace.capMinor,
        toCapMinor: answer.capMinor,
        lessMinor: Math.max(0, before - after),
        moreMinor: Math.max(0, after - before),
      },
    },
  ];
}

/** What of an amount may be paid, with or without a person's yes. */
const lets = ({ verdict, capMinor }: Trace, amountMinor: number): number =>
  verdict === "deny" || verdict === "need_info" ? 0 : Math.min(capMinor, amountMinor);
