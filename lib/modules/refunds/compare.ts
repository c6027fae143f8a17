import type { ListedRefund } from "@/lib/modules/payments/schema";
import type { MismatchKind } from "./reconcile-schema";
import type { AttemptState } from "./schema";

/** A try of ours to refund, as our books have it. */
export type OurAttempt = Readonly<{
  attemptId: string;
  refundId: string;
  chargeId: string;
  state: AttemptState;
  amountMinor: number;
  currency: string;
  startedAt: Date;
}>;

/** A refund at the provider of one of our charges. `isKnown`: we took it in as a refund made elsewhere. */
export type TheirRefund = ListedRefund & Readonly<{ chargeId: string; isKnown: boolean }>;

export type Difference = Readonly<{
  kind: MismatchKind;
  chargeId: string;
  refundId: string | null;
  attemptId: string | null;
  providerRefundId: string | null;
  currency: string;
  oursMinor: number | null;
  theirsMinor: number | null;
  oursState: string | null;
  theirsState: string | null;
}>;

type Books = Readonly<{
  ours: readonly OurAttempt[];
  theirs: readonly TheirRefund[];
  /** Every refund of the provider since then is in `theirs`; what is older is not compared. */
  completeSince: Date;
  /** What is younger than this may still have its news under way. */
  settledBefore: Date;
}>;

const ended: readonly string[] = ["failed", "canceled", "failed_late"];
const paidOrUnderWay: readonly AttemptState[] = ["succeeded", "pending", "requires_action"];

/** Compares our tries with the provider's refunds. Each difference is named once. */
export function compareBooks({ ours, theirs, completeSince, settledBefore }: Books): Difference[] {
  const byAttempt = new Map(theirs.map((refund) => [refund.attemptId, refund]));
  const known = new Set(ours.map(({ attemptId }) => attemptId));
  const compared = ours.filter(({ startedAt }) => startedAt >= completeSince && startedAt < settledBefore);
  return [
    ...compared.flatMap((attempt) => compareAttempt(attempt, byAttempt.get(attempt.attemptId)) ?? []),
    ...theirs
      .filter((refund) => refund.attemptId === undefined || !known.has(refund.attemptId))
      .filter(
        ({ createdAt, isKnown, state }) => createdAt < settledBefore && !isKnown && !ended.includes(state),
      )
      .map(notOurs),
  ];
}

function compareAttempt(attempt: OurAttempt, theirs: TheirRefund | undefined): Difference | undefined {
  const ourSide = {
    chargeId: attempt.chargeId,
    refundId: attempt.refundId,
    attemptId: attempt.attemptId,
    currency: attempt.currency,
    oursMinor: attempt.amountMinor,
    oursState: attempt.state,
  };
  if (!theirs) {
    // A refused refund exists nowhere, and one whose fate is unknown is looked up by the payout itself.
    if (!paidOrUnderWay.includes(attempt.state)) return undefined;
    const nothing = { providerRefundId: null, theirsMinor: null, theirsState: null };
    return { kind: "ours_not_theirs", ...ourSide, ...nothing };
  }
  const both = {
    ...ourSide,
    providerRefundId: theirs.providerRefundId,
    theirsMinor: theirs.amountMinor,
    theirsState: theirs.state,
  };
  if (theirs.amountMinor !== attempt.amountMinor) return { kind: "amount_differs", ...both };
  return isSameState(attempt.state, theirs.state) ? undefined : { kind: "status_differs", ...both };
}

// We tell apart what failed at once and what came back later; the provider calls both failed.
const isSameState = (ours: AttemptState, theirs: string): boolean =>
  ours === theirs || (ours === "failed_late" && theirs === "failed");

const notOurs = (refund: TheirRefund): Difference => ({
  kind: "theirs_not_ours",
  chargeId: refund.chargeId,
  refundId: null,
  attemptId: null,
  providerRefundId: refund.providerRefundId,
  currency: refund.currency,
  oursMinor: null,
  theirsMinor: refund.amountMinor,
  oursState: null,
  theirsState: refund.state,
});
