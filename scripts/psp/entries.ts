import type Stripe from "stripe";

export const refundStatuses = ["pending", "requires_action", "succeeded", "failed", "canceled"] as const;
export type RefundStatus = (typeof refundStatuses)[number];

export type Payment = {
  intentId: string;
  chargeId: string;
  amount: number;
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
  data: { object: Stripe.Refund | Stripe.Charge; previous_attributes?: Record<string, unknown> };
  livemode: false;
  pending_webhooks: number;
  request: { id: string | null; idempotency_key: string | null };
  type: "refund.created" | "refund.updated" | "refund.failed" | "charge.refunded";
};

/**
 * One line of the journal. The money effect, its events and the answer kept for its key are one line,
 * so that a killed process never remembers the payment and forgets the key.
 */
export type Entry =
  | { type: "payment_succeeded"; at: string; payment: Payment; result: KeyResult | null }
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
