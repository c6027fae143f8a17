import "server-only";
import Stripe from "stripe";
import { env } from "@/lib/platform/env";
import { defineHop } from "@/lib/platform/hops";
import {
  type ProviderRefund,
  type ProviderState,
  providerStates,
  type RefundRequest,
  RefusedByProviderError,
} from "./schema";

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

const address = new URL(env.STRIPE_API_URL);
// The SDK never retries by itself: a repeat is our decision, with our key, after a look at what happened.
const stripe = new Stripe(env.STRIPE_SECRET_KEY, {
  host: address.hostname,
  port: Number(address.port || (address.protocol === "https:" ? 443 : 80)),
  protocol: address.protocol === "https:" ? "https" : "http",
  timeout: timeoutMs,
  maxNetworkRetries: 0,
  telemetry: false,
});

async function submit(request: RefundRequest): Promise<ProviderRefund> {
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

async function listRefunds(paymentId: string): Promise<ProviderRefund[]> {
  const found: ProviderRefund[] = [];
  await listHop(async () => {
    for await (const refund of stripe.refunds.list({ payment_intent: paymentId, limit: 100 })) {
      found.push(toProviderRefund(refund));
    }
  });
  return found;
}

export const stripePayments = { submit, listRefunds };

type RefundEvent = Readonly<{
  id: string;
  type: string;
  metadata: Readonly<Record<string, string>>;
  refund: ProviderRefund;
}>;

const refundEvents = ["refund.created", "refund.updated", "refund.failed"];

/**
 * Reads a webhook after checking its signature.
 * @returns undefined for an event that is not about a refund
 * @throws when the signature is wrong or older than five minutes
 */
export function readRefundEvent(body: string, signature: string): RefundEvent | undefined {
  const event = stripe.webhooks.constructEvent(body, signature, env.STRIPE_WEBHOOK_SECRET);
  if (!refundEvents.includes(event.type)) return undefined;
  const refund = event.data.object as Stripe.Refund;
  return {
    id: event.id,
    type: event.type,
    metadata: refund.metadata ?? {},
    refund: toProviderRefund(refund),
  };
}

const toProviderRefund = (refund: Stripe.Refund): ProviderRefund => ({
  providerRefundId: refund.id,
  state: toState(refund.status),
  amountMinor: refund.amount,
  failureReason: refund.failure_reason ?? null,
  attemptId: refund.metadata?.attempt_id,
});

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
