import Stripe from "stripe";
import { currencyOf, type Shop, type ShopOrder, totalOf } from "./shops";

const callsAtOnce = 16;

/** A payment at the provider, and what the shop gave back of it before the desk came. */
export type OrderPayment = Readonly<{ paymentId: string; refundId: string | undefined }>;

export type Provider = Readonly<{ url: string; secretKey: string }>;

/** The demo pays at the simulator and never at a real provider, not even with a test key. */
export function findSimulator(env: NodeJS.ProcessEnv): Provider | undefined {
  const { STRIPE_API_URL: url, STRIPE_SECRET_KEY: secretKey } = env;
  if (!url || !secretKey || new URL(url).hostname.endsWith("stripe.com")) return undefined;
  return { url, secretKey };
}

/**
 * Makes the payment of each card and PayPal order at the provider, as the shop did, and pays back the cancelled ones.
 * Repeatable: a payment that an interrupted run already made is found by its key.
 * @returns the payment of each order
 */
export async function payOrders(
  provider: Provider,
  shop: Shop,
  tenantId: string,
): Promise<ReadonlyMap<string, OrderPayment>> {
  const stripe = connect(provider);
  const paid = new Map<string, OrderPayment>();
  const waiting = shop.orders.filter((order) => order.method !== "gift_card");
  const payNext = async () => {
    for (let order = waiting.pop(); order; order = waiting.pop()) {
      paid.set(order.id, await pay(stripe, order, currencyOf(shop, order), tenantId));
    }
  };
  await Promise.all(Array.from({ length: callsAtOnce }, payNext));
  return paid;
}

export function connect({ url, secretKey }: Provider): Stripe {
  const { hostname, port, protocol } = new URL(url);
  return new Stripe(secretKey, {
    host: hostname,
    port,
    protocol: protocol === "https:" ? "https" : "http",
    maxNetworkRetries: 2,
    telemetry: false,
  });
}

async function pay(
  stripe: Stripe,
  order: ShopOrder,
  currency: string,
  tenantId: string,
): Promise<OrderPayment> {
  const metadata = { tenant_id: tenantId, order: order.id };
  const payment = await stripe.paymentIntents.create(
    {
      amount: totalOf(order),
      currency: currency.toLowerCase(),
      payment_method: methodOf(order),
      confirm: true,
      description: `Order ${order.id}`,
      metadata,
    },
    { idempotencyKey: `seed:${tenantId}:${order.id}:payment` },
  );
  if (payment.status !== "succeeded")
    throw new Error(`The payment of order ${order.id} is ${payment.status}.`);
  if (order.status !== "cancelled") return { paymentId: payment.id, refundId: undefined };
  const refund = await stripe.refunds.create(
    { payment_intent: payment.id, metadata },
    { idempotencyKey: `seed:${tenantId}:${order.id}:refund` },
  );
  return { paymentId: payment.id, refundId: refund.id };
}

function methodOf(order: ShopOrder): string {
  if (order.method === "paypal") return "pm_paypal";
  return order.methodLabel.startsWith("Mastercard") ? "pm_card_mastercard" : "pm_card_visa";
}
