export const consumerGroups = ["billing-cg", "notifications-cg", "crm-sync-cg"] as const;
export type ConsumerGroup = (typeof consumerGroups)[number];

/** done: its effects are recorded · failing: will be tried again · parked: a person must look · held: waits for a parked one. */
export type InboxOutcome = "done" | "failing" | "parked" | "held";

/** What events are about. Events of one subject are consumed in their order. */
export const subjectTypes = ["case", "tenant", "notice"] as const;
export type SubjectType = (typeof subjectTypes)[number];

export const shardCount = 16;

/** An event as the relay freezes it and every consumer reads it. */
export type StoredEvent = Readonly<{
  id: string;
  tenantId: string;
  subjectType: SubjectType;
  subjectId: string;
  eventSeq: number;
  position: number;
  type: string;
  schemaVersion: number;
  payload: Record<string, unknown>;
  traceparent: string | null;
  occurredAt: Date;
}>;
