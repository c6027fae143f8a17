import { and, eq } from "drizzle-orm";
import { isStopped } from "@/lib/modules/access/kill-switches";
import { recordAudit } from "@/lib/modules/audit/audit";
import { type LockedCase, lockCase } from "@/lib/modules/cases/commands";
import { cancelRefunds } from "@/lib/modules/refunds/commands";
import { type Author, actorId } from "@/lib/platform/actor";
import type { Transaction } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import type { Loan } from "./delegations";
import { approvalStateOf, decidedWords, stoppedWords } from "./policy";
import { selectDecision } from "./queries";
import type { Decide, Decision, Denial } from "./schema";
import { approvals, decisions } from "./tables";

/** @throws DomainError `not_found` for another tenant's decision */
export async function requireDecision(
  tx: Transaction,
  tenantId: string,
  decisionId: string,
): Promise<Decision> {
  const [decision] = await selectDecision(tx, tenantId, decisionId);
  if (!decision) throw new DomainError("not_found", "This decision does not exist.");
  return decision;
}

/**
 * Locks the case of a decision and reads the decision behind the lock: two people deciding the same thing queue here,
 * and the second sees what the first did.
 * @throws DomainError `conflict` with the current state when it is not what `input` looked at or not in `states` any
 * more, `forbidden` for a key that somebody stopped
 */
export async function lockDecision(
  tx: Transaction,
  actor: Author,
  input: Pick<Decide, "decisionId" | "version">,
  states: readonly Decision["state"][],
): Promise<Readonly<{ locked: LockedCase; decision: Decision }>> {
  if (await isStopped(tx, actor)) throw new DomainError("forbidden", stoppedWords);
  const { caseId } = await requireDecision(tx, actor.tenantId, input.decisionId);
  const locked = await lockCase(tx, actor.tenantId, caseId);
  const decision = await requireDecision(tx, actor.tenantId, input.decisionId);
  if (!states.includes(decision.state)) throw conflictWith(decision, decidedWords(decision));
  if (input.version !== undefined && input.version !== decision.version) {
    throw conflictWith(decision, "This decision changed while you were looking. Look at it again.");
  }
  return { locked, decision };
}

/** Tells whoever came second how things stand now. */
export const conflictWith = (decision: Decision, words: string): DomainError =>
  new DomainError("conflict", words, {
    more: {
      current: {
        id: decision.id,
        state: decision.state,
        version: decision.version,
        decidedBy: decision.decidedByName,
      },
    },
  });

type Ending = Exclude<Decision["state"], "proposed" | "awaiting_approval" | "appealed">;

/** Moves a decision on, with whoever did it. The caller holds its case. */
export const setState = (
  tx: Transaction,
  actor: Author,
  decision: Decision,
  change: Readonly<{ state: Ending; denial?: Denial }>,
): Promise<Decision> =>
  update(tx, decision, {
    ...change,
    decidedById: actorId(actor),
    decidedByName: actor.name,
    decidedAt: new Date(),
  });

/** Whoever denied stays on record. */
export const markAppealed = (tx: Transaction, decision: Decision): Promise<Decision> =>
  update(tx, decision, { state: "appealed" });

async function update(
  tx: Transaction,
  decision: Decision,
  change: Partial<typeof decisions.$inferInsert>,
): Promise<Decision> {
  const [changed] = await tx
    .update(decisions)
    .set({ ...change, version: decision.version + 1 })
    .where(and(eq(decisions.id, decision.id), eq(decisions.version, decision.version)))
    .returning();
  if (!changed) throw conflictWith(decision, "This was decided meanwhile.");
  return changed;
}

/**
 * Ends what was asked. The hash must still be that of the decision: an approval is for exactly what it showed.
 * @returns whether a question was open
 */
export async function closeApproval(
  tx: Transaction,
  actor: Author,
  decision: Decision,
  { state, note }: Readonly<{ state: keyof typeof approvalStateOf | "expired" | "void"; note: string }>,
): Promise<boolean> {
  const rows = await tx
    .update(approvals)
    .set({
      state: state === "expired" || state === "void" ? state : approvalStateOf[state],
      decidedById: actorId(actor),
      decidedByName: actor.name,
      note,
      decidedAt: new Date(),
    })
    .where(
      and(
        eq(approvals.tenantId, actor.tenantId),
        eq(approvals.decisionId, decision.id),
        eq(approvals.state, "waiting"),
        eq(approvals.hash, decision.approvalHash),
      ),
    )
    .returning({ id: approvals.id });
  return rows.length > 0;
}

/** Ends a decision that is still open, frees its money and voids what was asked about it. */
export async function endOpen(
  tx: Transaction,
  actor: Author,
  decision: Decision,
  {
    state,
    note,
    approval,
    denial,
  }: Readonly<{
    state: "denied" | "returned" | "withdrawn" | "superseded";
    note: string;
    approval?: "void" | "expired";
    /** What the customer reads of a no. */
    denial?: Denial;
  }>,
): Promise<Decision> {
  const isJudged = state === "denied" || state === "returned";
  await closeApproval(tx, actor, decision, {
    state: approval ?? (isJudged ? state : "void"),
    note,
  });
  const ended = await setState(tx, actor, decision, { state, ...(denial ? { denial } : {}) });
  await cancelRefunds(tx, actor.tenantId, decision.id);
  await auditAct(tx, actor, { before: decision, after: ended, note });
  return ended;
}

type Audited = Readonly<{
  before: Decision | undefined;
  after: Decision;
  note: string;
  /** Whose right the actor used, when it was not their own. */
  lender?: Pick<Loan, "fromId" | "fromName"> | undefined;
}>;

/** One row in the audit log for an act on a decision: what it was, what it became, and why. */
export const auditAct = (tx: Transaction, actor: Author, { before, after, note, lender }: Audited) =>
  recordAudit(tx, actor, {
    action: `decision.${before ? after.state : "proposed"}`,
    subjectType: "decision",
    subjectId: after.id,
    detail: {
      caseId: after.caseId,
      note,
      outcome: after.outcome,
      ...(lender ? { inPlaceOf: { id: lender.fromId, name: lender.fromName } } : {}),
      amountMinor: after.amountMinor,
      currency: after.currency,
      legs: after.legs,
      ...(after.denial ? { customerReason: after.denial.reason } : {}),
      verdict: after.verdict,
      policyVersion: after.trace?.trace.policyVersion.number ?? null,
    },
    ...(before ? { before: { state: before.state, version: before.version } } : {}),
    after: { state: after.state, version: after.version },
  });
