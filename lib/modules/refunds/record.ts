import { and, eq } from "drizzle-orm";
import { type LockedCase, lockCase, recordStep, summarizeCase } from "@/lib/modules/cases/commands";
import type { StepState } from "@/lib/modules/cases/schema";
import { moveReservation } from "@/lib/modules/orders/commands";
import { appendEvent } from "@/lib/modules/outbox/outbox";
import type { ProviderRefund } from "@/lib/modules/payments/schema";
import type { SystemActor } from "@/lib/platform/actor";
import { asActor, type Transaction } from "@/lib/platform/db";
import { lockRefund } from "./commands";
import { failureWords, reviewPayoutStep } from "./holds";
import { post } from "./ledger";
import { nextAttemptState, refundStateOf, summarizeRefunds } from "./policy";
import { listRefundStates } from "./queries";
import type { AttemptState, Refund, RefundState } from "./schema";
import { providerEvents, refundAttempts, refunds } from "./tables";

/** A refusal has no refund at the provider, so no id there either. */
type Reported = Omit<ProviderRefund, "providerRefundId"> & Readonly<{ providerRefundId: string | null }>;
type ProviderEvent = Readonly<{ id: string; type: string; refundId: string; refund: ProviderRefund }>;

/**
 * Takes in a verified event about a refund of ours, at most once: it may come late, twice, out of order, and before
 * the answer to our own request.
 * @returns false when we do not know such a refund; nothing was written down then
 */
export async function recordProviderEvent(actor: SystemActor, event: ProviderEvent): Promise<boolean> {
  return asActor(actor, async (tx) => {
    const [known] = await tx
      .select({ caseId: refunds.caseId })
      .from(refunds)
      .where(and(eq(refunds.tenantId, actor.tenantId), eq(refunds.id, event.refundId)));
    if (!known) return false;
    const [fresh] = await tx
      .insert(providerEvents)
      .values({ tenantId: actor.tenantId, id: event.id, type: event.type, refundId: event.refundId })
      .onConflictDoNothing()
      .returning({ id: providerEvents.id });
    if (!fresh) return true;
    const locked = await lockCase(tx, actor.tenantId, known.caseId);
    const refund = await lockRefund(tx, actor.tenantId, event.refundId);
    if (refund) await recordAttempt(tx, locked, refund, event.refund);
    return true;
  });
}

/** Nobody knows whether the provider paid. Only looking it up leaves this state. */
export async function recordUnknown(
  tx: Transaction,
  locked: LockedCase,
  refund: Refund,
  words: string,
): Promise<void> {
  await tx
    .update(refundAttempts)
    .set({ state: "unknown" })
    .where(
      and(
        eq(refundAttempts.tenantId, refund.tenantId),
        eq(refundAttempts.refundId, refund.id),
        eq(refundAttempts.generation, refund.generation),
        eq(refundAttempts.state, "submitting"),
      ),
    );
  await tx
    .update(refunds)
    .set({ state: "unknown" })
    .where(
      and(eq(refunds.tenantId, refund.tenantId), eq(refunds.id, refund.id), eq(refunds.state, "submitting")),
    );
  const states = await listRefundStates(tx, refund.tenantId, refund.decisionId);
  const summary = await summarizeCase(tx, locked, { refund: summarizeRefunds(states) ?? "unknown" });
  await recordStep(tx, summary, {
    step: "payout",
    state: "unknown",
    attempts: refund.generation,
    error: words,
  });
}

/**
 * Writes down what the provider reports of one attempt: a fact, so it always succeeds, and a repeat changes nothing.
 * News of an attempt that is not the newest stays with that attempt.
 * @returns whether anything changed
 */
