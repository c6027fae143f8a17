import type Stripe from "stripe";

export const refundStatuses = ["pending", "requires_action", "succeeded", "failed", "canceled"] as const;
export type RefundStatus = (typeof refundStatuses)[number];

/** Held, taken, or given up without having been taken. */
export type PaymentStatus = "requires_capture" | "succeeded" | "canceled";

export type Payment = {
  intentId: string;
  chargeId: string;
  amount: number;
  /** What was taken of it: less when a part was captured, 0 while it is held or after it was given up. */
  captured: number;
  status: PaymentStatus;
  captureMethod: "automatic_async" | "manual";
  canceledAt: string | null;
  cancellationReason: CancellationReason | null;
  currency: string;
  method: string;
  methodType: "card" | "paypal";
  customer: string | null;
  description: string | null;
  receiptEmail: string | null;
  metadata: Record<string, string>;
  createdAt: string;
};

export type Refund = {
  id: string;
  intentId: string;
  chargeId: string;
  amount: number;
  currency: string;
  methodType: Payment["methodType"];
  status: RefundStatus;
  pendingReason: "processing" | "insufficient_funds" | null;
  failureReason: string | null;
  reason: string | null;
  metadata: Record<string, string>;
  createdAt: string;
  /** Set by the switch `fails_later`: the bank sends the money back at this time, also after a restart. */
  failsAt: string | null;
  idempotencyKey: string | null;
};

export const cancellationReasons = ["duplicate", "fraudulent", "requested_by_customer", "abandoned"] as const;
export type CancellationReason = (typeof cancellationReasons)[number];

export const disputeReasons = [
  "credit_not_processed",
  "duplicate",
  "fraudulent",
  "general",
  "product_not_received",
  "product_unacceptable",
  "subscription_canceled",
  "unrecognized",
] as const;
export type DisputeStatus = "warning_needs_response" | "warning_closed" | "needs_response" | "won" | "lost";

export type Dispute = {
  id: string;
  intentId: string;
  chargeId: string;
  amount: number;
  currency: string;
  reason: (typeof disputeReasons)[number];
  status: DisputeStatus;
  /** When the bank took the money, and when it gave it back. */
  withdrawnAt: string | null;
  reinstatedAt: string | null;
  createdAt: string;
};

/** What the first request under an idempotency key was told. */
export type KeyResult = {
  key: string;
  endpoint: string;
  fingerprint: string;
  requestId: string;
  status: number;
  body: unknown;
};

/** The simulator's own copy of Stripe's event: `data.object` is one of the shapes in `shapes.ts`. */
export type PspEvent = {
  id: string;
  object: "event";
  api_version: string;
  created: number;
  data: {
    object: Stripe.Refund | Stripe.Charge | Stripe.PaymentIntent | Stripe.Dispute;
    previous_attributes?: Record<string, unknown>;
  };
  livemode: false;
  pending_webhooks: number;
  request: { id: string | null; idempotency_key: string | null };
  type:
    | "refund.created"
    | "refund.updated"
    | "refund.failed"
    | "charge.refunded"
    | "charge.captured"
    | "payment_intent.canceled"
    | "charge.dispute.created"
    | "charge.dispute.updated"
    | "charge.dispute.funds_withdrawn"
    | "charge.dispute.funds_reinstated"
    | "charge.dispute.closed";
};

/**
 * One line of the journal. The money effect, its events and the answer kept for its key are one line,
 * so that a killed process never remembers the payment and forgets the key.
 */
export type Entry =
  | {
      type: "payment_succeeded" | "payment_authorized";
      at: string;
      payment: Payment;
      result: KeyResult | null;
    }
  | { type: "payment_changed"; at: string; payment: Payment; events: PspEvent[]; result: KeyResult | null }
  | { type: "dispute_changed"; at: string; dispute: Dispute; events: PspEvent[] }
  | { type: "refund_created"; at: string; refund: Refund; events: PspEvent[]; result: KeyResult | null }
  | {
      type: "refund_changed";
      at: string;
      refundId: string;
      status: RefundStatus;
      failureReason: string | null;
      events: PspEvent[];
      result: KeyResult | null;
    }
  | { type: "request_refused"; at: string; result: KeyResult }
  | { type: "webhook_settled"; at: string; eventId: string; delivered: boolean }
  | { type: "keys_forgotten"; at: string };
