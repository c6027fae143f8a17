import { and, eq } from "drizzle-orm";
import { type OnceResult, once, type StoredAnswer } from "@/lib/modules/access/idempotency";
import { recordAudit } from "@/lib/modules/audit/audit";
import { lockCase, summarizeCase } from "@/lib/modules/cases/commands";
import { forgetInboxCounts } from "@/lib/modules/cases/counts";
import { appendEvent } from "@/lib/modules/outbox/outbox";
import { cancelRefunds } from "@/lib/modules/refunds/commands";
import { type Actor, actorId, type KeyActor } from "@/lib/platform/actor";
import { asActor, type Transaction } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { demand, mayApprove, mayWithdraw, type Permission } from "./policy";
import { followUp, type Proposed, proposeRefundIn, subjectOf } from "./propose";
import type { Decide, Decision, ProposeRefund } from "./schema";
import { approvals, decisions } from "./tables";

/** `proposeRefundIn` as one transaction. */
export const proposeRefund = (actor: Actor, input: ProposeRefund): Promise<Proposed> =>
  decideAs(actor, (tx) => proposeRefundIn(tx, actor, input));

type OnceRequest = Parameters<typeof once>[2];

/**
 * `proposeRefund` for a client that may send its request again: one key decides once.
 * @param answer what the client is told, stored with the decision
 */
export const proposeRefundOnce = (
  actor: KeyActor,
  input: ProposeRefund,
  request: OnceRequest,
  answer: (proposed: Proposed) => StoredAnswer,
): Promise<OnceResult> =>
  decideAs(actor, (tx) =>
    once(tx, actor, request, async () => answer(await proposeRefundIn(tx, actor, input))),
  );

async function decideAs<Result>(actor: Actor, work: (tx: Transaction) => Promise<Result>): Promise<Result> {
  const result = await asActor(actor, work);
  await forgetInboxCounts(actor.tenantId);
  return result;
}

/**
 * Approves what somebody else proposed; the worker pays. Of two approvals at the same moment one wins.
 * @throws DomainError `conflict` when it has been decided meanwhile, `forbidden` when policy refuses
 */
export async function approveDecision(actor: Actor, input: Decide): Promise<void> {
  await decideAs(actor, async (tx) => {
    const { locked, decision } = await lockOpenDecision(tx, actor, input.decisionId);
    demand(mayApprove(actor, decision));
    await closeApproval(tx, actor, decision, "approved", input.note);
    await setState(tx, actor, decision, "approved");
    const { caseId, id: decisionId, amountMinor, currency } = decision;
    await followUp(tx, actor, locked, { caseId, decisionId, amountMinor, currency });
    await audit(tx, actor, decision, "decision.approved", input.note);
  });
}

/** Denies what somebody proposed and frees its money. @throws DomainError as `approveDecision` */
export const denyDecision = (actor: Actor, input: Decide): Promise<void> =>
  endWithoutPayment(actor, input, "denied", mayApprove);

/** Takes a proposal back and frees its money. @throws DomainError as `approveDecision` */
export const withdrawDecision = (actor: Actor, input: Decide): Promise<void> =>
  endWithoutPayment(actor, input, "withdrawn", mayWithdraw);

async function endWithoutPayment(
  actor: Actor,
  input: Decide,
  state: "denied" | "withdrawn",
  may: (actor: Actor, decision: Decision) => Permission,
): Promise<void> {
  await decideAs(actor, async (tx) => {
    const { locked, decision } = await lockOpenDecision(tx, actor, input.decisionId);
    demand(may(actor, decision));
    await closeApproval(tx, actor, decision, state === "denied" ? "denied" : "void", input.note);
    await setState(tx, actor, decision, state);
    await cancelRefunds(tx, actor.tenantId, decision.id);
    const { caseId, id: decisionId, amountMinor, currency } = decision;
    const awaits = await appendEvent(tx, subjectOf(locked), {
      type: `decision.${state}`,
      payload: { caseId, decisionId, amountMinor, currency },
    });
    const told = { state: "waiting", attempts: 0, awaits } as const;
    await summarizeCase(tx, locked, {
      decision: state,
      refund: "canceled",
      edited: true,
      steps: [
        { step: "approval", state: "skipped", attempts: 0, by: actor.name, at: new Date().toISOString() },
        { step: "payout", state: "none", attempts: 0 },
        // Who takes a request back knows it; who is denied one has to be told.
        state === "denied" ? { step: "mail", ...told } : { step: "mail", state: "none", attempts: 0 },
        { step: "crm", ...told },
      ],
    });
    await audit(tx, actor, decision, `decision.${state}`, input.note);
  });
}

async function loadDecision(tx: Transaction, tenantId: string, decisionId: string): Promise<Decision> {
  const [decision] = await tx
    .select()
    .from(decisions)
    .where(and(eq(decisions.tenantId, tenantId), eq(decisions.id, decisionId)));
  if (!decision) throw new DomainError("not_found", "This decision does not exist.");
  return decision;
}

// Two people deciding the same thing queue at the case, and the second sees what the first did.
async function lockOpenDecision(tx: Transaction, actor: Actor, decisionId: string) {
  const { caseId } = await loadDecision(tx, actor.tenantId, decisionId);
  const locked = await lockCase(tx, actor.tenantId, caseId);
  const decision = await loadDecision(tx, actor.tenantId, decisionId);
  if (decision.state !== "awaiting_approval") {
    const permission = mayApprove(actor, decision);
    throw new DomainError("conflict", permission.allowed ? "This was decided meanwhile." : permission.reason);
  }
  return { locked, decision };
}

async function closeApproval(
  tx: Transaction,
  actor: Actor,
  decision: Decision,
  state: "approved" | "denied" | "void",
  note: string,
): Promise<void> {
  const rows = await tx
    .update(approvals)
    .set({ state, decidedById: actorId(actor), decidedByName: actor.name, note, decidedAt: new Date() })
    .where(
      and(
        eq(approvals.tenantId, actor.tenantId),
        eq(approvals.decisionId, decision.id),
        eq(approvals.state, "waiting"),
        eq(approvals.hash, decision.approvalHash),
      ),
    )
    .returning({ id: approvals.id });
  if (rows.length === 0) {
    throw new DomainError("conflict", "What was asked has changed since. Look at the case again.");
  }
}

async function setState(
  tx: Transaction,
  actor: Actor,
  decision: Decision,
  state: "approved" | "denied" | "withdrawn",
): Promise<void> {
  await tx
    .update(decisions)
    .set({ state, decidedById: actorId(actor), decidedByName: actor.name, decidedAt: new Date() })
    .where(and(eq(decisions.tenantId, actor.tenantId), eq(decisions.id, decision.id)));
}

const audit = (tx: Transaction, actor: Actor, decision: Decision, action: string, note: string) =>
  recordAudit(tx, actor, {
    action,
    subjectType: "decision",
    subjectId: decision.id,
    detail: { note, amountMinor: decision.amountMinor, currency: decision.currency },
  });
