import { type LockedCase, lockCase, recordStep } from "@/lib/modules/cases/commands";
import { endTry } from "@/lib/modules/effects/commands";
import { caseOf, type Effect } from "@/lib/modules/effects/schema";
import { findPaymentId } from "@/lib/modules/orders/commands";
import { payments } from "@/lib/modules/payments/provider";
import { type ProviderRefund, RefusedByProviderError } from "@/lib/modules/payments/schema";
import { creditAccount } from "@/lib/modules/payments/store-credit";
import { crashPoint } from "@/lib/platform/crash-points";
import { asTenant, type Transaction } from "@/lib/platform/db";
import { logger } from "@/lib/platform/logger";
import { type Attempt, lockNewestAttempt, lockRefund, startAttempt } from "./commands";
import { findObstacle } from "./obstacles";
import { recordAttempt, recordUnknown } from "./record";
import type { Refund } from "./schema";

const hourMs = 3_600_000;
// Stripe may forget a key after 24 h; from then on the same request would be a new one.
const keyLifeMs = 23 * hourMs;
const pollPendingMs = 30_000;

type Work =
  | Readonly<{ kind: "submit" | "look_up"; attempt: Attempt; refund: Refund; paymentId: string }>
  | Readonly<{ kind: "nothing"; reason?: string }>
  /** Its try was ended already, with what it waits for. */
  | Readonly<{ kind: "ended" }>;

/**
 * Pays the refund of a payout effect, or finds out whether an earlier try paid it. Runs at least once: the attempt
 * is committed before the provider is called, its key never changes, and a refund that is settled is left alone.
 */
export async function payRefund(effect: Effect): Promise<void> {
  const work = await planWork(effect);
  if (work.kind === "ended") return;
  if (work.kind === "nothing") {
    const { reason } = work;
    await asTenant(effect.tenantId, (tx) =>
      endTry(tx, effect, reason ? { state: "skipped", reason } : { state: "done" }),
    );
    return;
  }
  await (work.kind === "submit" ? submit(effect, work) : lookUp(effect, work));
}

type OpenWork = Extract<Work, { kind: "submit" | "look_up" }>;

async function planWork(effect: Effect): Promise<Work> {
  return asTenant(effect.tenantId, async (tx) => {
    const locked = await lockCase(tx, effect.tenantId, caseOf(effect));
    const refund = await lockRefund(tx, effect.tenantId, effect.subjectId);
    if (!refund) return { kind: "nothing", reason: "The refund does not exist." };
    const paymentId = await findPaymentId(tx, refund.tenantId, refund.chargeId);
    switch (refund.state) {
      case "scheduled": {
        if (refund.method === "manual") return waitForPerson(tx, effect, locked);
        const attempt = await startAttempt(tx, refund);
        if (!attempt) return waitForRelease(tx, effect, locked, refund);
        if (refund.method === "store_credit") return payCredit(tx, effect, locked, { refund, attempt });
        await recordStep(tx, locked, { step: "payout", state: "running", attempts: attempt.generation });
        return { kind: "submit", attempt, refund: { ...refund, generation: attempt.generation }, paymentId };
      }
      case "submitting":
        // Whoever submitted it is gone, and with it the answer.
        await recordUnknown(
          tx,
          locked,
          refund,
          "We lost contact while paying. We are checking whether it was paid.",
        );
        return resume(tx, refund, paymentId);
      case "unknown":
      case "pending":
      case "requires_action":
        return resume(tx, refund, paymentId);
      case "succeeded":
      case "failed":
      case "failed_late":
        return { kind: "nothing" };
      default:
        return { kind: "nothing", reason: `The refund is ${refund.state}.` };
    }
  });
}

/** Ends the try until the reason why the refund may not be paid yet is gone, and shows it. */
async function waitForRelease(
  tx: Transaction,
  effect: Effect,
  locked: LockedCase,
  refund: Refund,
): Promise<Work> {
  const obstacle = await findObstacle(tx, refund);
  const { delayMs, words } = obstacle;
  const shown = locked.followThrough.find(({ step }) => step === "payout");
  // What stands in red stays red: another refund of the case, or the bank, needs a person first.
  if (words && shown?.state !== "attention" && shown?.error !== words) {
    const nextRetryAt = new Date(Date.now() + delayMs).toISOString();
    await recordStep(tx, locked, {
      step: "payout",
      state: "waiting",
      attempts: 0,
      error: words,
      nextRetryAt,
    });
  }
  await endTry(tx, effect, { state: "retrying", error: words ?? "On hold.", delayMs, counts: false });
  return { kind: "ended" };
}

async function waitForPerson(tx: Transaction, effect: Effect, locked: LockedCase): Promise<Work> {
  const error = "This is paid by hand. Record the reference once it is done.";
  await recordStep(tx, locked, { step: "payout", state: "attention", attempts: 0, error });
  await endTry(tx, effect, { state: "dead", error });
  return { kind: "ended" };
}

// Our own ledger needs no network: attempt, credit and outcome are one commit.
async function payCredit(
  tx: Transaction,
  effect: Effect,
  locked: LockedCase,
  { refund, attempt }: Readonly<{ refund: Refund; attempt: Attempt }>,
): Promise<Work> {
  const { tenantId, amountMinor, currency, destinationId } = refund;
  if (!destinationId) throw new Error(`refund ${refund.id} goes to no account`);
  const cause = attempt.providerKey;
  await creditAccount(tx, { tenantId, methodId: destinationId, cause, amountMinor, currency });
  await recordAttempt(
    tx,
    locked,
    { ...refund, generation: attempt.generation },
    {
      providerRefundId: cause,
      state: "succeeded",
      amountMinor,
      failureReason: null,
      attemptId: attempt.id,
    },
  );
  await endTry(tx, effect, { state: "done", providerId: cause });
  return { kind: "ended" };
}

