import type { CurrencyLimits } from "@/lib/modules/access/schema";
import { type ProviderState, providerStates } from "@/lib/modules/payments/schema";
import { type Actor, actorId } from "@/lib/platform/actor";
import { DomainError } from "@/lib/platform/errors";
import { type AttemptState, attemptStates, type Refund, type RefundState } from "./schema";

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

export type Permission = Readonly<{ allowed: true } | { allowed: false; reason: string }>;
const allow: Permission = { allowed: true };
const refuse = (reason: string): Permission => ({ allowed: false, reason });

/** Only what certainly did not reach the customer is paid again; what nobody knows is looked up first. */
const definitelyFailed: readonly RefundState[] = ["failed", "failed_late"];

type Failed = Pick<Refund, "state" | "amountMinor">;

/** May `actor` have a failed refund paid again, the same way? An agent up to their own limit. */
export function mayRetry(
  actor: Actor,
  refund: Failed,
  limits: Pick<CurrencyLimits, "agentMinor">,
): Permission {
  if (!definitelyFailed.includes(refund.state)) {
    return refuse("Only a refund that has certainly failed is paid again.");
  }
  if (actor.kind !== "member") return refuse("Only a person has a failed refund paid again.");
  if (actor.role === "lead" || actor.role === "finance") return allow;
  if (actor.role !== "agent") return refuse(`Your role (${actor.role}) does not decide about money.`);
  return refund.amountMinor <= limits.agentMinor
    ? allow
    : refuse("This amount is above your limit. A lead or finance can do it.");
}

/** May `actor` ask to pay a failed refund another way? Finance has to agree. */
export function mayAskReplacement(actor: Actor, refund: Failed): Permission {
  if (!definitelyFailed.includes(refund.state)) {
    return refuse("Only a refund that has certainly failed is paid another way.");
  }
  return isLeading(actor) ? allow : refuse("A lead or finance decides to pay another way.");
}

/**
 * May `actor` give up a refund that something keeps from being paid: a dispute, a charge that others emptied, a stop? Its
 * money is free again, and what is left of the order can be decided anew.
 */
export function mayCancelHeld(
  actor: Actor,
  refund: Pick<Refund, "state">,
  holds: readonly string[],
): Permission {
  if (refund.state !== "scheduled") return refuse("Only a refund that was not submitted yet is given up.");
  if (holds.length === 0) return refuse("Nothing holds this refund. It is paid in a moment.");
  return isLeading(actor) ? allow : refuse("A lead or finance gives up a refund.");
}

type Replacement = Pick<Refund, "state" | "method" | "replacesId">;

/** May `actor` agree to what somebody else asked for? */
export function mayAgreeToReplacement(
  actor: Actor,
  refund: Replacement,
  askedById: string | null,
): Permission {
  if (refund.state !== "reserved" || !refund.replacesId)
    return refuse("Nothing waits for an agreement here.");
  if (actor.kind !== "member" || actor.role !== "finance") return refuse("Finance has to agree.");
  return askedById === actorId(actor) ? refuse("Somebody else has to agree to what you asked for.") : allow;
}

/** May `actor` decline it, or take it back? */
export function mayDeclineReplacement(actor: Actor, refund: Replacement): Permission {
  if (refund.state !== "reserved" || !refund.replacesId)
    return refuse("Nothing waits for an agreement here.");
  return isLeading(actor) ? allow : refuse("A lead or finance declines it.");
}

/** May `actor` note that a payout by hand was made? */
export function mayRecordManual(actor: Actor, refund: Replacement): Permission {
  if (refund.method !== "manual" || refund.state !== "scheduled")
    return refuse("No payout by hand waits here.");
  return isLeading(actor) ? allow : refuse("A lead or finance notes payouts by hand.");
}

/** May `actor` have the books compared, and take in what the provider says? */
export const mayReconcile = (actor: Actor): Permission =>
  isLeading(actor) ? allow : refuse("A lead or finance compares the books.");

type Difference = Readonly<{ kind: string; oursState: string | null; theirsState: string | null }>;

/** Can our books follow what the provider says? Otherwise only a person finds out what is right. */
export function mayTakeIn({ kind, oursState, theirsState }: Difference): Permission {
  if (kind === "theirs_not_ours") return allow;
  const ours = attemptStates.find((state) => state === oursState);
  const theirs = providerStates.find((state) => state === theirsState);
  if (kind === "status_differs" && ours && theirs && nextAttemptState(ours, theirs)) return allow;
  return refuse("Look at both books: what happened cannot be taken over as it is.");
}

const isLeading = (actor: Actor): boolean =>
  actor.kind === "member" && (actor.role === "lead" || actor.role === "finance");

/** @throws DomainError `forbidden` with the reason when the permission says no */
export function demand(permission: Permission): void {
  if (!permission.allowed) throw new DomainError("forbidden", permission.reason);
}
