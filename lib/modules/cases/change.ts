import { and, eq } from "drizzle-orm";
import { recordAudit } from "@/lib/modules/audit/audit";
import { appendEvent } from "@/lib/modules/outbox/outbox";
import type { Actor, Author } from "@/lib/platform/actor";
import type { Transaction } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import type { LockedCase } from "./commands";
import { changedCase, mayChangeCase } from "./policy";
import type { CaseChange, CaseStanding } from "./schema";
import { cases } from "./tables";

/**
 * Changes a case that the caller has locked: who takes care of it, its labels, where its conversation stands. A change
 * that changes nothing leaves no trace.
 * @returns the case as it is now
 * @throws DomainError `forbidden` with the reason when the case may not be changed like this
 */
export async function changeCaseIn(
  tx: Transaction,
  actor: Actor,
  locked: LockedCase,
  change: CaseChange,
): Promise<LockedCase> {
  const now = new Date();
  const permission = mayChangeCase(actor, locked, change, now);
  if (!permission.allowed) throw new DomainError("forbidden", permission.reason);
  return placeCaseIn(tx, actor, locked, { action: "case.changed", after: changedCase(locked, change, now) });
}

/** Gives a locked case the standing `after`: version, audit row with what was before, event. Asks nobody. */
export async function placeCaseIn(
  tx: Transaction,
  actor: Author,
  locked: LockedCase,
  { action, after }: Readonly<{ action: "case.changed" | "case.change_undone"; after: CaseStanding }>,
): Promise<LockedCase> {
  const changed = changedFields(locked, after);
  if (changed.length === 0) return locked;
  const version = locked.version + 1;
  const { tenantId, id: caseId } = locked;
  await tx
    .update(cases)
    .set({ ...after, labels: [...after.labels], version, updatedAt: new Date() })
    .where(and(eq(cases.tenantId, tenantId), eq(cases.id, caseId)));
  await recordAudit(tx, actor, {
    action,
    subjectType: "case",
    subjectId: caseId,
    before: pick(locked, changed),
    after: pick(after, changed),
  });
  await appendEvent(
    tx,
    { tenantId, type: "case", id: caseId },
    { type: "case.changed", payload: { caseId } },
  );
  return { ...locked, ...after, version };
}

/** The part of a case that people place by hand: what an undo has to give back. */
export const standingOf = (locked: CaseStanding): CaseStanding => ({
  assigneeId: locked.assigneeId,
  assigneeName: locked.assigneeName,
  labels: locked.labels,
  conversation: locked.conversation,
  snoozedUntil: locked.snoozedUntil,
  resolvedAt: locked.resolvedAt,
  firstReplyDueAt: locked.firstReplyDueAt,
  nextReplyDueAt: locked.nextReplyDueAt,
});

type Field = keyof CaseStanding;

const changedFields = (before: CaseStanding, after: CaseStanding): Field[] =>
  (Object.keys(after) as Field[]).filter(
    (field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  );

const pick = (standing: CaseStanding, fields: readonly Field[]): Record<string, unknown> =>
  Object.fromEntries(fields.map((field) => [field, standing[field]]));
