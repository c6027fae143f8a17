import { requireProofFor } from "@/lib/modules/access/proof";
import { limitsOf, loadSettings } from "@/lib/modules/access/settings";
import { forgetInboxCounts } from "@/lib/modules/cases/counts";
import { cancelRefunds, lockRefundsOf } from "@/lib/modules/refunds/commands";
import { type Actor, type Author, actorId } from "@/lib/platform/actor";
import { asActor, type Transaction } from "@/lib/platform/db";
import { findLoan, type Loan } from "./delegations";
import { wordsFor } from "./denial";
import { holdSums, sumActedToday } from "./exposure";
import { endWithoutPayment, followUp } from "./follow-up";
import {
  type ApproverStanding,
  demand,
  mayAppeal,
  mayApprove,
  mayJudge,
  mayRevoke,
  mayWithdraw,
  roleOf,
} from "./policy";
import { proposeRefundIn } from "./propose";
import { findOpenApproval } from "./queries";
import { lookAgain } from "./review";
import type { Decide, Decision, Deny, ProposeRefund } from "./schema";
import { approvalVotes } from "./tables";
import {
  auditAct,
  closeApproval,
  conflictWith,
  endOpen,
  lockDecision,
  markAppealed,
  requireDecision,
  setState,
} from "./write";

type Act<Input, By = Actor> = (tx: Transaction, actor: By, input: Input) => Promise<Decision>;

/** Whoever changed decisions calls this after the commit: lists and counts show it at once. */
export const afterDecision = (actor: Pick<Actor, "tenantId">): Promise<void> =>
  forgetInboxCounts(actor.tenantId);

const alone =
  <Input>(act: Act<Input>) =>
  async (actor: Actor, input: Input): Promise<Decision> => {
    const decision = await asActor(actor, (tx) => act(tx, actor, input));
    await afterDecision(actor);
    return decision;
  };

/**
 * Says yes to what somebody else proposed; with the last yes the worker pays. Of two at the same moment one wins.
 * @throws DomainError `conflict` with the current state when it was decided, changed or got worse meanwhile,
 * `forbidden` when the actor may not, with `needsProof` when they have to prove anew who they are
 */
export async function approveDecisionIn(tx: Transaction, actor: Actor, input: Decide): Promise<Decision> {
  const { locked, decision } = await lockDecision(tx, actor, input, ["awaiting_approval"]);
  if (locked.conversation === "merged") {
    throw conflictWith(decision, "This case was merged into another one. Decide there.");
  }
  const approval = await findOpenApproval(tx, actor.tenantId, decision.id);
  if (!approval || approval.hash !== decision.approvalHash) {
    throw conflictWith(decision, "What was asked has changed since. Look at the case again.");
  }
  if (approval.isExpired) {
    throw conflictWith(decision, "Nobody answered in time. It goes back to whoever proposed it.");
  }
  const settings = await loadSettings(tx, actor.tenantId);
  const limits = limitsOf(settings, decision.currency);
  await holdSums(tx, actor.tenantId, {
    customerId: decision.customerId,
    people: [decision.proposedById, actorId(actor)],
  });
  const loan = await loanOf(tx, actor);
  const standing = await standingOf(tx, actor, decision, loan);
  demand(mayApprove(actor, decision, approval, limits, standing));
  const { stepUpMinor } = limits;
  await requireProofFor(tx, actor, { ...decision, stepUpMinor });
  const review = await lookAgain(tx, locked, decision, approval);
  if (review.worse) throw conflictWith(decision, review.words);

  // Only where their own role would not have done.
  const lender = roleOf(actor) === roleOf(actor, standing) ? undefined : loan;
  const [vote] = await tx
    .insert(approvalVotes)
    .values({
      tenantId: actor.tenantId,
      approvalId: approval.id,
      memberId: actorId(actor) ?? actor.tenantId,
      memberName: actor.name,
      role: roleOf(actor, standing) ?? "lead",
      delegatedById: lender?.fromId ?? null,
      hash: approval.hash,
    })
    .onConflictDoNothing()
    .returning({ votedAt: approvalVotes.votedAt });
  if (!vote) throw conflictWith(decision, "You have approved this already.");
  if (approval.votes.length + 1 < approval.requiredVotes) {
    return noteFirstVote(tx, actor, decision, { note: input.note, lender });
  }
  await closeApproval(tx, actor, decision, { state: "approved", note: input.note });
  const approved = await setState(tx, actor, decision, { state: "approved" });
  await followUp(tx, actor, locked, approved, settings);
  await auditAct(tx, actor, { before: decision, after: approved, note: input.note, lender });
  return approved;
}

async function noteFirstVote(
  tx: Transaction,
  actor: Actor,
  decision: Decision,
  { note, lender }: Readonly<{ note: string; lender: Loan | undefined }>,
): Promise<Decision> {
  await auditAct(tx, actor, {
    before: decision,
    after: decision,
    note: note || "The first of two people said yes.",
    lender,
  });
  return decision;
}

