import "server-only";
import type Stripe from "stripe";
import type { DisputeState, ReportedDispute } from "@/lib/modules/orders/schema";
import { env } from "@/lib/platform/env";
import type { ProviderReport } from "./schema";
import { toProviderRefund } from "./stripe";
import { installationStripe } from "./stripe-client";

/**
 * Reads a webhook after checking its signature.
 * @param secret the tenant's own, where it has an account of its own at the provider
 * @returns undefined for an event that says nothing about money we watch
 * @throws when the signature is wrong or older than five minutes
 */
export function readReport(
  body: string,
  signature: string,
  secret = env.STRIPE_WEBHOOK_SECRET,
): ProviderReport | undefined {
  const event = installationStripe.webhooks.constructEvent(body, signature, secret);
  const { id, type } = event;
  switch (event.type) {
    case "refund.created":
    case "refund.updated":
    case "refund.failed": {
      const refund = event.data.object;
      const paymentId = idOf(refund.payment_intent);
      return {
        id,
        type,
        paymentId,
        kind: "refund",
        refund: toProviderRefund(refund),
        metadata: refund.metadata ?? {},
      };
    }
    case "charge.dispute.created":
    case "charge.dispute.updated":
    case "charge.dispute.funds_withdrawn":
    case "charge.dispute.funds_reinstated":
    case "charge.dispute.closed": {
      const dispute = event.data.object;
      const reported = toReportedDispute(dispute, event.created);
      return { id, type, paymentId: idOf(dispute.payment_intent), kind: "dispute", dispute: reported };
    }
    case "charge.captured": {
      const charge = event.data.object;
      const paymentId = idOf(charge.payment_intent);
      return { id, type, paymentId, kind: "captured", capturedMinor: charge.amount_captured };
    }
    case "payment_intent.canceled":
      return { id, type, paymentId: event.data.object.id, kind: "voided" };
    default:
      return undefined;
  }
}

const idOf = (named: string | { id: string } | null): string | undefined =>
  typeof named === "string" ? named : named?.id;

function toReportedDispute(dispute: Stripe.Dispute, createdSeconds: number): ReportedDispute {
  return {
    providerDisputeId: dispute.id,
    state: toDisputeState(dispute.status),
    reason: dispute.reason,
    amountMinor: dispute.amount,
    currency: dispute.currency.toUpperCase(),
    movements: dispute.balance_transactions.map((movement) => ({
      id: movement.id,
      amountMinor: takenFromCharge(dispute, movement),
    })),
    openedAt: new Date(dispute.created * 1_000),
    reportedAt: new Date(createdSeconds * 1_000),
  };
}

// A balance transaction is in the currency of our account at the provider; the charge may be in another one, and then
// only the direction can be used.
function takenFromCharge(dispute: Stripe.Dispute, movement: Stripe.BalanceTransaction): number {
  if (movement.currency === dispute.currency) return -movement.amount;
  return movement.amount < 0 ? dispute.amount : -dispute.amount;
}

function toDisputeState(status: string): DisputeState {
  switch (status) {
    case "warning_needs_response":
    case "warning_under_review":
      return "inquiry";
    case "won":
    case "warning_closed":
    case "prevented":
      return "won";
    case "lost":
    // What is appealed was lost, and stays so until the appeal is won.
    case "appeal_needs_response":
    case "appeal_under_review":
      return "lost";
    default:
      return "open";
  }
}
