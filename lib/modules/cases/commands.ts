import { and, eq, inArray } from "drizzle-orm";
import { appendEvent } from "@/lib/modules/outbox/outbox";
import type { Transaction } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import type { ConversationState, FollowThrough, FollowThroughStep } from "./schema";
import { cases } from "./tables";

/** The parts of a case that its guards read. Holding one means holding the case's row lock. */
export type LockedCase = Readonly<{
  id: string;
  tenantId: string;
  number: number;
  customerId: string;
  orderId: string | null;
  version: number;
  conversation: ConversationState;
  decision: string;
  followThrough: FollowThrough;
  assigneeId: string | null;
  assigneeName: string | null;
  labels: readonly string[];
  snoozedUntil: Date | null;
  resolvedAt: Date | null;
  mergedIntoId: string | null;
  firstReplyDueAt: Date | null;
  nextReplyDueAt: Date | null;
  firstRepliedAt: Date | null;
  failedReplies: number;
}>;

const lockedColumns = {
  id: cases.id,
  tenantId: cases.tenantId,
  number: cases.number,
  customerId: cases.customerId,
  orderId: cases.orderId,
  version: cases.version,
  conversation: cases.conversation,
  decision: cases.decision,
  followThrough: cases.followThrough,
  assigneeId: cases.assigneeId,
  assigneeName: cases.assigneeName,
  labels: cases.labels,
  snoozedUntil: cases.snoozedUntil,
  resolvedAt: cases.resolvedAt,
  mergedIntoId: cases.mergedIntoId,
  firstReplyDueAt: cases.firstReplyDueAt,
  nextReplyDueAt: cases.nextReplyDueAt,
  firstRepliedAt: cases.firstRepliedAt,
  failedReplies: cases.failedReplies,
};

/**
 * Locks the case. Everything that changes one case queues here, and always takes this lock first.
 * @throws DomainError `not_found` for another tenant's case
 */
export async function lockCase(tx: Transaction, tenantId: string, caseId: string): Promise<LockedCase> {
  const [found] = await lockCases(tx, tenantId, [caseId]);
  if (!found) throw new DomainError("not_found", "This case does not exist.");
  return found;
}

/** Locks those of the cases that the tenant has, always in the same order, so that nobody waits in a circle. */
export const lockCases = (
  tx: Transaction,
  tenantId: string,
  caseIds: readonly string[],
): Promise<LockedCase[]> =>
  tx
    .select(lockedColumns)
    .from(cases)
    .where(and(eq(cases.tenantId, tenantId), inArray(cases.id, [...caseIds])))
    .orderBy(cases.id)
    .for("update");

type StepChange = Pick<FollowThroughStep, "step" | "state"> & Partial<FollowThroughStep>;
type Summary = Partial<{
  decision: string;
  refund: string;
  amountMinor: number | null;
  currency: string;
  conversation: ConversationState;
  refundDueAt: Date;
}>;

/** Refunds that are over, one way or the other: nothing is owed by a date any more. */
const settledRefunds: readonly string[] = ["none", "succeeded", "canceled", "replaced"];

/**
 * Writes what the case shows of its decision and refunds. `edited` moves the version that people's edits are checked
 * against; what the worker finds out does not. A step that comes to need a person opens a resolved case again.
 */
export async function summarizeCase(
  tx: Transaction,
  locked: LockedCase,
  change: Summary & { steps?: readonly StepChange[]; edited?: boolean },
): Promise<LockedCase> {
  const { steps = [], edited = false, ...summary } = change;
  const followThrough = locked.followThrough.map((step) => mergeStep(step, steps));
  const version = locked.version + (edited ? 1 : 0);
  const conversation = summary.conversation ?? conversationAfter(locked, followThrough);
  await tx
    .update(cases)
    .set({
      ...summary,
      ...(conversation === locked.conversation ? {} : { conversation, resolvedAt: null }),
      ...(summary.refund && settledRefunds.includes(summary.refund) ? { refundDueAt: null } : {}),
      followThrough,
      version,
      needsAttention: countAttention(followThrough, locked.failedReplies),
      updatedAt: new Date(),
    })
    .where(and(eq(cases.tenantId, locked.tenantId), eq(cases.id, locked.id)));
  return { ...locked, followThrough, version, conversation, decision: summary.decision ?? locked.decision };
}

function conversationAfter(
  { conversation, followThrough: before }: LockedCase,
  after: FollowThrough,
): ConversationState {
  const needing = (steps: FollowThrough) =>
    steps.filter(({ state }) => state === "attention").map(({ step }) => step);
  const isNewlyStuck = needing(after).some((step) => !needing(before).includes(step));
  return conversation === "resolved" && isNewlyStuck ? "open" : conversation;
}

/** How many things of a case wait for a person: steps in red, and replies that did not arrive. */
export const countAttention = (followThrough: FollowThrough, failedReplies: number): number =>
  followThrough.filter(({ state }) => state === "attention").length + failedReplies;

const mergeStep = (step: FollowThroughStep, changes: readonly StepChange[]): FollowThroughStep => {
  const change = changes.find((candidate) => candidate.step === step.step);
  if (!change) return step;
  // A step that moves on leaves its old error and retry time behind; who and what stay unless said anew.
  return { ...step, error: undefined, nextRetryAt: undefined, before: undefined, ...change };
};

/** Writes one step of the follow-through and tells whoever watches the case. */
export async function recordStep(
  tx: Transaction,
  locked: LockedCase,
  change: StepChange,
): Promise<LockedCase> {
  const changed = await summarizeCase(tx, locked, { steps: [change] });
  await appendEvent(
    tx,
    { tenantId: locked.tenantId, type: "case", id: locked.id },
    { type: "follow_through.changed", payload: { caseId: locked.id, step: change.step } },
  );
  return changed;
}
