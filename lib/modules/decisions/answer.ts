import { type LockedCase, summarizeCase } from "@/lib/modules/cases/commands";
import { appendEvent } from "@/lib/modules/outbox/outbox";
import type { Trace } from "@/lib/modules/policies/schema";
import type { Actor } from "@/lib/platform/actor";
import type { Transaction } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { clausesOf } from "./clauses";
import { factsOf, subjectOf } from "./follow-up";
import { insertDecision, type Proposal } from "./insert";
import { planDecision } from "./plan";
import { demand, mayDenyOutright } from "./policy";
import type { Decision, Denial } from "./schema";
import { auditAct } from "./write";

/** A no, a question or a call for somebody else: no money moves, and the customer hears of the first two. */
export async function proposeAnswer(
  tx: Transaction,
  actor: Actor,
  locked: LockedCase,
  proposal: Proposal,
): Promise<Decision> {
  const { input, settings, appeal } = proposal;
  const decisionId = newId();
  const plan = locked.orderId ? await planDecision(tx, actor, locked, { input, decisionId }) : undefined;
  const isDenial = input.outcome === "deny";
  if (isDenial) {
    demand(
      mayDenyOutright(actor, plan?.stored.trace.verdict ?? null, {
        allowsAutoDeny: settings.allowsAutoDeny,
        firstDeciderId: appeal ? (appeal.decidedById ?? appeal.proposedById) : null,
      }),
    );
  }
  const denial =
    input.outcome === "escalate" ? null : await wordsFor(tx, locked, proposal, plan?.stored.trace);
  const decision = await insertDecision(tx, actor, locked, {
    ...proposal,
    decisionId,
    plan,
    denial,
    state: isDenial ? "denied" : "proposed",
  });
  await auditAct(tx, actor, { before: undefined, after: decision, note: input.rationale });
  await tellOfAnswer(tx, actor, locked, decision);
  return decision;
}

async function wordsFor(
  tx: Transaction,
  locked: LockedCase,
  { input, appeal }: Proposal,
  trace: Trace | undefined,
): Promise<Denial> {
  const failed = trace?.rules.filter(({ result, waivedBy }) => result !== "pass" && waivedBy === null) ?? [];
  const clauses = trace ? await clausesOf(tx, locked.tenantId, trace) : [];
  return {
    clauses: clauses.filter(({ id }) => failed.some(({ clauseId }) => clauseId === id)),
    reason: input.customerReason ?? "",
    wouldChange: failed.flatMap(({ wouldChange }) => wouldChange ?? []),
    mayAppeal: input.outcome === "deny" && appeal === undefined,
  };
}

async function tellOfAnswer(
  tx: Transaction,
  actor: Actor,
  locked: LockedCase,
  decision: Decision,
): Promise<void> {
  const type =
    decision.outcome === "deny"
      ? "decision.denied"
      : decision.outcome === "need_info"
        ? "decision.info_requested"
        : "decision.escalated";
  const awaits = await appendEvent(tx, subjectOf(locked), { type, payload: factsOf(decision) });
  const isTold = decision.outcome !== "escalate";
  await summarizeCase(tx, locked, {
    decision: decision.state,
    refund: "none",
    amountMinor: decision.amountMinor || null,
    currency: decision.currency,
    edited: true,
    ...(decision.outcome === "need_info" ? { conversation: "waiting_customer" as const } : {}),
    steps: [
      { step: "decision", state: "done", attempts: 1, by: actor.name, at: new Date().toISOString() },
      { step: "approval", state: "none", attempts: 0 },
      { step: "payout", state: "none", attempts: 0 },
      isTold
        ? { step: "mail", state: "waiting", attempts: 0, awaits }
        : { step: "mail", state: "none", attempts: 0 },
      { step: "crm", state: "waiting", attempts: 0, awaits },
    ],
  });
}
