import { and, eq, inArray } from "drizzle-orm";
import { requireProofFor } from "@/lib/modules/access/proof";
import { limitsOf, loadSettings } from "@/lib/modules/access/settings";
import { findLastActor, recordAudit } from "@/lib/modules/audit/audit";
import type { LockedCase } from "@/lib/modules/cases/commands";
import { makeDue } from "@/lib/modules/effects/commands";
import { moveReservation } from "@/lib/modules/orders/commands";
import { loadMethods } from "@/lib/modules/orders/facts";
import type { MemberActor } from "@/lib/platform/actor";
import { asActor, type Transaction } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { startAttempt } from "./commands";
import { post } from "./ledger";
import { lockWithCase, requireUnmerged } from "./lock";
import {
  demand,
  mayAgreeToReplacement,
  mayAskReplacement,
  mayDeclineReplacement,
  mayRecordManual,
  mayRetry,
} from "./policy";
import { recordAttempt } from "./record";
import { release, requireNoReplacement, reserveAgain } from "./reopen";
import type { ManualPayout, Refund, ReplaceRefund } from "./schema";
import { refunds } from "./tables";

export const askedForReplacement = "refund.replacement_asked";

/** Pays a refund that has certainly failed again, the same way, as a new attempt under a new key. */
export const retryRefund = (
  actor: MemberActor,
  { refundId }: Readonly<{ refundId: string }>,
): Promise<void> =>
  asActor(actor, async (tx) => {
    const { locked, refund } = await lockWithCase(tx, actor, refundId);
    requireUnmerged(locked);
    const limits = await limitsFor(tx, actor, refund);
    demand(mayRetry(actor, refund, limits));
    await requireProofFor(tx, actor, { ...refund, ...limits });
    await requireNoReplacement(tx, refund);
    const charge = await reserveAgain(tx, locked, refund);
    // What was only held may have been taken since: then it is refunded like any other payment.
    const method = refund.method === "void" && charge.state === "captured" ? "refund" : refund.method;
    await post(tx, refund, "reserved", refund.generation);
    await release(tx, locked, { ...refund, method });
    await audit(tx, actor, "refund.retried", refund, { method });
  });

/**
 * Asks to pay a failed refund another way. Nothing moves until finance agrees.
 * @returns the id of the refund that would take its place
 */
export const replaceRefund = (actor: MemberActor, input: ReplaceRefund): Promise<string> =>
  asActor(actor, async (tx) => {
    const { locked, refund } = await lockWithCase(tx, actor, input.refundId);
    requireUnmerged(locked);
    demand(mayAskReplacement(actor, refund));
    if (input.destinationId) await requireAccount(tx, locked, input.destinationId);
    await requireNoReplacement(tx, refund);
    const charge = await reserveAgain(tx, locked, refund);
    if (charge.state !== "captured") {
      throw new DomainError(
        "conflict",
        "As far as we know this payment was never taken, so there is nothing to pay.",
      );
    }
    const replacement = {
      ...{ id: newId(), tenantId: refund.tenantId, caseId: refund.caseId, decisionId: refund.decisionId },
      ...{ chargeId: refund.chargeId, amountMinor: refund.amountMinor, currency: refund.currency },
      method: input.by,
      destinationId: input.destinationId ?? null,
      replacesId: refund.id,
      state: "reserved" as const,
    };
    await tx.insert(refunds).values(replacement);
    await post(tx, replacement, "reserved", 0);
    await audit(tx, actor, askedForReplacement, replacement, { reason: input.reason, by: input.by });
    return replacement.id;
  });

