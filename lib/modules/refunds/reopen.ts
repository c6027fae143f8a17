import { and, eq, notInArray } from "drizzle-orm";
import { type LockedCase, summarizeCase } from "@/lib/modules/cases/commands";
import { lockCharges, moveReservation } from "@/lib/modules/orders/commands";
import { findChargebacks } from "@/lib/modules/orders/disputes";
import type { Charge } from "@/lib/modules/orders/schema";
import { appendEvent } from "@/lib/modules/outbox/outbox";
import type { Transaction } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { summarizeRefunds } from "./policy";
import { listRefundStates } from "./queries";
import type { Refund } from "./schema";
import { refunds } from "./tables";

/** Two ways at once would pay twice: while one is asked for, the other is closed. @throws DomainError `conflict` */
export async function requireNoReplacement(tx: Transaction, refund: Refund): Promise<void> {
  const [open] = await tx
    .select({ id: refunds.id })
    .from(refunds)
    .where(
      and(
        eq(refunds.tenantId, refund.tenantId),
        eq(refunds.replacesId, refund.id),
        notInArray(refunds.state, ["canceled", "failed", "failed_late"]),
      ),
    );
  if (open) {
    throw new DomainError(
      "conflict",
      "Somebody asked to pay it another way. Finance has to agree or decline first.",
    );
  }
}

/**
 * Sets the money of a failed refund aside again: it went back to the charge, and somebody else may have had it since.
 * @throws DomainError `conflict` when so much is not left, or the bank disputes the payment
 */
export async function reserveAgain(tx: Transaction, locked: LockedCase, refund: Refund): Promise<Charge> {
  const charges = locked.orderId ? await lockCharges(tx, locked.tenantId, locked.orderId) : [];
  const charge = charges.find(({ id }) => id === refund.chargeId);
  if (!charge || charge.refundableMinor < refund.amountMinor) {
    throw new DomainError("conflict", "So much of the payment is not left any more.");
  }
  if ((await findChargebacks(tx, locked.tenantId, [charge.id])).has(charge.id)) {
    throw new DomainError(
      "conflict",
      "The customer's bank disputes this payment. Paying it now could pay it twice.",
    );
  }
  await moveReservation(tx, locked.tenantId, refund.chargeId, refund.amountMinor);
  return charge;
}

/** Lets the worker pay a refund that people opened again, and says so to whoever follows the case. */
export async function release(tx: Transaction, locked: LockedCase, refund: Refund): Promise<void> {
  await tx
    .update(refunds)
    .set({
      state: "scheduled",
      method: refund.method,
      scheduledFor: null,
      settledAt: null,
      failureReason: null,
    })
    .where(and(eq(refunds.tenantId, refund.tenantId), eq(refunds.id, refund.id)));
  // Another refund of the decision may still stand in red.
  const states = await listRefundStates(tx, refund.tenantId, refund.decisionId);
  const overall = summarizeRefunds(states) ?? "scheduled";
  const isStuck = overall === "failed" || overall === "failed_late";
  await summarizeCase(tx, locked, {
    refund: overall,
    edited: true,
    steps: [{ step: "payout", state: isStuck ? "attention" : "waiting", attempts: refund.generation }],
  });
  await appendEvent(
    tx,
    { tenantId: refund.tenantId, type: "case", id: refund.caseId },
    {
      type: "refund.released",
      payload: {
        caseId: refund.caseId,
        refundId: refund.id,
        amountMinor: refund.amountMinor,
        currency: refund.currency,
      },
    },
  );
}
