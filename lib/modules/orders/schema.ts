export const orderStatuses = ["pending", "processed", "delivered", "cancelled"] as const;
export type OrderStatus = (typeof orderStatuses)[number];

export const chargeProviders = ["stripe", "store_credit"] as const;
export type ChargeProvider = (typeof chargeProviders)[number];

export type OrderLine = Readonly<{
  id: string;
  externalId: string;
  name: string;
  options: string;
  quantity: number;
  unitPriceMinor: number;
}>;

export type Charge = Readonly<{
  id: string;
  provider: ChargeProvider;
  /** Where the money came from and will go back to, in words: "Visa •4242". */
  methodLabel: string;
  currency: string;
  capturedMinor: number;
  /** Refunded or promised by us, whatever the state, as long as the money is spoken for. */
  reservedMinor: number;
  /** Refunded at the provider by somebody else. */
  externalRefundedMinor: number;
  refundableMinor: number;
}>;

export type Order = Readonly<{
  id: string;
  externalId: string;
  status: OrderStatus;
  currency: string;
  totalMinor: number;
  placedAt: Date;
  deliveredAt: Date | null;
  lines: readonly OrderLine[];
  charges: readonly Charge[];
}>;
