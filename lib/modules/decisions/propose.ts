import { isStopped } from "@/lib/modules/access/kill-switches";
import { limitsOf, loadSettings } from "@/lib/modules/access/settings";
import { type LockedCase, lockCase } from "@/lib/modules/cases/commands";
import { appendEvent } from "@/lib/modules/outbox/outbox";
import { reserveRefunds } from "@/lib/modules/refunds/commands";
import { holdRefunds } from "@/lib/modules/refunds/holds";
import { type Actor, actorId } from "@/lib/platform/actor";
import type { Transaction } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { formatMoney } from "@/lib/platform/money";
import { proposeAnswer } from "./answer";
import { holdSums } from "./exposure";
import { askForApproval, factsOf, followUp, subjectOf } from "./follow-up";
import { insertDecision, type Proposal } from "./insert";
import { type Plan, planDecision, withLegs } from "./plan";
import { approvalNeed, demand, mayPropose, mayWithdraw, mustComeBack, pays } from "./policy";
import { findOpen, findOpenAppeal } from "./queries";
import type { Decision, ProposeRefund } from "./schema";
import { auditAct, endOpen } from "./write";

/**
 * Decides about the case's order as far as policy and limits let the actor, and asks people for the rest. Decision,
 * reservation, ledger, event and audit row are one commit: that of the caller's transaction.
 * @throws DomainError `not_found`, `forbidden`, `conflict` when the case has moved on, `invalid` with the field,
 * `policy_denied` or `policy_needs_info` with the trace
 */
export async function proposeRefundIn(
  tx: Transaction,
  actor: Actor,
  input: ProposeRefund,
): Promise<Decision> {
  // First of all locks: whoever stops a key waits for what it is doing, and sees it then.
  const isKeyStopped = await isStopped(tx, actor);
  const locked = await lockCaseAt(tx, actor, input);
  const open = await findOpen(tx, actor.tenantId, locked.id);
  const appeal = await findOpenAppeal(tx, actor.tenantId, locked.id);
  demand(
    mayPropose(actor, locked, { replaces: open?.id === input.supersedesId && open !== undefined, appeal }),
  );
  if (input.supersedesId && input.supersedesId !== open?.id) {
    throw new DomainError("conflict", "What this takes the place of is no longer open.", {
      field: "supersedesId",
    });
  }
  if (open) await supersede(tx, actor, locked, open);
  const settings = await loadSettings(tx, actor.tenantId);
  const proposal = { input, settings, appeal, supersedes: open, isKeyStopped };
  return pays(input.outcome)
    ? proposePayment(tx, actor, locked, proposal)
    : proposeAnswer(tx, actor, locked, proposal);
}

async function lockCaseAt(tx: Transaction, actor: Actor, input: ProposeRefund): Promise<LockedCase> {
  const locked = await lockCase(tx, actor.tenantId, input.caseId);
  if (locked.version === input.caseVersion) return locked;
  throw new DomainError("conflict", "This case changed while you were deciding. Look at it again.", {
    field: "caseVersion",
    more: { current: { id: locked.id, version: locked.version, decision: locked.decision } },
  });
}

// A question or an escalation moves no money, so whoever decides next may answer it.
async function supersede(tx: Transaction, actor: Actor, locked: LockedCase, open: Decision): Promise<void> {
  if (open.state === "awaiting_approval") demand(mayWithdraw(actor, open));
  await holdSums(tx, actor.tenantId, { customerId: locked.customerId, people: [actorId(actor)] });
  const ended = await endOpen(tx, actor, open, {
    state: "superseded",
    note: "A newer decision takes its place.",
  });
  await appendEvent(tx, subjectOf(locked), { type: "decision.superseded", payload: factsOf(ended) });
}

async function proposePayment(
  tx: Transaction,
  actor: Actor,
  locked: LockedCase,
  proposal: Proposal,
): Promise<Decision> {
  const { input, settings } = proposal;
  if (input.isByHand && actor.kind !== "member")
    throw new DomainError("forbidden", "Only people pay by hand.");
  const decisionId = newId();
  const unsplit = await planDecision(tx, actor, locked, { input, decisionId });
  refuseByPolicy(unsplit);
  const plan = withLegs(unsplit, input);
  const need = approvalNeed(actor, plan.exposure, limitsOf(settings, plan.currency), {
    verdict: plan.stored.trace.verdict,
    // Whoever said no before does not change it alone, and neither does anybody else.
    isStopped: proposal.isKeyStopped || proposal.appeal !== undefined || input.isByHand,
  });
  const isAlone = need.role === "none";
  const decision = await insertDecision(tx, actor, locked, {
    ...proposal,
    decisionId,
    plan,
    state: isAlone ? "approved" : "awaiting_approval",
  });
  const { currency } = plan;
  const refundIds = await reserveRefunds(
    tx,
    locked,
    decisionId,
    plan.legs.map((leg) => ({ ...leg, currency })),
  );
  if (mustComeBack(plan.stored)) await holdRefunds(tx, actor.tenantId, refundIds, "goods_back");
  await appendEvent(tx, subjectOf(locked), { type: "decision.proposed", payload: factsOf(decision) });
  await auditAct(tx, actor, { before: undefined, after: decision, note: input.rationale });
  if (isAlone) await followUp(tx, actor, locked, decision, settings);
  else await askForApproval(tx, actor, locked, decision, { need, settings });
  return decision;
}

function refuseByPolicy({ stored: { trace }, amountMinor, currency }: Plan): void {
  const because = trace.rules.filter(({ verdict }) => verdict === trace.verdict).map(({ words }) => words);
  const more = { trace };
  if (trace.verdict === "deny") {
    throw new DomainError("policy_denied", because.join(" ") || "The policy does not allow this.", { more });
  }
  if (trace.verdict === "need_info") {
    throw new DomainError("policy_needs_info", because.join(" ") || "Something is missing to decide.", {
      more,
    });
  }
  if (amountMinor > trace.capMinor) {
    const cap = formatMoney(trace.capMinor, currency);
    throw new DomainError("policy_denied", `The policy allows at most ${cap} here.`, {
      field: "lines",
      more,
    });
  }
  if (amountMinor === 0) {
    throw new DomainError("invalid", "There is nothing left to refund.", { field: "lines" });
  }
}
