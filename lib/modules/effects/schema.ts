export const effectKinds = ["payout", "mail", "crm"] as const;
export type EffectKind = (typeof effectKinds)[number];

/** queued → running → done; retrying(n) → dead (stands in red) | skipped (with a reason). */
export const effectStates = ["queued", "running", "retrying", "done", "dead", "skipped"] as const;
export type EffectState = (typeof effectStates)[number];

/** A failed try is repeated after 1, 2, 4 … s, at most 5 min apart; the last one makes the effect dead. */
export const maxAttempts = 12;

export function retryDelayMs(attempts: number): number {
  return Math.min(300_000, 1_000 * 2 ** Math.max(0, attempts - 1));
}

export type Effect = Readonly<{
  id: string;
  tenantId: string;
  caseId: string;
  eventId: string;
  eventSeq: number;
  kind: EffectKind;
  destination: string;
  subjectId: string;
  template: string;
  state: EffectState;
  attempts: number;
  dispatchNo: number;
  leaseToken: string | null;
}>;
