import type {
  ListedRefunds,
  PaymentOf,
  PaymentState,
  ProviderRefund,
  RefundRequest,
  VoidRequest,
} from "./schema";
import { stripePayments } from "./stripe";

export type PaymentsProvider = Readonly<{
  /**
   * Asks for a refund. Repeating it with the same key moves no more money.
   * @throws RefusedByProviderError when the provider refused; any other error means that nobody knows
   */
  submit(request: RefundRequest): Promise<ProviderRefund>;
  /** Every refund of the payment that the provider knows, all pages. */
  listRefunds(payment: PaymentOf): Promise<ProviderRefund[]>;
  /** The refunds of the whole account since a moment, whoever made them, the newest first and at most `limit`. */
  listRefundsSince(tenantId: string, since: Date, limit: number): Promise<ListedRefunds>;
  /**
   * Gives up what a payment only holds. Repeating it with the same key changes nothing more.
   * @throws RefusedByProviderError when the provider refused; any other error means that nobody knows
   */
  voidPayment(request: VoidRequest): Promise<PaymentState | undefined>;
  findPaymentState(payment: PaymentOf): Promise<PaymentState | undefined>;
  /** The smallest amount of a currency that the provider moves, in minor units. */
  minorStep(currency: string): number;
}>;

export const payments: PaymentsProvider = stripePayments;
