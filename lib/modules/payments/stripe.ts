import "server-only";
import Stripe from "stripe";
import { env } from "@/lib/platform/env";
import { defineHop } from "@/lib/platform/hops";
import {
  type ListedRefund,
  type ListedRefunds,
  type PaymentOf,
  type PaymentState,
  type ProviderRefund,
  type ProviderState,
  paymentStates,
  providerStates,
  type RefundRequest,
  RefusedByProviderError,
  type VoidRequest,
} from "./schema";
import { stripeOf } from "./stripe-client";

const timeoutMs = env.STRIPE_TIMEOUT_MS;
const submitHop = defineHop({
  name: "stripe.refund",
  kind: "payment",
  budgetMs: 2_000,
  timeoutMs: timeoutMs + 500,
});
const listHop = defineHop({
  name: "stripe.list",
  kind: "payment",
  budgetMs: 2_000,
  timeoutMs: timeoutMs + 500,
});

const voidHop = defineHop({
  name: "stripe.void",
  kind: "payment",
  budgetMs: 2_000,
  timeoutMs: timeoutMs + 500,
});
const stateHop = defineHop({
  name: "stripe.payment",
  kind: "payment",
  budgetMs: 2_000,
  timeoutMs: timeoutMs + 500,
});

async function submit(request: RefundRequest): Promise<ProviderRefund> {
  const stripe = await stripeOf(request.tenantId);
  try {
    const refund = await submitHop(() =>
      stripe.refunds.create(
        {
          payment_intent: request.paymentId,
          amount: request.amountMinor,
          metadata: {
            refund_id: request.refundId,
            attempt_id: request.attemptId,
            generation: String(request.generation),
            tenant_id: request.tenantId,
          },
        },
        { idempotencyKey: request.idempotencyKey },
      ),
    );
    return toProviderRefund(refund);
  } catch (error) {
    if (isRefusal(error)) throw new RefusedByProviderError(error.code ?? error.type);
    throw error;
  }
}

async function listRefunds({ tenantId, paymentId }: PaymentOf): Promise<ProviderRefund[]> {
  const stripe = await stripeOf(tenantId);
  const found: ProviderRefund[] = [];
  await listHop(async () => {
    for await (const refund of stripe.refunds.list({ payment_intent: paymentId, limit: 100 })) {
      found.push(toProviderRefund(refund));
    }
  });
  return found;
}

async function listRefundsSince(tenantId: string, since: Date, limit: number): Promise<ListedRefunds> {
  const stripe = await stripeOf(tenantId);
  const refunds: ListedRefund[] = [];
  const created = { gte: Math.floor(since.getTime() / 1_000) };
  let after: string | undefined;
  for (;;) {
    // A page is one call of the hop: however many pages there are, each has its own time.
    const page = await listHop(() =>
      stripe.refunds.list({ created, limit: 100, ...(after && { starting_after: after }) }),
    );
    refunds.push(...page.data.map(toListedRefund));
    after = page.data.at(-1)?.id;
    if (!page.has_more || !after) return { refunds, isComplete: true };
    if (refunds.length >= limit) return { refunds: refunds.slice(0, limit), isComplete: false };
  }
}

/**
 * Gives up what a payment only holds. Repeating it with the same key changes nothing more.
 * @throws RefusedByProviderError when the provider refused, for instance because the money was taken in the meantime
 * @see https://docs.stripe.com/api/payment_intents/cancel
 */
async function voidPayment(request: VoidRequest): Promise<PaymentState | undefined> {
  const { tenantId, paymentId, idempotencyKey } = request;
  const stripe = await stripeOf(tenantId);
  try {
    const intent = await voidHop(() => stripe.paymentIntents.cancel(paymentId, {}, { idempotencyKey }));
    return toPaymentState(intent.status);
  } catch (error) {
    if (isRefusal(error)) throw new RefusedByProviderError(error.code ?? error.type);
    throw error;
  }
}

/** @returns undefined while the customer or the bank still has to do something */
async function findPaymentState({ tenantId, paymentId }: PaymentOf): Promise<PaymentState | undefined> {
  const stripe = await stripeOf(tenantId);
  const intent = await stateHop(() => stripe.paymentIntents.retrieve(paymentId));
  return toPaymentState(intent.status);
}

const dividedByTen = new Set(["BHD", "JOD", "KWD", "OMR", "TND"]);
const dividedByHundred = new Set(["ISK", "UGX"]);

/**
 * The smallest step in which Stripe moves a charge's money, in minor units. Forints and Taiwan dollars are rounded in
 * bank payouts only, so their charges and refunds are exact.
 * @see https://docs.stripe.com/currencies
 */
export function minorStep(currency: string): number {
  if (dividedByTen.has(currency)) return 10;
  return dividedByHundred.has(currency) ? 100 : 1;
}

export const stripePayments = {
  submit,
  listRefunds,
  listRefundsSince,
  voidPayment,
  findPaymentState,
  minorStep,
};

export const toProviderRefund = (refund: Stripe.Refund): ProviderRefund => ({
  providerRefundId: refund.id,
  state: toState(refund.status),
  amountMinor: refund.amount,
  failureReason: refund.failure_reason ?? null,
  attemptId: refund.metadata?.attempt_id,
});

const toListedRefund = (refund: Stripe.Refund): ListedRefund => ({
  ...toProviderRefund(refund),
  paymentId: typeof refund.payment_intent === "string" ? refund.payment_intent : refund.payment_intent?.id,
  currency: refund.currency.toUpperCase(),
  createdAt: new Date(refund.created * 1_000),
});

const toPaymentState = (status: string): PaymentState | undefined =>
  paymentStates.find((state) => state === status);

const toState = (status: string | null): ProviderState =>
  providerStates.find((state) => state === status) ?? "pending";

// Only a 4xx about the request itself is a refusal. A key in use or a key with other parameters says nothing about
// what happened to the first request, and 429 comes before anything happened.
function isRefusal(error: unknown): error is Stripe.errors.StripeError {
  if (!(error instanceof Stripe.errors.StripeError)) return false;
  if (error.type === "StripeIdempotencyError" || error.code === "idempotency_key_in_use") return false;
  const status = error.statusCode ?? 500;
  return (
    status >= 400 && status < 500 && status !== 409 && status !== 429 && status !== 401 && status !== 403
  );
}
