import { and, eq, gt, isNull, sql } from "drizzle-orm";
import type { MemberActor } from "@/lib/platform/actor";
import { asActor, type Transaction } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { placeCaseIn, standingOf } from "./change";
import { type LockedCase, lockCases } from "./commands";
import { forgetInboxCounts } from "./counts";
import type { BulkReport } from "./inbox/bulk-schema";
import { mayChangeCase } from "./policy";
import { undoableChanges } from "./tables";
import { storedStanding, type UndoEntry } from "./undo-schema";

/**
 * Takes back what the member did with one act: each case gets exactly what it had before, unless somebody
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

type Skipped = BulkReport["skipped"][number];

/** What an undo of a change gives back: the whole standing, with the clocks that a change of state stops. */
export const undoEntryOf = (before: LockedCase, after: LockedCase): UndoEntry => ({
  caseId: before.id,
  versionAfter: after.version,
  before: JSON.parse(JSON.stringify(standingOf(before))) as UndoEntry["before"],
});

/** Keeps what an act changed, so that the member can take it back. @returns nothing to take back: no id */
export async function rememberChange(
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
