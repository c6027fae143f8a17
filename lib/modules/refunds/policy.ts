import type { ProviderState } from "@/lib/modules/payments/schema";
import type { AttemptState, RefundState } from "./schema";

/**
 * What an attempt becomes when the provider reports `reported`; undefined when that is no news. News comes late,
 * twice and out of order, so a settled attempt moves only where money really can: from paid to failed.
 */
export function nextAttemptState(current: AttemptState, reported: ProviderState): AttemptState | undefined {
  switch (current) {
    case "submitting":
    case "unknown":
      return reported;
    case "pending":
    case "requires_action":
      return reported === current || reported === "pending" ? undefined : reported;
    case "succeeded":
      return reported === "failed" ? "failed_late" : undefined;
    case "failed":
    case "failed_late":
    case "canceled":
      return undefined;
  }
}

// The more somebody has to look at it, the earlier.
const byUrgency: readonly RefundState[] = [
  "failed_late",
  "failed",
  "unknown",
  "requires_action",
  "submitting",
  "pending",
  "reserved",
  "scheduled",
  "succeeded",
  "replaced",
  "canceled",
];

/** What a decision's refunds look like together: the worst of them, and paid only when all that count are paid. */
export const summarizeRefunds = (states: readonly RefundState[]): RefundState | undefined =>
  byUrgency.find((state) => states.includes(state));

/** A refund is in the state of its newest attempt; before the first one it waits. */
export function refundStateOf(newest: AttemptState): RefundState {
  return newest;
}
