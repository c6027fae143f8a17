import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { recordAudit } from "@/lib/modules/audit/audit";
import { appendEvent } from "@/lib/modules/outbox/outbox";
import type { Actor, MemberActor } from "@/lib/platform/actor";
import { asActor, type Transaction } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { type LockedCase, lockCase } from "./commands";
import { forgetInboxCounts } from "./counts";
import { mayMerge } from "./policy";
import type { ConversationState } from "./schema";
import { cases } from "./tables";
import { undoEntryOf } from "./undo";
import { storedStanding, type UndoEntry } from "./undo-schema";

export const mergeInput = z.strictObject({
  caseId: z.uuid(),
  /** As people say it: 1042 or #1042. */
  intoNumber: z
    .string()
    .trim()
    .regex(/^#?\d{1,9}$/, "Enter the number of a case, such as #1042.")
    .transform((text) => Number(text.replace("#", ""))),
});
type MergeCase = z.output<typeof mergeInput>;
export const unmergeInput = z.strictObject({ caseId: z.uuid() });

/**
 * Lets a case end in another one of the same customer: its thread is read there, and it decides and pays nothing any
 * more. Done twice it is done once.
 * @throws DomainError `not_found` for a number nobody knows, `forbidden` with the reason
 */
export async function mergeCase(actor: MemberActor, input: MergeCase): Promise<void> {
  await asActor(actor, async (tx) => {
    const [source, target] = await lockBoth(tx, actor, input);
    if (source.mergedIntoId === target.id) return;
    const [from, into] = [await withRefund(tx, source), await withRefund(tx, target)];
    const permission = mayMerge(actor, from, into);
    if (!permission.allowed) throw new DomainError("forbidden", permission.reason, { field: "intoNumber" });
    const targetBefore = await oweThere(tx, source, target);
    await place(tx, source, {
      ...{ conversation: "merged", mergedIntoId: target.id },
      ...{ stateBeforeMerge: source.conversation, targetBeforeMerge: targetBefore },
    });
    await tell(tx, actor, [source, target], "case.merged");
  });
  await forgetInboxCounts(actor.tenantId);
}

/** Takes a merge back: both cases go on as they were. Done twice it is done once. */
export async function unmergeCase(
  actor: MemberActor,
  { caseId }: z.output<typeof unmergeInput>,
): Promise<void> {
  await asActor(actor, async (tx) => {
    if (actor.role === "viewer") {
      throw new DomainError("forbidden", "Your role (viewer) does not change cases.");
    }
    const found = await lockMerged(tx, actor.tenantId, caseId);
    if (!found) return;
    const { source, target, before, targetBefore } = found;
    await place(tx, source, {
      ...{ conversation: before, mergedIntoId: null },
      ...{ stateBeforeMerge: null, targetBeforeMerge: null },
    });
    await giveBack(tx, target, targetBefore);
    await tell(tx, actor, [source, target], "case.unmerged");
  });
  await forgetInboxCounts(actor.tenantId);
}

// Always the smaller id first, so that two merges in opposite directions do not wait for each other.
async function lockBoth(
  tx: Transaction,
  { tenantId }: Actor,
  { caseId, intoNumber }: MergeCase,
): Promise<readonly [LockedCase, LockedCase]> {
  const [found] = await tx
    .select({ id: cases.id })
    .from(cases)
    .where(and(eq(cases.tenantId, tenantId), eq(cases.number, intoNumber)));
  if (!found) {
    throw new DomainError("not_found", `There is no case #${intoNumber}.`, { field: "intoNumber" });
  }
  return lockInOrder(tx, tenantId, [caseId, found.id]);
}

async function lockInOrder(
  tx: Transaction,
  tenantId: string,
  [one, other]: readonly [string, string],
): Promise<readonly [LockedCase, LockedCase]> {
  if (one <= other) {
    const first = await lockCase(tx, tenantId, one);
    return [first, one === other ? first : await lockCase(tx, tenantId, other)];
  }
  const second = await lockCase(tx, tenantId, other);
  return [await lockCase(tx, tenantId, one), second];
}

async function lockMerged(tx: Transaction, tenantId: string, caseId: string) {
  const [found] = await tx
    .select({ into: cases.mergedIntoId })
    .from(cases)
    .where(and(eq(cases.tenantId, tenantId), eq(cases.id, caseId)));
  if (!found) throw new DomainError("not_found", "This case does not exist.");
  if (!found.into) return undefined;
  const [source, target] = await lockInOrder(tx, tenantId, [caseId, found.into]);
  if (source.mergedIntoId !== target.id) return undefined;
  const [row] = await tx
    .select({ before: cases.stateBeforeMerge, targetBefore: cases.targetBeforeMerge })
    .from(cases)
    .where(and(eq(cases.tenantId, tenantId), eq(cases.id, caseId)));
  return { source, target, before: row?.before ?? ("open" as const), targetBefore: row?.targetBefore };
}

async function withRefund(tx: Transaction, locked: LockedCase): Promise<LockedCase & { refund: string }> {
  const [row] = await tx
    .select({ refund: cases.refund })
    .from(cases)
    .where(and(eq(cases.tenantId, locked.tenantId), eq(cases.id, locked.id)));
  return { ...locked, refund: row?.refund ?? "none" };
}

type Placed = Readonly<{
  conversation: ConversationState;
  mergedIntoId: string | null;
  stateBeforeMerge: ConversationState | null;
  targetBeforeMerge: UndoEntry | null;
}>;

// Snooze, owner and clocks stay in the row, so that an undo finds them; a merged case is in no list that reads them.
const place = (tx: Transaction, { tenantId, id }: LockedCase, placed: Placed) =>
  tx
    .update(cases)
    .set({ ...placed, version: sql`${cases.version} + 1`, updatedAt: new Date() })
    .where(and(eq(cases.tenantId, tenantId), eq(cases.id, id)));

/** Whoever waited for a word there waits for it here. @returns what an undo gives back; null when nothing was owed */
async function oweThere(tx: Transaction, source: LockedCase, target: LockedCase): Promise<UndoEntry | null> {
  if (source.conversation !== "open") return null;
  const owed = source.firstReplyDueAt ?? source.nextReplyDueAt;
  const due = owed?.toISOString() ?? null;
  const isFirst = target.firstRepliedAt === null;
  const version = target.version + 1;
  await tx
    .update(cases)
    .set({
      conversation: "open",
      snoozedUntil: null,
      resolvedAt: null,
      updatedAt: new Date(),
      version,
      ...(isFirst
        ? { firstReplyDueAt: sql`least(${cases.firstReplyDueAt}, ${due}::timestamptz)` }
        : { nextReplyDueAt: sql`least(${cases.nextReplyDueAt}, ${due}::timestamptz)` }),
    })
    .where(and(eq(cases.tenantId, target.tenantId), eq(cases.id, target.id)));
  return undoEntryOf(target, { ...target, version });
}

/** The other case is what it was, asleep if it was, unless somebody changed it meanwhile. */
async function giveBack(
  tx: Transaction,
  target: LockedCase,
  entry: UndoEntry | null | undefined,
): Promise<void> {
  if (entry?.versionAfter !== target.version) return;
  const { labels, ...before } = storedStanding.parse(entry.before);
  await tx
    .update(cases)
    .set({ ...before, labels: [...labels], version: target.version + 1, updatedAt: new Date() })
    .where(and(eq(cases.tenantId, target.tenantId), eq(cases.id, target.id)));
}

async function tell(
  tx: Transaction,
  actor: MemberActor,
  [source, target]: readonly [LockedCase, LockedCase],
  action: "case.merged" | "case.unmerged",
): Promise<void> {
  const detail = { from: source.number, into: target.number };
  for (const { tenantId, id: caseId } of [source, target]) {
    await recordAudit(tx, actor, { action, subjectType: "case", subjectId: caseId, detail });
    await appendEvent(
      tx,
      { tenantId, type: "case", id: caseId },
      { type: "case.changed", payload: { caseId } },
    );
  }
}
