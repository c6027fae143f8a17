import { sql } from "drizzle-orm";
import { recordAudit } from "@/lib/modules/audit/audit";
import { lockCase, recordStep } from "@/lib/modules/cases/commands";
import type { FollowThroughStep, FollowThroughStepName } from "@/lib/modules/cases/schema";
import type { ConsumerGroup, StoredEvent } from "@/lib/modules/outbox/schema";
import type { MemberActor } from "@/lib/platform/actor";
import { asActor, type Transaction } from "@/lib/platform/db";
import type { StuckThing } from "./schema";

const stepOf: Record<ConsumerGroup, FollowThroughStepName> = {
  "billing-cg": "payout",
  "notifications-cg": "mail",
  "crm-sync-cg": "crm",
};

const error = "What happened here could not be handled. It and what follows it wait until it can be.";

/** Puts an event that a group cannot handle, or that waits for such a one, in red in its case. */
export async function showParked(tx: Transaction, group: ConsumerGroup, event: StoredEvent): Promise<void> {
  if (event.subjectType !== "case") return;
  const locked = await lockCase(tx, event.tenantId, event.subjectId);
  const shown = locked.followThrough.find(({ step }) => step === stepOf[group]);
  const before = isParked(shown) ? shown?.before : shown?.state;
  await recordStep(tx, locked, { step: stepOf[group], state: "attention", attempts: 0, error, before });
}

const isParked = (step: FollowThroughStep | undefined): boolean =>
  step?.state === "attention" && step.error === error;

/**
 * Lets an event that was parked, and whatever waits for it, be handled anew: a release may know by now what to do with
 * it. What still cannot be handled stands in red again. Done for one that is not stuck any more, it does nothing.
 */
export const retryEvent = (actor: MemberActor, { subjectId: eventId, caseId }: StuckThing): Promise<void> =>
  asActor(actor, async (tx) => {
    // Before the case, in the order of the consumers.
    const groups = await tx.execute<{ consumer_group: ConsumerGroup }>(
      sql`select consumer_group from private.retry_parked_event(${eventId})`,
    );
    if (groups.length === 0) return;
    if (caseId) await calm(tx, actor, caseId, groups);
    await recordAudit(tx, actor, {
      action: "event.retried",
      subjectType: caseId ? "case" : "tenant",
      subjectId: caseId ?? actor.tenantId,
      detail: { eventId, groups: groups.map(({ consumer_group }) => consumer_group) },
    });
  });

/** A step is again what it was before the event put it in red; what the event causes moves it on. */
async function calm(
  tx: Transaction,
  actor: MemberActor,
  caseId: string,
  groups: readonly Readonly<{ consumer_group: ConsumerGroup }>[],
): Promise<void> {
  let locked = await lockCase(tx, actor.tenantId, caseId);
  for (const { consumer_group: group } of groups) {
    const shown = locked.followThrough.find(({ step }) => step === stepOf[group]);
    if (!shown || !isParked(shown)) continue;
    const state = shown.before ?? (locked.decision === "none" ? "none" : "waiting");
    locked = await recordStep(tx, locked, { step: stepOf[group], state });
  }
}