const loanOf = async (tx: Transaction, actor: Actor): Promise<Loan | undefined> =>
  actor.kind === "member" ? findLoan(tx, actor) : undefined;

async function standingOf(
  tx: Transaction,
  actor: Actor,
  decision: Decision,
  loan: Loan | undefined,
): Promise<ApproverStanding> {
  const { tenantId } = actor;
  return {
    ...(await firstDeciderOf(tx, tenantId, decision)),
    delegatedRole: loan?.role,
    actedTodayMinor: await sumActedToday(tx, tenantId, {
      personId: actorId(actor),
      currency: decision.currency,
    }),
  };
}

// Whoever said no has no part in what answers the appeal of it.
async function firstDeciderOf(tx: Transaction, tenantId: string, { appealOfId }: Decision) {
  const appealed = appealOfId && (await requireDecision(tx, tenantId, appealOfId));
  return { firstDeciderId: appealed ? appealed.decidedById : null };
}

/**
 * Denies what somebody proposed, tells the customer why and frees its money. A no to an appeal is final.
 * @throws DomainError as `approveDecisionIn`
 */
export const denyDecisionIn: Act<Deny> = async (tx, actor, input) => {
  const { locked, decision } = await lockJudged(tx, actor, input);
  const denial = await wordsFor(tx, actor.tenantId, {
    trace: decision.trace,
    customerReason: input.customerReason,
    isNo: true,
    isAppeal: decision.appealOfId !== null,
  });
  const ended = await endOpen(tx, actor, decision, { state: "denied", note: input.note, denial });
  await endWithoutPayment(tx, actor, locked, { decision: ended, isTold: true });
  return ended;
};

/** Sends a proposal back with a comment; whoever proposed it may propose anew. @throws DomainError as `approveDecisionIn` */
export const returnDecisionIn: Act<Decide> = async (tx, actor, input) => {
  const { locked, decision } = await lockJudged(tx, actor, input);
  const ended = await endOpen(tx, actor, decision, { state: "returned", note: input.note });
  await endWithoutPayment(tx, actor, locked, { decision: ended, isTold: false });
  return ended;
};

async function lockJudged(tx: Transaction, actor: Actor, input: Decide) {
  const found = await lockDecision(tx, actor, input, ["awaiting_approval"]);
  demand(
    mayJudge(actor, found.decision, await standingOf(tx, actor, found.decision, await loanOf(tx, actor))),
  );
  return found;
}

/** Takes a proposal back and frees its money. @throws DomainError as `approveDecisionIn` */
export const withdrawDecisionIn: Act<Decide, Author> = async (tx, actor, input) => {
  const { locked, decision } = await lockDecision(tx, actor, input, ["proposed", "awaiting_approval"]);
  demand(mayWithdraw(actor, decision, await firstDeciderOf(tx, actor.tenantId, decision)));
  const ended = await endOpen(tx, actor, decision, { state: "withdrawn", note: input.note });
  await endWithoutPayment(tx, actor, locked, { decision: ended, isTold: false });
  return ended;
};

/**
 * Stops what was approved, as long as nothing of it was submitted to the provider.
 * @throws DomainError as `approveDecisionIn`
 */
export const revokeDecisionIn: Act<Decide, Author> = async (tx, actor, input) => {
  const { locked, decision } = await lockDecision(tx, actor, input, ["approved"]);
  const states = (await lockRefundsOf(tx, actor.tenantId, decision.id)).map((refund) => refund.state);
  const standing = await firstDeciderOf(tx, actor.tenantId, decision);
  const permission = mayRevoke(actor, decision, states, standing);
  if (!permission.allowed && mayRevoke(actor, decision, [], standing).allowed) {
    throw conflictWith(decision, permission.reason);
  }
  demand(permission);
  await cancelRefunds(tx, actor.tenantId, decision.id);
  const revoked = await setState(tx, actor, decision, { state: "revoked" });
  await auditAct(tx, actor, { before: decision, after: revoked, note: input.note });
  await endWithoutPayment(tx, actor, locked, { decision: revoked, isTold: false });
  return revoked;
};

/** Questions a no, once. Whoever said it stays on record and cannot decide again. @throws DomainError as `approveDecisionIn` */
export const appealDecisionIn: Act<Decide, Author> = async (tx, actor, input) => {
  const { locked, decision } = await lockDecision(tx, actor, input, ["denied"]);
  demand(mayAppeal(actor, decision));
  const appealed = await markAppealed(tx, decision);
  await auditAct(tx, actor, { before: decision, after: appealed, note: input.note });
  await endWithoutPayment(tx, actor, locked, { decision: appealed, isTold: false });
  return appealed;
};

export { proposeRefundIn };
export const proposeRefund: (actor: Actor, input: ProposeRefund) => Promise<Decision> =
  alone(proposeRefundIn);
export const approveDecision = alone(approveDecisionIn);
export const denyDecision = alone(denyDecisionIn);
export const returnDecision = alone(returnDecisionIn);
export const withdrawDecision = alone(withdrawDecisionIn);
export const revokeDecision = alone(revokeDecisionIn);
export const appealDecision = alone(appealDecisionIn);
