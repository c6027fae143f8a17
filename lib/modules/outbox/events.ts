import { z } from "zod";

const caseSubject = { caseId: z.uuid() };
const decisionFacts = {
  ...caseSubject,
  decisionId: z.uuid(),
  /** 0 for an answer that names no amount. */
  amountMinor: z.number().int().nonnegative(),
  currency: z.string().length(3),
};
const refundFacts = {
  ...caseSubject,
  refundId: z.uuid(),
  amountMinor: z.number().int().positive(),
  currency: z.string().length(3),
};

/**
 * Everything that can happen after a commit, each with its schema version. Ids and amounts only: handlers reload
 * the rows, so a payload is never stale or private.
 */
export const eventCatalogue = {
  "case.opened": { version: 1, payload: z.strictObject(caseSubject) },
  /** What people change about a case without a word to the customer: owner, labels, state, notes, merging. */
  "case.changed": { version: 1, payload: z.strictObject(caseSubject) },
  "message.posted": {
    version: 1,
    payload: z.strictObject({ ...caseSubject, messageId: z.uuid(), kind: z.enum(["customer", "reply"]) }),
  },
  "decision.proposed": { version: 1, payload: z.strictObject(decisionFacts) },
  "decision.approved": {
    version: 1,
    payload: z.strictObject({ ...decisionFacts, refundIds: z.array(z.uuid()).min(1) }),
  },
  "decision.denied": { version: 1, payload: z.strictObject(decisionFacts) },
  "decision.withdrawn": { version: 1, payload: z.strictObject(decisionFacts) },
  "decision.returned": { version: 1, payload: z.strictObject(decisionFacts) },
  "decision.revoked": { version: 1, payload: z.strictObject(decisionFacts) },
  "decision.superseded": { version: 1, payload: z.strictObject(decisionFacts) },
  "decision.appealed": { version: 1, payload: z.strictObject(decisionFacts) },
  "decision.info_requested": { version: 1, payload: z.strictObject(decisionFacts) },
  "decision.escalated": { version: 1, payload: z.strictObject(decisionFacts) },
  "refund.changed": { version: 1, payload: z.strictObject({ ...refundFacts, state: z.string() }) },
  "refund.succeeded": { version: 1, payload: z.strictObject(refundFacts) },
  "refund.failed": { version: 1, payload: z.strictObject(refundFacts) },
  /** Somebody gave up a refund that could not be paid; nothing went to the customer. */
  "refund.canceled": { version: 1, payload: z.strictObject(refundFacts) },
  "refund.released": { version: 1, payload: z.strictObject(refundFacts) },
  "notice.issued": { version: 1, payload: z.strictObject({ noticeId: z.uuid() }) },
  "policy.published": {
    version: 1,
    payload: z.strictObject({ versionId: z.uuid(), number: z.number().int().positive() }),
  },
  /** Limits or habits of the workspace: what waits for approval may need other people now. */
  "settings.changed": { version: 1, payload: z.strictObject({ version: z.number().int().positive() }) },
  "follow_through.changed": { version: 1, payload: z.strictObject({ ...caseSubject, step: z.string() }) },
} as const;

export type EventType = keyof typeof eventCatalogue;
export type EventPayload<Type extends EventType> = z.output<(typeof eventCatalogue)[Type]["payload"]>;

export type DomainEvent<Type extends EventType = EventType> = {
  [Name in Type]: Readonly<{ type: Name; payload: EventPayload<Name> }>;
}[Type];
