import type { ApiAnswer, ApiRequest } from "./api";
import { formatAmount } from "./currencies";
import type { Payment } from "./entries";
import { PspError } from "./errors";
import { newEvent } from "./events";
import { keyResult } from "./keys";
import { cancelInput, captureInput, parseParams } from "./params";
import { requirePaymentIntent, requireWholeSteps } from "./payments";
import { chargeShape, paymentIntentShape } from "./shapes";
import { now, type Simulator } from "./simulator";

/** Takes what a payment only holds; what is not taken is released. */
export async function capturePayment(psp: Simulator, request: ApiRequest, id: string): Promise<ApiAnswer> {
  const input = parseParams(captureInput, request.params);
  const payment = requireHeld(psp, id, "captured");
  const captured = input.amount_to_capture ?? payment.amount;
  if (captured > payment.amount) {
    const held = formatAmount(payment.amount, payment.currency);
    const message = `The remaining amount that can be captured for this PaymentIntent is ${held}.`;
    throw new PspError(400, message, { code: "amount_too_large", param: "amount_to_capture" }, true);
  }
  requireWholeSteps(captured, payment.currency);
  const changed: Payment = { ...payment, status: "succeeded", captured };
  return await change(psp, request, changed, "charge.captured");
}

/** Gives the held money back without having taken it. */
export async function cancelPayment(psp: Simulator, request: ApiRequest, id: string): Promise<ApiAnswer> {
  const input = parseParams(cancelInput, request.params);
  const payment = requireHeld(psp, id, "canceled");
  const cancellationReason = input.cancellation_reason ?? null;
  const changed: Payment = { ...payment, status: "canceled", canceledAt: now(), cancellationReason };
  return await change(psp, request, changed, "payment_intent.canceled");
}

async function change(
  psp: Simulator,
  request: ApiRequest,
  payment: Payment,
  type: "charge.captured" | "payment_intent.canceled",
): Promise<ApiAnswer> {
  const charge = chargeShape(payment, [], []);
  const body = paymentIntentShape(payment);
  psp.commit({
    type: "payment_changed",
    at: now(),
    payment,
    events:
      type === "charge.captured"
        ? [newEvent(psp, type, charge, request)]
        : [newEvent(psp, type, body, request), newEvent(psp, "charge.refunded", charge, request)],
    result: keyResult(request, 200, body),
  });
  await psp.journal.synced();
  return { status: 200, body };
}

function requireHeld(psp: Simulator, id: string, verb: string): Payment {
  const payment = requirePaymentIntent(psp, id);
  if (payment.status === "requires_capture") return payment;
  const message = `This PaymentIntent could not be ${verb} because it has a status of ${payment.status}.`;
  throw new PspError(400, message, { code: "payment_intent_unexpected_state" }, true);
}
