import { z } from "zod";
import type { ReportedDispute } from "@/lib/modules/orders/schema";

/** What a provider can say of a refund. Source: docs.stripe.com/api/refunds/object. */
export const providerStates = ["pending", "requires_action", "succeeded", "failed", "canceled"] as const;
export type ProviderState = (typeof providerStates)[number];

/** A refund as the provider reports it. The ids are ours, read back from its metadata. */
export type ProviderRefund = Readonly<{
  providerRefundId: string;
  state: ProviderState;
  amountMinor: number;
  failureReason: string | null;
  attemptId: string | undefined;
}>;

/** A refund of the whole account, with the payment it belongs to. */
export type ListedRefund = ProviderRefund &
  Readonly<{ paymentId: string | undefined; currency: string; createdAt: Date }>;
export type ListedRefunds = Readonly<{
  refunds: readonly ListedRefund[];
  /** False when there are more than were asked for: the oldest are missing. */
  isComplete: boolean;
}>;

export type RefundRequest = Readonly<{
  /** The payment that is refunded, as the provider names it. */
  paymentId: string;
  amountMinor: number;
  /** The same key moves money at most once. */
  idempotencyKey: string;
  refundId: string;
  attemptId: string;
  generation: number;
  tenantId: string;
}>;

export type VoidRequest = Pick<RefundRequest, "tenantId" | "paymentId" | "idempotencyKey">;
export type PaymentOf = Pick<RefundRequest, "tenantId" | "paymentId">;

/** Where the money of a payment is: held for us, taken, or given up. */
export const paymentStates = ["requires_capture", "succeeded", "canceled"] as const;
export type PaymentState = (typeof paymentStates)[number];

/** What a verified webhook of the provider says, whoever caused it. `paymentId` names the payment it is about. */
export type ProviderReport = Readonly<{ id: string; type: string; paymentId: string | undefined }> &
  (
    | Readonly<{ kind: "refund"; refund: ProviderRefund; metadata: Readonly<Record<string, string>> }>
    | Readonly<{ kind: "dispute"; dispute: ReportedDispute }>
    | Readonly<{ kind: "captured"; capturedMinor: number }>
    | Readonly<{ kind: "voided" }>
  );

/** The provider looked at the request and refused it: no money moved, and a repeat would be refused again. */
export class RefusedByProviderError extends Error {
  constructor(readonly reason: string) {
    super(`the provider refused: ${reason}`);
    this.name = "RefusedByProviderError";
  }
}

/** How a tenant's provider is connected, without its secrets. */
export type ProviderConnection = Readonly<{
  /** The last characters of the tenant's own key; null for the installation's. */
  keyHint: string | null;
  isLive: boolean;
  connectedByName: string;
  checkedAt: Date;
  failure: string | null;
  backfillCursor: string | null;
  backfilledCount: number;
  backfilledAt: Date | null;
}>;

const secretText = (start: RegExp, words: string) => z.string().trim().max(300).regex(start, words);

/** An empty key means the installation's own. */
export const connectProviderInput = z.strictObject({
  key: z.preprocess(
    (value) => (value === "" ? undefined : value),
    secretText(
      /^(sk|rk)_(test|live)_[A-Za-z0-9_-]{1,280}$/,
      "A Stripe key begins with sk_test_, rk_test_ or sk_live_.",
    ).optional(),
  ),
  webhookSecret: z.preprocess(
    (value) => (value === "" ? undefined : value),
    secretText(/^whsec_[A-Za-z0-9+/=_]{1,280}$/, "A webhook secret begins with whsec_.").optional(),
  ),
});
export type ConnectProvider = z.output<typeof connectProviderInput>;
