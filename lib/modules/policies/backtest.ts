import { evaluate } from "./rules";
import type { PolicyFacts, PolicyVersion, Trace, Verdict } from "./schema";

/** A decision as it was made, with what the policy knew and said then. */
export type PastDecision = Readonly<{
  decisionId: string;
  facts: PolicyFacts;
  trace: Trace;
  /** What was decided to refund. */
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
  currency: string;
  citations: Trace["citations"];
}>;

/** Of one currency: how many decisions were looked at, how many flip, and what was refunded with those that do. */
export type BacktestSum = Readonly<{
  currency: string;
  decisions: number;
  flips: number;
  flippedMinor: number;
}>;

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
        flippedMinor: own.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
      };
    }),
  };
}

function findFlip({ decisionId, facts, trace, ...paid }: PastDecision, version: PolicyVersion): Flip[] {
  const answer = evaluate(facts, version, new Date(trace.at));
  const isCut = answer.capMinor < trace.capMinor && answer.capMinor < paid.amountMinor;
  if (answer.verdict === trace.verdict && !isCut) return [];
  return [
    {
      ...{ decisionId, ...paid, orderNumber: facts.order.number, citations: answer.citations },
      ...{
        from: trace.verdict,
        to: answer.verdict,
        fromCapMinor: trace.capMinor,
        toCapMinor: answer.capMinor,
      },
    },
  ];
}
