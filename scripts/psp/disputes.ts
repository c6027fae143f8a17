import { z } from "zod";
import { type Dispute, type DisputeStatus, disputeReasons, type PspEvent } from "./entries";
import { noSuch, PspError } from "./errors";
import { newEvent } from "./events";
import { requireCharge, requirePaymentIntent } from "./payments";
import { settleRefund } from "./settlement";
import { disputeShape } from "./shapes";
import { newStripeId, now, type Simulator } from "./simulator";

export const disputeInput = z.strictObject({
  payment_intent: z.string().optional(),
  charge: z.string().optional(),
  amount: z.coerce.number().int().min(1).optional(),
  reason: z.enum(disputeReasons).default("fraudulent"),
  status: z.enum(["warning_needs_response", "needs_response"]).default("needs_response"),
});
export const closeInput = z.strictObject({ status: z.enum(["won", "lost", "warning_closed"]) });

/** A customer went to the bank. An inquiry only asks; a chargeback takes the money back at once. */
export async function openDispute(psp: Simulator, input: z.output<typeof disputeInput>): Promise<Dispute> {
  const payment =
    input.payment_intent === undefined
      ? requireCharge(psp, input.charge ?? "", "charge")
      : requirePaymentIntent(psp, input.payment_intent, "payment_intent");
  if (payment.status !== "succeeded") throw new PspError(400, "Only a captured payment can be disputed.");
  const isChargeback = input.status === "needs_response";
  const dispute: Dispute = {
    id: newStripeId("dp"),
    intentId: payment.intentId,
    chargeId: payment.chargeId,
    amount: input.amount ?? payment.captured,
    currency: payment.currency,
    reason: input.reason,
    status: input.status,
    withdrawnAt: isChargeback ? now() : null,
    reinstatedAt: null,
    createdAt: now(),
  };
  await change(psp, dispute, [
    "charge.dispute.created",
    ...(isChargeback ? (["charge.dispute.funds_withdrawn"] as const) : []),
  ]);
  if (isChargeback) await failPendingRefunds(psp, dispute.chargeId);
  return dispute;
}

/** The bank was not content with the answer to its inquiry. */
export async function escalateDispute(psp: Simulator, disputeId: string): Promise<Dispute> {
  const dispute = requireDispute(psp, disputeId);
  if (!isInquiry(dispute.status)) throw cannot(dispute, "needs_response");
  const escalated: Dispute = { ...dispute, status: "needs_response", withdrawnAt: now() };
  await change(psp, escalated, ["charge.dispute.updated", "charge.dispute.funds_withdrawn"]);
  await failPendingRefunds(psp, dispute.chargeId);
  return escalated;
}

/** @throws PspError (400) when a dispute in its state cannot end that way */
export async function closeDispute(
  psp: Simulator,
  disputeId: string,
  { status }: z.output<typeof closeInput>,
): Promise<Dispute> {
  const dispute = requireDispute(psp, disputeId);
  const isFitting = status === "warning_closed" ? isInquiry(dispute.status) : isOpen(dispute.status);
  if (!isFitting) throw cannot(dispute, status);
  const closed: Dispute = { ...dispute, status, reinstatedAt: status === "won" ? now() : null };
  await change(psp, closed, [
    "charge.dispute.closed",
    ...(status === "won" ? (["charge.dispute.funds_reinstated"] as const) : []),
  ]);
  return closed;
}

export function requireDispute(psp: Simulator, disputeId: string): Dispute {
  const dispute = psp.books.findDispute(disputeId);
  if (!dispute) throw noSuch("dispute", disputeId, "id");
  return dispute;
}

async function change(psp: Simulator, dispute: Dispute, types: readonly PspEvent["type"][]): Promise<void> {
  const events = types.map((type) => newEvent(psp, type, disputeShape(dispute)));
  psp.commit({ type: "dispute_changed", at: now(), dispute, events });
  await psp.journal.synced();
}

/** A refund that waits for money can no longer leave: the bank already took the money itself. */
async function failPendingRefunds(psp: Simulator, chargeId: string): Promise<void> {
  for (const refund of psp.books.listRefundsOf(chargeId)) {
    if (refund.status !== "pending") continue;
    const failureReason = "charge_for_pending_refund_disputed";
    await settleRefund(psp, refund.id, { status: "failed", failureReason });
  }
}

const isInquiry = (status: DisputeStatus): boolean => status === "warning_needs_response";
const isOpen = (status: DisputeStatus): boolean => status === "needs_response";

const cannot = (dispute: Dispute, status: string): PspError =>
  new PspError(400, `A dispute that is ${dispute.status} cannot become ${status}.`, { param: "status" });
