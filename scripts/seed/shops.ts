import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { orderStatuses } from "@/lib/modules/orders/schema";
import type { PolicyDocument } from "@/lib/modules/policies/schema";
import { euFourteenDays, withFloor } from "@/lib/modules/policies/templates/eu-fourteen-days";
import { retail } from "@/lib/modules/policies/templates/retail";
import { windowAndMembership } from "@/lib/modules/policies/templates/window-and-membership";

const customer = z.strictObject({
  id: z.string(),
  name: z.string(),
  email: z.email(),
  city: z.string(),
  country: z.string(),
  membership: z.string().optional(),
});

const methodKind = z.enum(["card", "paypal", "gift_card"]);

const method = z.strictObject({
  id: z.string(),
  customer: z.string(),
  kind: methodKind,
  label: z.string(),
  /** What is on a gift card, in the currency beside it or the shop's own. */
  balanceMinor: z.int().nonnegative().optional(),
  currency: z.string().length(3).optional(),
});

const line = z.strictObject({
  item: z.string(),
  name: z.string(),
  category: z.string().optional(),
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
  method: methodKind,
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
type ShopMethod = z.output<typeof method>;
export type ShopOrder = z.output<typeof order>;
type ShopCase = z.output<typeof opening>;

export type Shop = Readonly<{
  slug: "tau-retail" | "nordlicht";
  name: string;
  currency: string;
  locale: string;
  timeZone: string;
  /** What the shop is asked to pay in: each has its limits. */
  currencies: readonly string[];
  policy: Readonly<{ title: string; document: PolicyDocument }>;
  /** Who some of the cases are assigned to. */
  agentEmail: string;
  customers: readonly ShopCustomer[];
  methods: readonly ShopMethod[];
  orders: readonly ShopOrder[];
  cases: readonly ShopCase[];
}>;

export function readShops(): readonly Shop[] {
  const nordlicht = z
    .strictObject({
      customers: z.array(customer),
      methods: z.array(method),
      orders: z.array(order),
      cases: z.array(opening),
    })
    .parse(readData("nordlicht"));
  return [
    {
      slug: "tau-retail",
      name: "Tau Retail",
      currency: "USD",
      locale: "en-US",
      timeZone: "America/New_York",
      currencies: ["USD"],
      policy: { title: "Returns and cancellations", document: retail },
      agentEmail: "agent@tau-retail.test",
      customers: z.array(customer).parse(readData("customers")),
      methods: z.array(method).parse(readData("methods")),
      orders: z.array(order).parse(readData("orders")),
      cases: z.array(opening).parse(readData("cases")),
    },
    {
      slug: "nordlicht",
      name: "Nordlicht Handel",
      currency: "EUR",
      locale: "de-DE",
      timeZone: "Europe/Berlin",
      currencies: ["EUR", "JPY", "KWD"],
      policy: { title: "Rückgabe und Kulanz", document: withFloor(windowAndMembership, euFourteenDays) },
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

const countryCodes: Readonly<Record<string, string>> = {
  USA: "US",
  Germany: "DE",
  Denmark: "DK",
  Netherlands: "NL",
  Finland: "FI",
  France: "FR",
  Austria: "AT",
  Ireland: "IE",
  Poland: "PL",
  Japan: "JP",
  Kuwait: "KW",
  Sweden: "SE",
};

/** Where the order was delivered to, in ISO 3166-1 alpha-2: where its customer lives. */
export function countryOf(shop: Shop, order: ShopOrder): string {
  const name = shop.customers.find(({ id }) => id === order.customer)?.country ?? "";
  const code = countryCodes[name];
  if (!code) throw new Error(`The demo data names the country ${name}, whose code it does not know.`);
  return code;
}
