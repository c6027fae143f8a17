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

/** The provider looked at the request and refused it: no money moved, and a repeat would be refused again. */
export class RefusedByProviderError extends Error {
  constructor(readonly reason: string) {
    super(`the provider refused the refund: ${reason}`);
    this.name = "RefusedByProviderError";
  }
}
