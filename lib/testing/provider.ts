import Stripe from "stripe";
import { setting } from "./setting";
import { until } from "./until";

// What happens at the payment provider without us, done and read at the simulator.

const address = new URL(setting("STRIPE_API_URL"));
export const stripe = new Stripe(setting("STRIPE_SECRET_KEY"), {
  host: address.hostname,
  port: Number(address.port),
  protocol: "http",
  telemetry: false,
});

async function control<Body>(path: string, body?: object): Promise<Body> {
  const init = body && { method: "POST", body: JSON.stringify(body) };
  const answer = await fetch(`${setting("STRIPE_API_URL")}/_control${path}`, init);
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Body;
}

/** The customer goes to the bank. @returns the dispute's id */
export async function dispute(paymentId: string, more: object = {}): Promise<string> {
  return (await control<{ id: string }>("/disputes", { payment_intent: paymentId, ...more })).id;
}

export const closeDispute = (id: string, status: "won" | "lost" | "warning_closed") =>
  control(`/disputes/${id}/close`, { status });

export const escalateDispute = (id: string) => control(`/disputes/${id}/escalate`, {});

/** Somebody refunds at the provider by hand. @returns the refund's id */
export async function refundByHand(paymentId: string, amountMinor: number): Promise<string> {
  return (await stripe.refunds.create({ payment_intent: paymentId, amount: amountMinor })).id;
}

export const settleRefund = (id: string, status: "failed" | "succeeded") =>
  control(`/refunds/${id}/settle`, { status });

type Totals = Readonly<{ captured: number; refunded: number; withdrawn: number; voided: number }>;

/** What the simulator's journal adds up to for one payment: the ground truth of money. */
export async function totalsOf(paymentId: string): Promise<Totals | undefined> {
  const { totals } = await control<{ totals: Record<string, Totals> }>(
    `/journal?payment_intent=${paymentId}`,
  );
  return Object.values(totals)[0];
}

/** Every event about a payment, oldest first, once there are `count` of them. */
export const eventsOf = (paymentId: string, count: number): Promise<Stripe.Event[]> =>
  until(`${count} events of ${paymentId}`, async () => {
    const found: Stripe.Event[] = [];
    for await (const event of stripe.events.list({ limit: 100 })) {
      const object = event.data.object as { id?: string; payment_intent?: string };
      if (object.id === paymentId || object.payment_intent === paymentId) found.unshift(event);
      if (found.length >= count) break;
    }
    return found.length >= count ? found : undefined;
  });

/** An event as the provider posts it. */
export function signedRequest(event: Stripe.Event, secret = setting("STRIPE_WEBHOOK_SECRET")): Request {
  const payload = JSON.stringify(event);
  const signature = stripe.webhooks.generateTestHeaderString({ payload, secret });
  return new Request("http://127.0.0.1/api/webhooks/stripe", {
    method: "POST",
    headers: { "stripe-signature": signature, "content-type": "application/json" },
    body: payload,
  });
}
