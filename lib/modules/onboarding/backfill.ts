import "server-only";
import type Stripe from "stripe";
import { requireManager } from "@/lib/modules/access/members";
import { putOrderInput } from "@/lib/modules/orders/intake-schema";
import { findConnection, updateConnection } from "@/lib/modules/payments/connections";
import { payments } from "@/lib/modules/payments/provider";
import { stripeOf } from "@/lib/modules/payments/stripe-client";
import { recordReport } from "@/lib/modules/refunds/record-external";
import type { MemberActor } from "@/lib/platform/actor";
import { asActor } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { defineHop } from "@/lib/platform/hops";
import { takeInOrder } from "./import-orders";

const pageHop = defineHop({ name: "stripe.payments", kind: "payment", budgetMs: 2_000, timeoutMs: 10_000 });
const reachSeconds = 90 * 86_400;
const runMs = 15_000;

export type Backfilled = Readonly<{ taken: number; isDone: boolean }>;

/**
 * Takes in the payments of the last 90 days as orders of one line each, newest first. Stops after some seconds and goes
 * on where it stood when it is asked again; what was taken in before changes nothing.
 */
export async function backfillPayments(actor: MemberActor): Promise<Backfilled> {
  requireManager(actor);
  const connection = await findConnection(actor);
  if (!connection) throw new DomainError("conflict", "Connect the payment provider first.");
  const stripe = await stripeOf(actor.tenantId);
  const deadline = Date.now() + runMs;
  let cursor = connection.backfillCursor;
  let taken = 0;
  for (;;) {
    const page = await listPage(stripe, cursor);
    for (const intent of page.data) taken += (await takeInPayment(actor, intent)) ? 1 : 0;
    cursor = page.has_more ? (page.data.at(-1)?.id ?? null) : null;
    const isDone = cursor === null;
    await asActor(actor, (tx) =>
      updateConnection(tx, actor.tenantId, {
        backfillCursor: cursor,
        backfilledCount: connection.backfilledCount + taken,
        ...(isDone && { backfilledAt: new Date() }),
      }),
    );
    if (isDone || Date.now() > deadline) return { taken, isDone };
  }
}

async function listPage(stripe: Stripe, after: string | null): Promise<Stripe.ApiList<Stripe.PaymentIntent>> {
  try {
    return await pageHop(() =>
      stripe.paymentIntents.list({
        limit: 100,
        created: { gte: Math.floor(Date.now() / 1_000) - reachSeconds },
        expand: ["data.latest_charge"],
        ...(after && { starting_after: after }),
      }),
    );
  } catch {
    throw new DomainError("unavailable", "The payment provider does not answer. Go on in a moment.");
  }
}

/** @returns whether it was new */
async function takeInPayment(actor: MemberActor, intent: Stripe.PaymentIntent): Promise<boolean> {
  const order = orderOf(actor.tenantId, intent);
  if (!order) return false;
  const { isCreated } = await asActor(actor, (tx) => takeInOrder(tx, actor, order.number, order.order)).catch(
    (error: unknown) => {
      // The shop told more of this payment than the provider can: its order stays.
      if (error instanceof DomainError) return { isCreated: false };
      throw error;
    },
  );
  if (isCreated && chargeOf(intent)?.amount_refunded) await takeInRefunds(actor, intent.id);
  return isCreated;
}

const chargeOf = ({ latest_charge: charge }: Stripe.PaymentIntent): Stripe.Charge | undefined =>
  typeof charge === "object" && charge !== null ? charge : undefined;

function orderOf(tenantId: string, intent: Stripe.PaymentIntent) {
  // One account can serve several tenants: what another one's desk made is not ours.
  const owner = intent.metadata.tenant_id;
  if (owner !== undefined && owner !== tenantId) return undefined;
  if (intent.status !== "succeeded" && intent.status !== "requires_capture") return undefined;
  const charge = chargeOf(intent);
  const isCaptured = intent.status === "succeeded";
  const amountMinor = isCaptured ? intent.amount_received : intent.amount;
  const email = intent.receipt_email ?? charge?.billing_details.email ?? `${intent.id}@customer.invalid`;
  const customer = typeof intent.customer === "string" ? intent.customer : email;
  const name = intent.description || "Payment";
  const parsed = putOrderInput.safeParse({
    customer: { externalId: customer, name: charge?.billing_details.name ?? email, email },
    status: isCaptured ? "delivered" : "pending",
    currency: intent.currency.toUpperCase(),
    placedAt: new Date(intent.created * 1_000).toISOString(),
    lines: [{ itemId: intent.id, name: name.slice(0, 200), quantity: 1, unitPriceMinor: amountMinor }],
    payments: [
      {
        provider: "stripe",
        paymentId: intent.id,
        methodId: `payment:${intent.id}`,
        methodKind: charge?.payment_method_details?.type === "paypal" ? "paypal" : "card",
        methodLabel: labelOf(charge),
        amountMinor,
        state: isCaptured ? "captured" : "authorized",
      },
    ],
  });
  const number = (intent.metadata.order ?? intent.id).slice(0, 120);
  return parsed.success ? { number, order: parsed.data } : undefined;
}

function labelOf(charge: Stripe.Charge | undefined): string {
  const details = charge?.payment_method_details;
  if (details?.card) return `${capitalised(details.card.brand ?? "card")} •${details.card.last4 ?? "????"}`;
  return details?.type === "paypal" ? "PayPal" : capitalised(details?.type ?? "card");
}

const capitalised = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;

// What somebody gave back before we came reduces what is left.
async function takeInRefunds(actor: MemberActor, paymentId: string): Promise<void> {
  const { tenantId } = actor;
  const system = { kind: "system", tenantId, name: "Payment provider" } as const;
  for (const refund of await payments.listRefunds({ tenantId, paymentId })) {
    await recordReport(system, {
      id: `backfill:${refund.providerRefundId}`,
      type: "refund.listed",
      paymentId,
      kind: "refund",
      refund,
      metadata: {},
    });
  }
}
