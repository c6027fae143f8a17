/**
 * Payout, mail and CRM are about a case; a notice is a mail about an account or a workspace; a review looks again at what
 * waits for approval after the policy or the limits changed.
 */
export const effectKinds = ["payout", "mail", "crm", "notice", "review"] as const;
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
  caseId: string | null;
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

/** The case that a payout, mail or CRM effect is about. */
export function caseOf({ id, caseId }: Pick<Effect, "id" | "caseId">): string {
  if (!caseId) throw new Error(`effect ${id} is about no case`);
  return caseId;
}
