import type { ChargeBalance, DisputeState, ReportedDispute } from "./schema";

/** By how much we promised more of a charge than the provider, the banks and others left of it; 0 when it is covered. */
export function overdraftOf(charge: ChargeBalance): number {
  const held =
    charge.state === "voided"
      ? 0
      : charge.state === "captured"
        ? charge.capturedMinor
        : charge.authorizedMinor;
  const left = held - charge.externalRefundedMinor - charge.disputedMinor;
  return Math.max(0, charge.reservedMinor - left);
}

type Known = Readonly<{ state: DisputeState; closedAt: Date | null }>;

/** An ending is only replaced by a later one: a lost dispute can still be won on appeal. */
export function nextDisputeState(
  known: Known | undefined,
  reported: Pick<ReportedDispute, "state" | "reportedAt">,
): DisputeState {
  if (!known || known.state === "inquiry") return reported.state;
  if (!isClosed(reported.state)) return known.state;
  const isOlder = known.closedAt !== null && reported.reportedAt <= known.closedAt;
  return isClosed(known.state) && isOlder ? known.state : reported.state;
}

export const isClosed = (state: DisputeState): boolean => state === "won" || state === "lost";
