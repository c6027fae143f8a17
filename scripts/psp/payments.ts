import type { z } from "zod";
import type { ApiAnswer, ApiRequest } from "./api";
import { amountStep, formatAmount } from "./currencies";
import type { Payment } from "./entries";
import { noSuch, PspError } from "./errors";
import { keyResult } from "./keys";
import { parseParams, paymentInput } from "./params";
import { chargeShape, paymentIntentShape } from "./shapes";
import { newStripeId, now, type Simulator } from "./simulator";

/** A payment made and confirmed: captured at once, or held when the shop takes the money only as it ships. */
export async function createPaymentIntent(psp: Simulator, request: ApiRequest): Promise<ApiAnswer> {
  const input = parseParams(paymentInput, request.params);
  if (!input.confirm)
    throw new PspError(400, "The simulator only makes confirmed payments.", { param: "confirm" });
  requireWholeSteps(input.amount, input.currency);
  requireAcceptedMethod(input.payment_method);
  const payment = newPayment(input);
  const body = paymentIntentShape(payment);
  const result = keyResult(request, 200, body);
  const type = payment.status === "succeeded" ? "payment_succeeded" : "payment_authorized";
  psp.commit({ type, at: payment.createdAt, payment, result });
  // Payments are only ever facts to start from, so they share a later fsync; a kill keeps them all the same.
  void psp.journal.synced();
  return { status: 200, body };
}

export function requirePaymentIntent(psp: Simulator, intentId: string, param = "intent"): Payment {
  const payment = psp.books.findPayment(intentId);
  if (!payment) throw noSuch("payment_intent", intentId, param);
  return payment;
}

export function requireCharge(psp: Simulator, chargeId: string, param = "id"): Payment {
  const payment = psp.books.findPaymentOfCharge(chargeId);
  if (!payment) throw noSuch("charge", chargeId, param);
  return payment;
}

export function chargeOf(psp: Simulator, payment: Payment): ReturnType<typeof chargeShape> {
  const { chargeId } = payment;
  return chargeShape(payment, psp.books.listRefundsOf(chargeId), psp.books.listDisputesOf(chargeId));
}

export function requireWholeSteps(amount: number, currency: string): void {
  const step = amountStep(currency);
  if (amount % step === 0) return;
  const text = `Invalid amount ${formatAmount(amount, currency)}: amounts in ${currency} must be divisible by ${step}.`;
  throw new PspError(400, text, { param: "amount" });
}

function newPayment(input: z.output<typeof paymentInput>): Payment {
  const isHeld = input.capture_method === "manual";
  return {
    intentId: newStripeId("pi"),
    chargeId: newStripeId("ch"),
    amount: input.amount,
    captured: isHeld ? 0 : input.amount,
    status: isHeld ? "requires_capture" : "succeeded",
    captureMethod: isHeld ? "manual" : "automatic_async",
    canceledAt: null,
    cancellationReason: null,
    currency: input.currency,
    method: input.payment_method,
    methodType: input.payment_method.includes("paypal") ? "paypal" : "card",
    customer: input.customer ?? null,
    description: input.description ?? null,
    receiptEmail: input.receipt_email ?? null,
    metadata: input.metadata,
    createdAt: now(),
  };
}

function requireAcceptedMethod(method: string): void {
  if (!/declined/i.test(method)) return;
  const decline = { type: "card_error", code: "card_declined", decline_code: "generic_decline" } as const;
  throw new PspError(402, "Your card was declined.", decline, true);
}
