import { z } from "zod";
import { emailInput } from "@/lib/modules/access/schema";
import { methodKinds, orderStatuses } from "./schema";

const maxMinor = 1_000_000_000_000;

/** The shop's own name of an order, an item, a customer or a payment method. */
export const externalId = z.string().trim().min(1).max(120);
const words = (max: number) => z.string().trim().min(1).max(max);
const country = z.string().regex(/^[A-Z]{2}$/, "Use two capital letters, as in ISO 3166-1.");
const moment = z.iso
  .datetime({ offset: true })
  .refine((text) => /^(19[7-9]|20)\d/.test(text), "Choose a moment between 1970 and 2099.");
// Capital letters, as in ISO 4217.
const currency = z.enum(Intl.supportedValuesOf("currency"), "This currency is not known.");

const unique = <Item>(nameOf: (item: Item) => string) =>
  [
    (items: readonly Item[]) => new Set(items.map(nameOf)).size === items.length,
    "Name each of them once.",
  ] as const;

const line = z.strictObject({
  itemId: externalId,
  name: words(200),
  options: z.string().trim().max(500).default(""),
  category: words(80).nullable().default(null),
  isFinalSale: z.boolean().default(false),
  quantity: z.int().min(1).max(1_000),
  unitPriceMinor: z.int().min(0).max(maxMinor),
});

const payment = z.strictObject({
  provider: z.literal("stripe"),
  paymentId: z.string().regex(/^[\w-]{1,255}$/, "Use the id of the payment intent."),
  methodId: externalId,
  methodKind: z.enum(methodKinds),
  methodLabel: words(80),
  amountMinor: z.int().min(1).max(maxMinor),
  state: z.enum(["captured", "authorized"]),
});

const method = z.strictObject({ methodId: externalId, kind: z.enum(methodKinds), label: words(80) });

/** Everything a shop tells of an order. Amounts in minor units of `currency`. */
export const putOrderInput = z
  .strictObject({
    customer: z.strictObject({
      externalId,
      name: words(200),
      email: emailInput.meta({ format: "email" }),
      country: country.nullable().default(null),
      membership: words(80).nullable().default(null),
    }),
    status: z.enum(orderStatuses),
    currency,
    placedAt: moment,
    deliveredAt: moment.nullable().default(null),
    country: country.nullable().default(null),
    shippingMinor: z.int().min(0).max(maxMinor).default(0),
    lines: z
      .array(line)
      .min(1)
      .max(200)
      .refine(...unique<{ itemId: string }>((item) => item.itemId)),
    payments: z
      .array(payment)
      .max(20)
      .default([])
      .refine(...unique<{ paymentId: string }>((item) => item.paymentId)),
    /** What else the customer can be paid back to. */
    paymentMethods: z
      .array(method)
      .max(50)
      .default([])
      .refine(...unique<{ methodId: string }>((item) => item.methodId)),
  })
  .refine((order) => totalOf(order) <= maxMinor, { path: ["lines"], message: "The order is too large." });
export type PutOrder = z.output<typeof putOrderInput>;
export type PutLine = PutOrder["lines"][number];
export type PutPayment = PutOrder["payments"][number];
export type PutMethod = PutOrder["paymentMethods"][number];

type Priced = Readonly<{
  lines: readonly Readonly<{ quantity: number; unitPriceMinor: number }>[];
  shippingMinor: number;
}>;

/** What the order costs, in minor units. */
export const totalOf = ({ lines, shippingMinor }: Priced): number =>
  lines.reduce((sum, { quantity, unitPriceMinor }) => sum + quantity * unitPriceMinor, shippingMinor);
