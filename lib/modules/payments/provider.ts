import type { ProviderRefund, RefundRequest } from "./schema";
import { stripePayments } from "./stripe";

export type PaymentsProvider = Readonly<{
  /**
   * Asks for a refund. Repeating it with the same key moves no more money.
   * @throws RefusedByProviderError when the provider refused; any other error means that nobody knows
   */
  submit(request: RefundRequest): Promise<ProviderRefund>;
  /** Every refund of the payment that the provider knows, all pages. */
  listRefunds(paymentId: string): Promise<ProviderRefund[]>;
}>;

export const payments: PaymentsProvider = stripePayments;
