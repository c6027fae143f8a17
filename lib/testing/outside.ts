import { type CaughtMail, readCaught } from "./mail-catcher";
import { setting } from "./setting";

// What the world outside saw: asked of the simulator, the mail catcher and the CRM sink, never of the product.

async function ask<Body>(url: string, init?: RequestInit): Promise<Body> {
  const answer = await fetch(url, init);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return (await answer.json()) as Body;
}

const post = (url: string, body: object) =>
  ask(url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

type PaidRefund = Readonly<{
  id: string;
  amount: number;
  status: string;
  metadata: Readonly<Record<string, string>>;
}>;

/** Every refund of a payment in the simulator's journal: the ground truth of money. */
export async function paidRefunds(paymentId: string): Promise<readonly PaidRefund[]> {
  const journal = await ask<{ refunds: PaidRefund[] }>(
    `${setting("STRIPE_API_URL")}/_control/journal?payment_intent=${paymentId}`,
  );
  return journal.refunds;
}

type RefundCall = Readonly<{ idempotency_key: string | null; method: string; path: string }>;

/** Every call about refunds that reached the simulator with this key. */
export async function refundCalls(idempotencyKey: string): Promise<readonly RefundCall[]> {
  const key = encodeURIComponent(idempotencyKey);
  const log = await ask<{ requests: RefundCall[] }>(
    `${setting("STRIPE_API_URL")}/_control/requests?idempotency_key=${key}`,
  );
  return log.requests;
}

/** Makes the next creation of a refund of this payment go wrong. */
export const failNextRefund = (mode: string, paymentId: string, delayMs?: number) =>
  post(`${setting("STRIPE_API_URL")}/_control/faults`, {
    mode,
    match: { payment_intent: paymentId },
    ...(delayMs === undefined ? {} : { delayMs }),
  });

type Delivery = Readonly<{ id: string; sequence: number; type: string; repeat: boolean; accepted: boolean }>;

/** What the CRM took about a case, in order of arrival. */
export async function crmDeliveries(caseId: string): Promise<readonly Delivery[]> {
  const found = await ask<{ deliveries: Delivery[] }>(
    `${setting("CRM_URL")}_control/deliveries?case=${caseId}`,
  );
  return found.deliveries.filter((delivery) => delivery.accepted);
}

/** Mails to one address, oldest first: those of the product and, where it has a catcher of its own, the auth server's. */
export async function mailsTo(address: string): Promise<readonly CaughtMail[]> {
  const pages = [process.env.AUTH_MAIL_URL, setting("MAIL_URL")].filter((page) => page !== undefined);
  return (await Promise.all(pages.map((page) => readCaught(page, [address])))).flat();
}
