import { type LockedCase, summarizeCase } from "@/lib/modules/cases/commands";
import { appendEvent } from "@/lib/modules/outbox/outbox";
import type { Actor } from "@/lib/platform/actor";
import type { Transaction } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { wordsFor } from "./denial";
import { factsOf, subjectOf } from "./follow-up";
import { insertDecision, type Proposal } from "./insert";
import { planDecision } from "./plan";
import { demand, mayDenyOutright, stoppedWords } from "./policy";
import type { Decision } from "./schema";
import { auditAct } from "./write";

/** A no, a question or a call for somebody else: no money moves, and the customer hears of the first two. */
export async function proposeAnswer(
  tx: Transaction,
  actor: Actor,
  locked: LockedCase,
  proposal: Proposal,
): Promise<Decision> {
  const { input, settings, appeal } = proposal;
  // Whoever reads it hears of it by mail; only a call for a person is still the key's to make.
  if (proposal.isKeyStopped && input.outcome !== "escalate") throw new DomainError("forbidden", stoppedWords);
  const decisionId = newId();
  const plan = locked.orderId ? await planDecision(tx, actor, locked, { input, decisionId }) : undefined;
  const isDenial = input.outcome === "deny";
  if (isDenial) {
    demand(
      mayDenyOutright(actor, plan?.stored.trace.verdict ?? null, {
        allowsAutoDeny: settings.allowsAutoDeny,
      }),
    );
  }
  const denial =
    input.outcome === "escalate"
      ? null
      : await wordsFor(tx, locked.tenantId, {
          trace: plan?.stored ?? null,
          customerReason: input.customerReason ?? "",
          isNo: isDenial,
          isAppeal: appeal !== undefined,
        });
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
