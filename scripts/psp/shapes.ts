import type Stripe from "stripe";
import { sumRefunded } from "./books";
import type { Dispute, Payment, PspEvent, Refund } from "./entries";

export const apiVersion = "2026-10-28.endive";

export function paymentIntentShape(payment: Payment): Stripe.PaymentIntent {
  return {
    id: payment.intentId,
    object: "payment_intent",
    allowed_payment_method_types: null,
    amount: payment.amount,
    amount_capturable: payment.status === "requires_capture" ? payment.amount : 0,
    amount_received: payment.captured,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: payment.canceledAt === null ? null : seconds(payment.canceledAt),
    cancellation_reason: payment.cancellationReason,
    capture_method: payment.captureMethod,
    client_secret: `${payment.intentId}_secret_simulated`,
    confirmation_method: "automatic",
    created: seconds(payment.createdAt),
    currency: payment.currency,
    customer: payment.customer,
    customer_account: null,
    description: payment.description,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: payment.chargeId,
    livemode: false,
    managed_payments: null,
    metadata: payment.metadata,
    next_action: null,
    on_behalf_of: null,
    payment_method: payment.method,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: [payment.methodType],
    payment_record: null,
    processing: null,
    receipt_email: payment.receiptEmail,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: payment.status,
    transfer_data: null,
    transfer_group: null,
  };
}

/** What was held and not taken counts as given back, as at Stripe. */
export function chargeShape(
  payment: Payment,
  refunds: readonly Refund[],
  disputes: readonly Dispute[],
): Stripe.Charge {
  const released = payment.status === "requires_capture" ? 0 : payment.amount - payment.captured;
  const refunded = released + sumRefunded(refunds);
  return {
    id: payment.chargeId,
    object: "charge",
    amount: payment.amount,
    amount_captured: payment.captured,
    amount_refunded: refunded,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: sibling("txn", payment.chargeId),
    billing_details: { address: null, email: payment.receiptEmail, name: null, phone: null, tax_id: null },
    calculated_statement_descriptor: null,
    captured: payment.status === "succeeded",
    created: seconds(payment.createdAt),
    currency: payment.currency,
    customer: payment.customer,
    description: payment.description,
    disputed: disputes.length > 0,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    fraud_details: {},
    livemode: false,
    metadata: payment.metadata,
    on_behalf_of: null,
    outcome: null,
    paid: true,
    payment_intent: payment.intentId,
    payment_method: payment.method,
    payment_method_details: methodDetails(payment),
    receipt_email: payment.receiptEmail,
    receipt_number: null,
    receipt_url: null,
    refunded: refunded >= payment.amount,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: "succeeded",
    transfer_data: null,
    transfer_group: null,
  };
}

export function disputeShape(dispute: Dispute): Stripe.Dispute {
  const { amount, withdrawnAt, reinstatedAt } = dispute;
  const movements = [
    ...(withdrawnAt ? [movement(dispute, "withdrawn", withdrawnAt, -amount)] : []),
    ...(reinstatedAt ? [movement(dispute, "reinstated", reinstatedAt, amount)] : []),
  ];
  const isInquiry = dispute.status.startsWith("warning");
  // Without the evidence: nobody files it with a simulator.
  return {
    id: dispute.id,
    object: "dispute",
    amount,
    balance_transactions: movements,
    charge: dispute.chargeId,
    created: seconds(dispute.createdAt),
    currency: dispute.currency,
    is_charge_refundable: isInquiry || dispute.status === "won",
    livemode: false,
    metadata: {},
    payment_intent: dispute.intentId,
    reason: dispute.reason,
    status: dispute.status,
  } as unknown as Stripe.Dispute;
}

function movement(dispute: Dispute, what: "withdrawn" | "reinstated", at: string, amount: number) {
  return {
    id: `${sibling("txn", dispute.id)}_${what}`,
    object: "balance_transaction",
    amount,
    created: seconds(at),
    currency: dispute.currency,
    fee: 0,
    net: amount,
    reporting_category: what === "withdrawn" ? "dispute" : "dispute_reversal",
    source: dispute.id,
    type: "adjustment",
  };
}

export function refundShape(refund: Refund): Stripe.Refund {
  return {
    id: refund.id,
    object: "refund",
    amount: refund.amount,
    balance_transaction: refund.status === "succeeded" ? sibling("txn", refund.id) : null,
    charge: refund.chargeId,
    created: seconds(refund.createdAt),
    currency: refund.currency,
    customer: null,
    customer_account: null,
    destination_details: destination(refund),
    ...(refund.status === "failed" && {
      failure_balance_transaction: sibling("txn", refund.id),
      failure_reason: refund.failureReason ?? "unknown",
    }),
    metadata: refund.metadata,
    ...(refund.status === "requires_action" && { next_action: nextAction(refund) }),
    payment_intent: refund.intentId,
    payment_method: null,
    ...(refund.status === "pending" && { pending_reason: refund.pendingReason ?? "processing" }),
    reason: refund.reason as Stripe.Refund["reason"],
    receipt_number: null,
    source_transfer_reversal: null,
    status: refund.status,
    transfer_reversal: null,
  };
}

export function eventShape(event: PspEvent, isDelivered: boolean): PspEvent {
  return isDelivered ? { ...event, pending_webhooks: 0 } : event;
}

export const seconds = (iso: string): number => Math.floor(Date.parse(iso) / 1_000);

function methodDetails(payment: Payment): Stripe.Charge.PaymentMethodDetails {
  const details = payment.methodType === "card" ? { brand: "visa", last4: "4242", country: "US" } : {};
  // Only the keys a support desk shows; Stripe's full card details are two screens long.
  return { type: payment.methodType, [payment.methodType]: details } as Stripe.Charge.PaymentMethodDetails;
}

function destination(refund: Refund): Stripe.Refund.DestinationDetails {
  const isKnown = refund.status === "succeeded";
  const reference = isKnown ? { reference: bankReference(refund.id) } : {};
  const reference_status = isKnown ? "available" : "pending";
  if (refund.methodType === "paypal") {
    return {
      type: "paypal",
      paypal: { network_decline_code: null, reference: null, ...reference, reference_status },
    };
  }
  const card = { ...reference, reference_status, reference_type: "acquirer_reference_number" };
  return { type: "card", card: { ...card, type: "refund" } };
}

function nextAction(refund: Refund): Stripe.Refund.NextAction {
  const sentAt = seconds(refund.createdAt);
  const email = { email_sent_at: sentAt, email_sent_to: "customer@example.com" };
  return {
    type: "display_details",
    display_details: { email_sent: email, expires_at: sentAt + 30 * 86_400 },
  };
}

/** 23 digits, as an acquirer reference number has, always the same for one refund. */
function bankReference(refundId: string): string {
  return Buffer.from(refundId.slice(3)).toString("hex").replace(/\D/g, "7").padEnd(23, "0").slice(0, 23);
}

const sibling = (prefix: string, id: string): string => `${prefix}_${id.slice(3)}`;
