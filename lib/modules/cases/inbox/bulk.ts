import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { findActiveMember } from "@/lib/modules/access/members";
import { changeCaseIn, placeCaseIn, standingOf } from "@/lib/modules/cases/change";
import { type LockedCase, lockCases } from "@/lib/modules/cases/commands";
import { forgetInboxCounts } from "@/lib/modules/cases/counts";
import { mayChangeCase } from "@/lib/modules/cases/policy";
import type { CaseChange } from "@/lib/modules/cases/schema";
import { undoableChanges } from "@/lib/modules/cases/tables";
import { storedStanding, type UndoEntry } from "@/lib/modules/cases/undo-schema";
import type { MemberActor } from "@/lib/platform/actor";
import { asActor, type Transaction } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import type { BulkInput, BulkReport } from "./bulk-schema";

/**
 * Does one thing to many cases in one transaction. A case that may not be changed like this is left as it is, and the
 * report says why.
 */
export async function changeCases(actor: MemberActor, input: BulkInput): Promise<BulkReport> {
  const report = await asActor(actor, async (tx) => {
    const change = await changeOf(tx, actor, input);
    const locked = await lockCases(tx, actor.tenantId, input.caseIds);
    const outcomes = await Promise.all(locked.map((subject) => changeOne(tx, actor, subject, change)));
    const entries = outcomes.flatMap((outcome) => ("entry" in outcome ? [outcome.entry] : []));
    const skipped = outcomes.flatMap((outcome) => ("reason" in outcome ? [outcome] : []));
    return { done: entries.length, skipped, ...(await rememberChange(tx, actor, entries)) };
  });
  await forgetInboxCounts(actor.tenantId);
  return report;
}

/**
 * Takes back what the member did with `changeCases`: each case gets exactly what it had before, unless somebody
 * changed it meanwhile.
 * @throws DomainError `conflict` when it was taken back already or is older than an hour
 */
export async function undoChange(actor: MemberActor, undoId: string): Promise<BulkReport> {
  const report = await asActor(actor, async (tx) => {
    const entries = await takeUndo(tx, actor, undoId);
    const locked = await lockCases(
      tx,
      actor.tenantId,
      entries.map(({ caseId }) => caseId),
    );
    const byId = new Map(entries.map((entry) => [entry.caseId, entry]));
    const outcomes = await Promise.all(
      locked.map((subject) => restoreOne(tx, actor, subject, byId.get(subject.id))),
    );
    const skipped = outcomes.filter((outcome) => outcome !== undefined);
    return { done: outcomes.length - skipped.length, skipped };
  });
  await forgetInboxCounts(actor.tenantId);
  return report;
}

async function changeOf(tx: Transaction, actor: MemberActor, input: BulkInput): Promise<CaseChange> {
  switch (input.act) {
    case "assign":
      return { assignee: input.memberId === "none" ? null : await assigneeOf(tx, actor, input.memberId) };
    case "label":
      return { addLabels: [input.label] };
    case "unlabel":
      return { removeLabels: [input.label] };
    case "snooze":
      return { snoozedUntil: input.until };
    case "resolve":
      return { conversation: "resolved" };
    case "spam":
      return { conversation: "spam" };
    case "reopen":
    case "not_spam":
      return { conversation: "open" };
  }
}

async function assigneeOf(tx: Transaction, { tenantId }: MemberActor, memberId: string) {
  const member = await findActiveMember(tx, tenantId, memberId);
  if (!member) throw new DomainError("not_found", "This person does not work here.", { field: "memberId" });
  return { id: member.userId, name: member.name };
}

type Skipped = BulkReport["skipped"][number];

async function changeOne(
  tx: Transaction,
  actor: MemberActor,
  subject: LockedCase,
  change: CaseChange,
): Promise<Skipped | { entry: UndoEntry }> {
  const { id: caseId, number } = subject;
  const permission = mayChangeCase(actor, subject, change);
  if (!permission.allowed) return { number, reason: permission.reason };
  const after = await changeCaseIn(tx, actor, subject, change);
  if (after.version === subject.version) return { number, reason: "It was like this already." };
  return { entry: { caseId, versionAfter: after.version, before: storable(subject) } };
}

const storable = (subject: LockedCase): UndoEntry["before"] =>
  JSON.parse(JSON.stringify(standingOf(subject))) as UndoEntry["before"];

async function rememberChange(
  tx: Transaction,
  { tenantId, userId }: MemberActor,
  entries: readonly UndoEntry[],
): Promise<{ undoId?: string }> {
  if (entries.length === 0) return {};
  const undoId = newId();
  await tx.insert(undoableChanges).values({ id: undoId, tenantId, memberId: userId, entries: [...entries] });
  return { undoId };
}

// A conditional update, so that of two undos of one act only the first does anything.
async function takeUndo(
  tx: Transaction,
  { tenantId, userId }: MemberActor,
  undoId: string,
): Promise<readonly UndoEntry[]> {
  const [taken] = await tx
    .update(undoableChanges)
    .set({ undoneAt: sql`now()` })
    .where(
      and(
        eq(undoableChanges.tenantId, tenantId),
        eq(undoableChanges.id, undoId),
        eq(undoableChanges.memberId, userId),
        isNull(undoableChanges.undoneAt),
        gt(undoableChanges.createdAt, sql`now() - interval '1 hour'`),
      ),
    )
    .returning({ entries: undoableChanges.entries });
  if (!taken) throw new DomainError("conflict", "This was taken back already, or is too long ago.");
  return taken.entries;
}

async function restoreOne(
  tx: Transaction,
  actor: MemberActor,
  subject: LockedCase,
  entry: UndoEntry | undefined,
): Promise<Skipped | undefined> {
  const { number } = subject;
  if (entry?.versionAfter !== subject.version) return { number, reason: "Somebody changed it meanwhile." };
  const permission = mayChangeCase(actor, subject, {});
  if (!permission.allowed) return { number, reason: permission.reason };
  const after = storedStanding.parse(entry.before);
  await placeCaseIn(tx, actor, subject, { action: "case.change_undone", after });
  return undefined;
}