/** Agrees to what somebody else asked for: the failed refund is never paid again, the other one goes its way. */
export const agreeToReplacement = (
  actor: MemberActor,
  { refundId }: Readonly<{ refundId: string }>,
): Promise<void> =>
  asActor(actor, async (tx) => {
    const { locked, refund } = await lockWithCase(tx, actor, refundId);
    requireUnmerged(locked);
    const askedById = await findLastActor(tx, actor.tenantId, askedForReplacement, refund.id);
    demand(mayAgreeToReplacement(actor, refund, askedById));
    await requireProofFor(tx, actor, { ...refund, ...(await limitsFor(tx, actor, refund)) });
    const replaced = await tx
      .update(refunds)
      .set({ state: "replaced", settledAt: new Date() })
      .where(
        and(
          eq(refunds.tenantId, actor.tenantId),
          eq(refunds.id, refund.replacesId ?? refund.id),
          inArray(refunds.state, ["failed", "failed_late"]),
        ),
      )
      .returning({ id: refunds.id });
    if (replaced.length === 0) throw new DomainError("conflict", "The first refund has not failed any more.");
    await release(tx, locked, refund);
    await audit(tx, actor, "refund.replaced", refund, { replaces: refund.replacesId });
  });

/** Declines what somebody asked for, or takes it back: the failed refund stays as it was. */
export const declineReplacement = (
  actor: MemberActor,
  { refundId }: Readonly<{ refundId: string }>,
): Promise<void> =>
  asActor(actor, async (tx) => {
    const { refund } = await lockWithCase(tx, actor, refundId);
    demand(mayDeclineReplacement(actor, refund));
    await tx
      .update(refunds)
      .set({ state: "canceled", settledAt: new Date() })
      .where(and(eq(refunds.tenantId, actor.tenantId), eq(refunds.id, refund.id)));
    await moveReservation(tx, actor.tenantId, refund.chargeId, -refund.amountMinor);
    await post(tx, refund, "released", 0);
    await audit(tx, actor, "refund.replacement_declined", refund, { replaces: refund.replacesId });
  });

/** Notes that a payout by hand was made, under the reference of the bank or the till. */
export const recordManualPayout = (actor: MemberActor, input: ManualPayout): Promise<void> =>
  asActor(actor, async (tx) => {
    const { locked, refund } = await lockWithCase(tx, actor, input.refundId);
    demand(mayRecordManual(actor, refund));
    await requireProofFor(tx, actor, { ...refund, ...(await limitsFor(tx, actor, refund)) });
    const attempt = await startAttempt(tx, refund);
    if (!attempt)
      throw new DomainError("conflict", "This payout is stopped or held at the moment. Nothing was noted.");
    await tx
      .update(refunds)
      .set({ manualReference: input.reference })
      .where(and(eq(refunds.tenantId, actor.tenantId), eq(refunds.id, refund.id)));
    await recordAttempt(
      tx,
      locked,
      { ...refund, generation: attempt.generation },
      {
        // The same reference may stand for several refunds: one transfer to one customer.
        providerRefundId: `by hand: ${refund.id}`,
        state: "succeeded",
        amountMinor: refund.amountMinor,
        failureReason: null,
        attemptId: attempt.id,
      },
    );
    // The worker finds it paid and ends what stood in red.
    await makeDue(tx, { tenantId: actor.tenantId, kind: "payout" }, [refund.id]);
    await audit(tx, actor, "refund.paid_by_hand", refund, { reference: input.reference });
  });

const limitsFor = async (tx: Transaction, actor: MemberActor, { currency }: Refund) =>
  limitsOf(await loadSettings(tx, actor.tenantId), currency);

async function requireAccount(tx: Transaction, locked: LockedCase, destinationId: string): Promise<void> {
  const accounts = await loadMethods(tx, locked.tenantId, locked.customerId);
  const isOwn = accounts.some(
    ({ id, kind }) => id === destinationId && (kind === "gift_card" || kind === "store_credit"),
  );
  if (!isOwn) {
    throw new DomainError("invalid", "This is not an account of the customer.", { field: "destinationId" });
  }
}

const audit = (
  tx: Transaction,
  actor: MemberActor,
  action: string,
  refund: Pick<Refund, "id" | "caseId" | "amountMinor" | "currency">,
  detail: Record<string, unknown>,
) =>
  recordAudit(tx, actor, {
    action,
    subjectType: "refund",
    subjectId: refund.id,
    detail: { caseId: refund.caseId, amountMinor: refund.amountMinor, currency: refund.currency, ...detail },
  });
