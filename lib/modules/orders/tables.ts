import { sql } from "drizzle-orm";
import { check, foreignKey, index, integer, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { createdAt, makegood, minorUnits, moment, tenantId, tenantPolicies } from "@/lib/platform/tables";
import { chargeProviders, orderStatuses } from "./schema";

export const customers = makegood.table(
  "customers",
  {
    id: uuid().notNull(),
    tenantId: tenantId(),
    externalId: text().notNull(),
    name: text().notNull(),
    email: text().notNull(),
    city: text(),
    country: text(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    uniqueIndex("customers_external").on(table.tenantId, table.externalId),
    index("customers_email").on(table.tenantId, table.email),
    ...tenantPolicies(),
  ],
);

/** Facts from the shop. Only its sources write them; a decision never changes an order. */
export const orders = makegood.table(
  "orders",
  {
    id: uuid().notNull(),
    tenantId: tenantId(),
    externalId: text().notNull(),
    customerId: uuid().notNull(),
    status: text({ enum: orderStatuses }).notNull(),
    currency: text().notNull(),
    totalMinor: minorUnits().notNull(),
    placedAt: moment().notNull(),
    deliveredAt: moment(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    uniqueIndex("orders_external").on(table.tenantId, table.externalId),
    index("orders_customer").on(table.tenantId, table.customerId),
    foreignKey({
      columns: [table.tenantId, table.customerId],
      foreignColumns: [customers.tenantId, customers.id],
    }),
    ...tenantPolicies(),
  ],
);

export const orderLines = makegood.table(
  "order_lines",
  {
    id: uuid().notNull(),
    tenantId: tenantId(),
    orderId: uuid().notNull(),
    externalId: text().notNull(),
    name: text().notNull(),
    options: text().notNull().default(""),
    quantity: integer().notNull(),
    unitPriceMinor: minorUnits().notNull(),
    sequence: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    index("order_lines_order").on(table.tenantId, table.orderId),
    foreignKey({ columns: [table.tenantId, table.orderId], foreignColumns: [orders.tenantId, orders.id] }),
    check("order_lines_quantity", sql`quantity > 0`),
    ...tenantPolicies(),
  ],
);

/**
 * A captured payment. The check guards only what we promise: what a provider reports is a fact, is kept in its own
 * column and may exceed the rest.
 */
export const charges = makegood.table(
  "charges",
  {
    id: uuid().notNull(),
    tenantId: tenantId(),
    orderId: uuid().notNull(),
    provider: text({ enum: chargeProviders }).notNull(),
    /** The payment intent for Stripe; the order's own id for store credit. */
    providerPaymentId: text().notNull(),
    methodLabel: text().notNull(),
    methodExternalId: text(),
    currency: text().notNull(),
    capturedMinor: minorUnits().notNull(),
    reservedMinor: minorUnits().notNull().default(0),
    externalRefundedMinor: minorUnits().notNull().default(0),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    index("charges_order").on(table.tenantId, table.orderId),
    uniqueIndex("charges_provider_payment").on(table.tenantId, table.provider, table.providerPaymentId),
    foreignKey({ columns: [table.tenantId, table.orderId], foreignColumns: [orders.tenantId, orders.id] }),
    check("charges_reserved_within_captured", sql`reserved_minor between 0 and captured_minor`),
    ...tenantPolicies(),
  ],
);
