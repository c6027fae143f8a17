export const refundStates = [
  "reserved",
  "scheduled",
  "submitting",
  "succeeded",
  "pending",
  "requires_action",
  "failed",
  "unknown",
  "canceled",
  "failed_late",
  "replaced",
] as const;
export type RefundState = (typeof refundStates)[number];

/** Money is free again only in these; in every other state it is spoken for. */
export const releasedStates = ["canceled", "failed", "failed_late"] as const satisfies readonly RefundState[];

export const attemptStates = [
  "submitting",
  "unknown",
  "pending",
  "requires_action",
  "succeeded",
  "failed",
  "failed_late",
  "canceled",
] as const;
export type AttemptState = (typeof attemptStates)[number];

export const holdReasons = ["chargeback", "kill_switch", "overdrawn_charge", "restore"] as const;

/** Names an attempt at the provider for ever: a repeat with the same key moves no money. */
export const payoutKey = (refundId: string, generation: number): string =>
  `refund:${refundId}:g${generation}`;

export type Refund = Readonly<{
  id: string;
  tenantId: string;
  caseId: string;
  decisionId: string;
  chargeId: string;
  state: RefundState;
  amountMinor: number;
  currency: string;
  generation: number;
}>;
