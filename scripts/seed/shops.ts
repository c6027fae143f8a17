import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { orderStatuses } from "@/lib/modules/orders/schema";

const customer = z.strictObject({
  id: z.string(),
  name: z.string(),
  email: z.email(),
  city: z.string(),
  country: z.string(),
});

const line = z.strictObject({
  item: z.string(),
  name: z.string(),
  options: z.string(),
  quantity: z.int().positive().default(1),
  priceMinor: z.int().nonnegative(),
});

const order = z.strictObject({
  id: z.string(),
  customer: z.string(),
  status: z.enum(orderStatuses),
  /** The shop's own, where it is missing. */
  currency: z.string().length(3).optional(),
  methodId: z.string(),
  method: z.enum(["card", "paypal", "gift_card"]),
  methodLabel: z.string(),
  lines: z.array(line).min(1),
});

const reasonTags = [
  "return",
  "exchange",
  "cancel",
  "change",
  "address",
  "question",
  "damaged",
  "not_as_described",
] as const;

const opening = z.strictObject({
  /** The task of the original data set that the case tells. */
  taskId: z.string().optional(),
  customerExternalId: z.string(),
  orderExternalId: z.string().nullable(),
  reasonTag: z.enum(reasonTags),
  subject: z.string(),
  body: z.string(),
});

type ShopCustomer = z.output<typeof customer>;
export type ShopOrder = z.output<typeof order>;
type ShopCase = z.output<typeof opening>;

export type Shop = Readonly<{
  slug: "tau-retail" | "nordlicht";
  name: string;
  currency: string;
  locale: string;
  /** Who some of the cases are assigned to. */
  agentEmail: string;
  customers: readonly ShopCustomer[];
  orders: readonly ShopOrder[];
  cases: readonly ShopCase[];
}>;

export function readShops(): readonly Shop[] {
  const nordlicht = z
    .strictObject({ customers: z.array(customer), orders: z.array(order), cases: z.array(opening) })
    .parse(readData("nordlicht"));
  return [
    {
      slug: "tau-retail",
      name: "Tau Retail",
      currency: "USD",
      locale: "en-US",
      agentEmail: "agent@tau-retail.test",
      customers: z.array(customer).parse(readData("customers")),
      orders: z.array(order).parse(readData("orders")),
      cases: z.array(opening).parse(readData("cases")),
    },
    {
      slug: "nordlicht",
      name: "Nordlicht Handel",
      currency: "EUR",
      locale: "de-DE",
      agentEmail: "agent@nordlicht.test",
      ...nordlicht,
    },
  ];
}

const readData = (name: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, "data", `${name}.json`), "utf8"));

/** What the order cost and its payment captured, in minor units of its currency. */
export const totalOf = (order: ShopOrder): number =>
  order.lines.reduce((sum, line) => sum + line.priceMinor * line.quantity, 0);

export const currencyOf = (shop: Shop, order: ShopOrder): string => order.currency ?? shop.currency;