async function resume(tx: Transaction, refund: Refund, paymentId: string): Promise<Work> {
  const attempt = await lockNewestAttempt(tx, refund);
  if (!attempt) throw new Error(`refund ${refund.id} is ${refund.state} without an attempt`);
  return { kind: "look_up", attempt, refund, paymentId };
}

const refundAtProvider = ({ attempt, refund, paymentId }: OpenWork): Promise<ProviderRefund> =>
  payments.submit({
    paymentId,
    amountMinor: refund.amountMinor,
    idempotencyKey: attempt.providerKey,
    refundId: refund.id,
    attemptId: attempt.id,
    generation: attempt.generation,
    tenantId: refund.tenantId,
  });

/** A payment that was never taken is not refunded: its hold is given up. */
async function giveUp({ attempt, refund, paymentId }: OpenWork): Promise<ProviderRefund> {
  const state = await payments.voidPayment({
    tenantId: refund.tenantId,
    paymentId,
    idempotencyKey: attempt.providerKey,
  });
  if (state !== "canceled") throw new Error(`the voided payment is ${state}`);
  return voided(attempt, refund);
}

const voided = (attempt: Attempt, { amountMinor }: Refund): ProviderRefund => ({
  providerRefundId: `void:${attempt.id}`,
  state: "succeeded",
  amountMinor,
  failureReason: null,
  attemptId: attempt.id,
});

async function submit(effect: Effect, work: OpenWork): Promise<void> {
  const { attempt, refund } = work;
  crashPoint("before_provider_call");
  let answer: ProviderRefund;
  try {
    answer = await (refund.method === "void" ? giveUp(work) : refundAtProvider(work));
  } catch (error) {
    if (error instanceof RefusedByProviderError) {
      // "Already refunded" may mean: by this very attempt, whose first answer was lost.
      const paid = await findAtProvider(work);
      if (paid) return settle(effect, paid);
      const refusal = { providerRefundId: null, state: "failed", failureReason: error.reason } as const;
      return settle(effect, { ...refusal, amountMinor: refund.amountMinor, attemptId: attempt.id });
    }
    logger.warn({ refundId: refund.id, attemptId: attempt.id, error: String(error) }, "payout has no answer");
    return leaveUnknown(effect, "The payment provider did not answer. We are checking whether it was paid.");
  }
  crashPoint("after_provider_call_before_result");
  await settle(effect, answer);
}

// Absence alone never becomes "failed": a request may still land later, so what is missing is asked for again with
// the same key while the provider remembers it, and handed to a person afterwards.
async function lookUp(effect: Effect, work: OpenWork): Promise<void> {
  const { attempt } = work;
  let found: ProviderRefund | undefined;
  try {
    found = await findAtProvider(work);
  } catch (error) {
    logger.warn({ refundId: work.refund.id, error: String(error) }, "look-up has no answer");
    return leaveUnknown(effect, "The payment provider does not answer. We keep asking whether it was paid.");
  }
  if (found) return settle(effect, found);
  if (Date.now() - attempt.startedAt.getTime() < keyLifeMs) return submit(effect, work);
  await asTenant(effect.tenantId, async (tx) => {
    const locked = await lockCase(tx, effect.tenantId, caseOf(effect));
    const error = "The payment provider has no trace of this refund after a day. A person must decide.";
    await recordStep(tx, locked, { step: "payout", state: "attention", attempts: effect.attempts, error });
    await endTry(tx, effect, { state: "dead", error });
  });
}

async function findAtProvider({ attempt, refund, paymentId }: OpenWork): Promise<ProviderRefund | undefined> {
  if (refund.method === "void") {
    const state = await payments.findPaymentState({ tenantId: refund.tenantId, paymentId });
    return state === "canceled" ? voided(attempt, refund) : undefined;
  }
  const known = await payments.listRefunds({ tenantId: refund.tenantId, paymentId });
  return known.find((candidate) => candidate.attemptId === attempt.id);
}

type Reported = Omit<ProviderRefund, "providerRefundId"> & Readonly<{ providerRefundId: string | null }>;

async function settle(effect: Effect, reported: Reported): Promise<void> {
  await asTenant(effect.tenantId, async (tx) => {
    const locked = await lockCase(tx, effect.tenantId, caseOf(effect));
    const refund = await lockRefund(tx, effect.tenantId, effect.subjectId);
    if (!refund) throw new Error("the refund disappeared");
    await recordAttempt(tx, locked, refund, reported);
    const isOpen = reported.state === "pending" || reported.state === "requires_action";
    await endTry(
      tx,
      effect,
      isOpen
        ? { state: "retrying", error: "Waiting for the bank.", delayMs: pollPendingMs, counts: false }
        : { state: "done", providerId: reported.providerRefundId ?? undefined },
    );
  });
}

async function leaveUnknown(effect: Effect, words: string): Promise<void> {
  await asTenant(effect.tenantId, async (tx) => {
    const locked = await lockCase(tx, effect.tenantId, caseOf(effect));
    const refund = await lockRefund(tx, effect.tenantId, effect.subjectId);
    if (refund) await recordUnknown(tx, locked, refund, words);
    // An unknown payout is never given up: only finding out ends it.
    await endTry(tx, effect, { state: "retrying", error: words, counts: false });
  });
}
