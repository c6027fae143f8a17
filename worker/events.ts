import { queueEffect } from "@/lib/modules/effects/commands";
import type { EffectKind } from "@/lib/modules/effects/schema";
import type { Handlers } from "@/lib/modules/outbox/consume";
import type { ConsumerGroup, StoredEvent } from "@/lib/modules/outbox/schema";
import type { Transaction } from "@/lib/platform/db";

type Cause = StoredEvent & Readonly<{ payload: { caseId: string } }>;

const nothing = async (): Promise<void> => undefined;

function queue(tx: Transaction, event: Cause, kind: EffectKind, subjectId: string, template: string) {
  const { tenantId, id: eventId, eventSeq } = event;
  const { caseId } = event.payload;
  return queueEffect(tx, {
    tenantId,
    caseId,
    eventId,
    eventSeq,
    kind,
    // Replies wait for one another, and never hold back the news of a decision.
    destination: kind === "payout" ? "stripe" : template === "reply" ? "reply" : kind,
    subjectId,
    template,
  });
}

const tellCrm = async (tx: Transaction, _actor: unknown, event: Cause): Promise<void> =>
  queue(tx, event, "crm", event.payload.caseId, event.type);

/** What each event causes, by consumer group. A new event does not compile until every group has answered for it. */
export const handlersByGroup: Record<ConsumerGroup, Handlers> = {
  "billing-cg": {
    "case.opened": nothing,
    "case.changed": nothing,
    "message.posted": nothing,
    "decision.proposed": nothing,
    "decision.approved": async (tx, _actor, event) => {
      for (const refundId of event.payload.refundIds) await queue(tx, event, "payout", refundId, refundId);
    },
    "decision.denied": nothing,
    "decision.withdrawn": nothing,
    "decision.returned": nothing,
    "decision.revoked": nothing,
    "decision.superseded": nothing,
    "decision.appealed": nothing,
    "decision.info_requested": nothing,
    "decision.escalated": nothing,
    "refund.changed": nothing,
    "refund.succeeded": nothing,
    "refund.canceled": nothing,
    "refund.released": (tx, _actor, event) =>
      queue(tx, event, "payout", event.payload.refundId, event.payload.refundId),
    "refund.failed": nothing,
    "follow_through.changed": nothing,
    "policy.published": (tx, _actor, { tenantId, id: eventId, eventSeq, payload: { versionId } }) =>
      queueEffect(tx, {
        tenantId,
        caseId: null,
        eventId,
        eventSeq,
        kind: "review",
        destination: "policy",
        subjectId: versionId,
        template: versionId,
      }),
    "settings.changed": (tx, _actor, { tenantId, id: eventId, eventSeq }) =>
      queueEffect(tx, {
        tenantId,
        caseId: null,
        eventId,
        eventSeq,
        kind: "review",
        destination: "settings",
        subjectId: tenantId,
        template: "settings",
      }),
    "notice.issued": nothing,
  },
  "notifications-cg": {
    "case.opened": nothing,
    "case.changed": nothing,
    "message.posted": async (tx, _actor, event) => {
      const { kind, messageId } = event.payload;
      if (kind === "reply") await queue(tx, event, "mail", messageId, "reply");
    },
    "decision.proposed": nothing,
    "decision.approved": nothing,
    "decision.denied": (tx, _actor, event) =>
      queue(tx, event, "mail", event.payload.decisionId, "refund_denied"),
    "decision.withdrawn": nothing,
    "decision.returned": nothing,
    "decision.revoked": nothing,
    "decision.superseded": nothing,
    "decision.appealed": nothing,
    "decision.info_requested": (tx, _actor, event) =>
      queue(tx, event, "mail", event.payload.decisionId, "info_requested"),
    "decision.escalated": nothing,
    "refund.changed": nothing,
    "refund.succeeded": (tx, _actor, event) =>
      queue(tx, event, "mail", event.payload.refundId, "refund_sent"),
    "refund.canceled": nothing,
    "refund.released": nothing,
    "refund.failed": (tx, _actor, event) =>
      queue(tx, event, "mail", event.payload.refundId, "refund_problem"),
    "follow_through.changed": nothing,
    "policy.published": nothing,
    "settings.changed": nothing,
    "notice.issued": async (tx, _actor, { tenantId, id: eventId, eventSeq, payload: { noticeId } }) =>
      queueEffect(tx, {
        tenantId,
        caseId: null,
        eventId,
        eventSeq,
        kind: "notice",
        destination: "mail",
        subjectId: noticeId,
        template: noticeId,
      }),
  },
  "crm-sync-cg": {
    "case.opened": tellCrm,
    "case.changed": nothing,
    "message.posted": nothing,
    "decision.proposed": tellCrm,
    "decision.approved": tellCrm,
    "decision.denied": tellCrm,
    "decision.withdrawn": tellCrm,
    "decision.returned": tellCrm,
    "decision.revoked": tellCrm,
    "decision.superseded": tellCrm,
    "decision.appealed": tellCrm,
    "decision.info_requested": tellCrm,
    "decision.escalated": tellCrm,
    "refund.changed": nothing,
    "refund.succeeded": tellCrm,
    "refund.canceled": tellCrm,
    "refund.released": nothing,
    "refund.failed": tellCrm,
    "follow_through.changed": nothing,
    "policy.published": nothing,
    "settings.changed": nothing,
    "notice.issued": nothing,
  },
};
