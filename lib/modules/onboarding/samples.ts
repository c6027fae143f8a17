import type { PutOrder } from "@/lib/modules/orders/intake-schema";

type Sample = Readonly<{
  customer: Readonly<{ name: string; email: string }>;
  item: string;
  /** In hundredths of the tenant's currency; scaled for currencies with other exponents. */
  priceMinor: number;
  daysAgo: number;
  /** What the customer writes; without it the order has no case. */
  wish?: Readonly<{ subject: string; message: string }>;
}>;

/** A small shop to try things on. Its dates are days before now. */
export const samples: readonly Sample[] = [
  {
    customer: { name: "Ana Ruiz", email: "ana.ruiz@example.com" },
    item: "Running shoes",
    priceMinor: 4_210,
    daysAgo: 6,
    wish: {
      subject: "Wrong size, wants the money back",
      message: "The shoes are two sizes too small. I would like my money back, please.",
    },
  },
  {
    customer: { name: "Ben Osei", email: "ben.osei@example.com" },
    item: "Desk lamp",
    priceMinor: 3_490,
    daysAgo: 12,
    wish: { subject: "Lamp arrived broken", message: "The glass was in pieces when I opened the box." },
  },
  {
    customer: { name: "Chiara Conti", email: "chiara.conti@example.com" },
    item: "Coffee grinder",
    priceMinor: 12_900,
    daysAgo: 3,
    wish: { subject: "Paid twice?", message: "My bank shows the payment twice. Can you have a look?" },
  },
  {
    customer: { name: "Dmitri Volkov", email: "dmitri.volkov@example.com" },
    item: "Headphones",
    priceMinor: 59_900,
    daysAgo: 9,
    wish: {
      subject: "Left side stays silent",
      message: "The left side gives no sound. I would rather have the money than another pair.",
    },
  },
  {
    customer: { name: "Emine Kaya", email: "emine.kaya@example.com" },
    item: "Backpack",
    priceMinor: 7_950,
    daysAgo: 20,
  },
  {
    customer: { name: "Farid Haddad", email: "farid.haddad@example.com" },
    item: "Rain jacket",
    priceMinor: 9_900,
    daysAgo: 1,
  },
];

const dayMs = 86_400_000;

/** A sample as the shop would tell it: paid by `paymentId`, delivered a day after it was placed. */
export function toSampleOrder(
  { customer, item, daysAgo }: Sample,
  paid: Readonly<{ paymentId: string; amountMinor: number; currency: string; now: Date }>,
): PutOrder {
  const { paymentId, amountMinor, currency, now } = paid;
  const placedAt = new Date(now.getTime() - daysAgo * dayMs);
  return {
    customer: { externalId: customer.email, ...customer, country: null, membership: null },
    status: "delivered",
    currency,
    placedAt: placedAt.toISOString(),
    deliveredAt: new Date(Math.min(now.getTime(), placedAt.getTime() + dayMs)).toISOString(),
    country: null,
    shippingMinor: 0,
    lines: [
      {
        itemId: paymentId,
        name: item,
        options: "",
        category: null,
        isFinalSale: false,
        quantity: 1,
        unitPriceMinor: amountMinor,
      },
    ],
    payments: [
      {
        provider: "stripe",
        paymentId,
        methodId: `payment:${paymentId}`,
        methodKind: "card",
        methodLabel: "Visa •4242",
        amountMinor,
        state: "captured",
      },
    ],
    paymentMethods: [],
  };
}
