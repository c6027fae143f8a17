import { setTimeout as sleep } from "node:timers/promises";
import type { z } from "zod";
import type { ApiAnswer, ApiRequest } from "./api";
import { sumRefunded } from "./books";
import { formatAmount } from "./currencies";
import type { Payment, Refund } from "./entries";
import { noSuch, PspError, providerBroke } from "./errors";
import { newEvent } from "./events";
import type { Fault } from "./faults";
import { keyResult } from "./keys";
import { parseParams, refundInput } from "./params";
import { requireCharge, requirePaymentIntent, requireWholeSteps } from "./payments";
import { failRefundWhenDue } from "./settlement";
import { chargeShape, refundShape } from "./shapes";
import { newStripeId, now, type Simulator } from "./simulator";

type RefundInput = z.output<typeof refundInput>;

/** Everything after `stopBeforePaying` is one synchronous step, so two requests never see the same balance. */
export async function createRefund(psp: Simulator, request: ApiRequest): Promise<ApiAnswer> {
  const input = parseParams(refundInput, request.params);
  const payment = requireRefundedPayment(psp, input);
  const fault = psp.faults.take(payment.intentId);
  if (request.log) request.log.fault = fault?.mode ?? null;
  await stopBeforePaying(fault, request);

  requireRefundable(psp, payment);
  const refund = newRefund(psp, payment, input, fault, request.idempotencyKey);
  const after = fault?.mode === "error_500_after_paying" ? providerBroke(true) : undefined;
  const answer = { status: after?.status ?? 200, body: after?.body ?? refundShape(refund) };
  const { chargeId } = payment;
  const refunds = [...psp.books.listRefundsOf(chargeId), refund];
  const charge = chargeShape(payment, refunds, psp.books.listDisputesOf(chargeId));
  psp.commit({
    type: "refund_created",
    at: refund.createdAt,
    refund,
    events: [
      newEvent(psp, "refund.created", refundShape(refund), request),
      newEvent(psp, "charge.refunded", charge, request),
    ],
    result: keyResult(request, answer.status, answer.body),
  });
  failRefundWhenDue(psp, refund);
  await psp.journal.synced();
  return { ...answer, isWithheld: fault?.mode === "timeout_after_paying" };
}

export function requireRefund(psp: Simulator, refundId: string): Refund {
  const refund = psp.books.findRefund(refundId);
  if (!refund) throw noSuch("refund", refundId, "id");
  return refund;
}

function requireRefundedPayment(psp: Simulator, input: RefundInput): Payment {
  const { payment_intent: intentId, charge: chargeId } = input;
  if (intentId === undefined && chargeId === undefined) {
    const message =
      "One of the following params should be provided for this request: payment_intent or charge.";
    throw new PspError(400, message);
  }
  const payment =
    intentId === undefined
      ? requireCharge(psp, chargeId ?? "", "charge")
      : requirePaymentIntent(psp, intentId, "payment_intent");
  if (chargeId !== undefined && chargeId !== payment.chargeId) {
    throw new PspError(400, "The charge does not belong to the payment intent.", { param: "charge" });
  }
  if (input.currency !== undefined && input.currency !== payment.currency) {
    throw new PspError(400, `The charge is in ${payment.currency}.`, { param: "currency" });
  }
  return payment;
}

function requireRefundable(psp: Simulator, payment: Payment): void {
  if (payment.status === "requires_capture") {
    const message = `This PaymentIntent (${payment.intentId}) does not have a successful charge to refund.`;
    throw new PspError(400, message, { code: "payment_intent_unexpected_state" }, true);
  }
  const isChargedBack = psp.books
    .listDisputesOf(payment.chargeId)
    .some(({ status }) => status === "needs_response" || status === "lost");
  if (!isChargedBack) return;
  const message = `Charge ${payment.chargeId} has been charged back; cannot issue a refund.`;
  throw new PspError(400, message, { code: "charge_disputed" }, true);
}

async function stopBeforePaying(fault: Fault | undefined, request: ApiRequest): Promise<void> {
  switch (fault?.mode) {
    case "rate_limited":
      throw new PspError(429, "Request rate limit exceeded.", { code: "rate_limit" });
    case "error_500_before":
      throw providerBroke(false);
    case "error_500_kept":
      throw providerBroke(true);
    case "not_refundable":
      throw new PspError(400, "This charge cannot be refunded.", { code: "charge_not_refundable" }, true);
    case "hang":
      await request.gone;
      throw providerBroke(false);
    case "slow":
      // It goes on when the caller has hung up: the money then moves after the caller's time-out.
      await sleep(fault.delayMs);
  }
}

function newRefund(
  psp: Simulator,
  payment: Payment,
  input: RefundInput,
  fault: Fault | undefined,
  idempotencyKey: string | null,
): Refund {
  const createdAt = now();
  return {
    id: newStripeId("re"),
    intentId: payment.intentId,
    chargeId: payment.chargeId,
    amount: requireRefundableAmount(psp, payment, input.amount),
    currency: payment.currency,
    methodType: payment.methodType,
    ...firstStatus(fault),
    failureReason: null,
    reason: input.reason ?? null,
    metadata: input.metadata,
    createdAt,
    failsAt:
      fault?.mode === "fails_later" ? new Date(Date.parse(createdAt) + fault.delayMs).toISOString() : null,
    idempotencyKey,
  };
}

function requireRefundableAmount(psp: Simulator, payment: Payment, asked: number | undefined): number {
  const left = payment.captured - sumRefunded(psp.books.listRefundsOf(payment.chargeId));
  if (left <= 0) {
    const message = `Charge ${payment.chargeId} has already been refunded.`;
    throw new PspError(400, message, { code: "charge_already_refunded" }, true);
  }
  const amount = asked ?? left;
  if (amount > left) {
    const show = (minor: number) => formatAmount(minor, payment.currency);
    const message = `Refund amount (${show(amount)}) is greater than unrefunded amount on charge (${show(left)})`;
    throw new PspError(400, message, { param: "amount" }, true);
  }
  requireWholeSteps(amount, payment.currency);
  return amount;
}

function firstStatus(fault: Fault | undefined): Pick<Refund, "status" | "pendingReason"> {
  switch (fault?.mode) {
    case "pending":
      return { status: "pending", pendingReason: "processing" };
    case "insufficient_balance":
      return { status: "pending", pendingReason: "insufficient_funds" };
    case "requires_action":
      return { status: "requires_action", pendingReason: null };
    default:
      return { status: "succeeded", pendingReason: null };
  }
}