export async function recordAttempt(
  tx: Transaction,
  locked: LockedCase,
  refund: Refund,
  reported: Reported,
): Promise<boolean> {
  if (!reported.attemptId) return false;
  const [attempt] = await tx
    .select()
    .from(refundAttempts)
    .where(
      and(
        eq(refundAttempts.tenantId, refund.tenantId),
        eq(refundAttempts.refundId, refund.id),
        eq(refundAttempts.id, reported.attemptId),
      ),
    )
    .for("update");
  const next = attempt && nextAttemptState(attempt.state, reported.state);
  if (!attempt || !next) return false;

  await tx
    .update(refundAttempts)
    .set({
      state: next,
      providerRefundId: reported.providerRefundId,
      failureReason: reported.failureReason,
      finishedAt: new Date(),
    })
    .where(and(eq(refundAttempts.tenantId, refund.tenantId), eq(refundAttempts.id, attempt.id)));
  if (attempt.generation === refund.generation) await followAttempt(tx, locked, refund, next, reported);
  return true;
}

async function followAttempt(
  tx: Transaction,
  locked: LockedCase,
  refund: Refund,
  attemptState: AttemptState,
  reported: Reported,
): Promise<void> {
  const state = refundStateOf(attemptState);
  const isSettled = ["succeeded", "failed", "failed_late", "canceled"].includes(state);
  await tx
    .update(refunds)
    .set({
      state,
      providerRefundId: reported.providerRefundId,
      failureReason: reported.failureReason,
      ...(isSettled ? { settledAt: new Date() } : {}),
    })
    .where(and(eq(refunds.tenantId, refund.tenantId), eq(refunds.id, refund.id)));
  await moveMoney(tx, refund, attemptState);
  const news = await tellNews(tx, refund, state);
  const overall = summarizeRefunds(await listRefundStates(tx, refund.tenantId, refund.decisionId)) ?? state;
  const summary = await summarizeCase(tx, locked, {
    refund: overall,
    steps: [
      {
        step: "payout",
        state: stepOf[overall] ?? "waiting",
        attempts: refund.generation,
        ...(reported.providerRefundId ? { providerId: reported.providerRefundId } : {}),
        at: new Date().toISOString(),
        ...(reported.failureReason ? { error: failureWords(reported.failureReason) } : {}),
      },
      // Whatever was delivered before, the customer and the CRM have not heard this yet.
      ...(isSettled
        ? (["mail", "crm"] as const).map((step) => ({ step, state: "waiting" as const, awaits: news }))
        : []),
    ],
  });
  // What the bank says of the charge stands in red, also when our own refund of it went well.
  await reviewPayoutStep(tx, summary);
}

/** @returns the event's number among those of the case */
async function tellNews(tx: Transaction, refund: Refund, state: RefundState): Promise<number> {
  const facts = {
    caseId: refund.caseId,
    refundId: refund.id,
    amountMinor: refund.amountMinor,
    currency: refund.currency,
  };
  const subject = { tenantId: refund.tenantId, type: "case", id: refund.caseId } as const;
  if (state === "succeeded") return appendEvent(tx, subject, { type: "refund.succeeded", payload: facts });
  if (state === "failed" || state === "failed_late" || state === "canceled") {
    return appendEvent(tx, subject, { type: "refund.failed", payload: facts });
  }
  return appendEvent(tx, subject, { type: "refund.changed", payload: { ...facts, state } });
}

const stepOf: Partial<Record<string, StepState>> = {
  succeeded: "done",
  pending: "waiting",
  requires_action: "attention",
  failed: "attention",
  failed_late: "attention",
  canceled: "attention",
};

async function moveMoney(tx: Transaction, refund: Refund, state: AttemptState): Promise<void> {
  if (state === "succeeded") await post(tx, refund, "settled", refund.generation);
  if (state === "failed" || state === "canceled") {
    await moveReservation(tx, refund.tenantId, refund.chargeId, -refund.amountMinor);
    await post(tx, refund, "released", refund.generation);
  }
  if (state === "failed_late") {
    await moveReservation(tx, refund.tenantId, refund.chargeId, -refund.amountMinor);
    await post(tx, refund, "returned", refund.generation);
  }
}
