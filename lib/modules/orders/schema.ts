export const orderStatuses = ["pending", "processed", "delivered", "cancelled"] as const;
export type OrderStatus = (typeof orderStatuses)[number];

/** authorized: the provider holds the money but has not taken it; it is voided, not refunded. */
export const chargeStates = ["authorized", "captured", "voided"] as const;
export type ChargeState = (typeof chargeStates)[number];

export const methodKinds = ["card", "paypal", "gift_card", "store_credit", "other"] as const;
export type MethodKind = (typeof methodKinds)[number];

/** inquiry: the bank asks, nothing is withdrawn · open: a chargeback · the rest: how it ended. */
export const disputeStates = ["inquiry", "open", "won", "lost"] as const;
export type DisputeState = (typeof disputeStates)[number];

/** A dispute as the provider reports it. A movement was taken from the charge (positive) or given back (negative). */
export type ReportedDispute = Readonly<{
  providerDisputeId: string;
  state: DisputeState;
  reason: string | null;
  amountMinor: number;
  currency: string;
  movements: readonly Readonly<{ id: string; amountMinor: number }>[];
  openedAt: Date;
  /** When the provider said so; of two endings the later one holds. */
  reportedAt: Date;
}>;

export const chargeProviders = ["stripe", "store_credit"] as const;
export type ChargeProvider = (typeof chargeProviders)[number];

export type OrderLine = Readonly<{
  id: string;
  externalId: string;
  name: string;
  options: string;
  category: string | null;
  isFinalSale: boolean;
  quantity: number;
  unitPriceMinor: number;
}>;

export type Charge = Readonly<{
  id: string;
  provider: ChargeProvider;
  /** Where the money came from and will go back to, in words: "Visa •4242". */
  methodLabel: string;
  /** The shop's own name of that method. */
  methodExternalId: string | null;
  state: ChargeState;
  currency: string;
  authorizedMinor: number;
  capturedMinor: number;
  /** Refunded or promised by us, whatever the state, as long as the money is spoken for. */
  reservedMinor: number;
  /** Refunded at the provider by somebody else. */
  externalRefundedMinor: number;
  /** Taken back by the bank in disputes. */
  disputedMinor: number;
  refundableMinor: number;
}>;

/** What decides how much of a charge can still be promised. */
export type ChargeBalance = Pick<
  Charge,
  "state" | "authorizedMinor" | "capturedMinor" | "reservedMinor" | "externalRefundedMinor" | "disputedMinor"
>;

/** Something a customer can be paid back to. */
export type PaymentMethod = Readonly<{ id: string; externalId: string; kind: MethodKind; label: string }>;

export type Order = Readonly<{
  id: string;
  externalId: string;
  status: OrderStatus;
  currency: string;
  totalMinor: number;
  shippingMinor: number;
  country: string | null;
  placedAt: Date;
  deliveredAt: Date | null;
  lines: readonly OrderLine[];
  charges: readonly Charge[];
}>;
