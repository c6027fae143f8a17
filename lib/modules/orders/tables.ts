import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { createdAt, makegood, minorUnits, moment, tenantId, tenantPolicies } from "@/lib/platform/tables";
import { chargeProviders, chargeStates, disputeStates, methodKinds, orderStatuses } from "./schema";

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
    /** The shop's own name of what the customer is a member of, such as "gold". */
    membership: text(),
    /** Who signed in and had confirmed this row's mail address. */
    userId: uuid(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    uniqueIndex("customers_external").on(table.tenantId, table.externalId),
    index("customers_email").on(table.tenantId, table.email),
    index("customers_address").on(table.tenantId, sql`lower(email)`),
    index("customers_user").on(table.userId).where(sql`user_id is not null`),
    ...tenantPolicies(),
  ],
);

/** What a customer can be paid back to. A gift card and store credit are accounts in our own ledger. */
export const paymentMethods = makegood.table(
  "payment_methods",
  {
    id: uuid().notNull(),
    tenantId: tenantId(),
    customerId: uuid().notNull(),
    externalId: text().notNull(),
    kind: text({ enum: methodKinds }).notNull(),
    /** In words: "Visa •4242". */
    label: text().notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    uniqueIndex("payment_methods_external").on(table.tenantId, table.externalId),
    index("payment_methods_customer").on(table.tenantId, table.customerId),
    foreignKey({
      name: "payment_methods_owner",
      columns: [table.tenantId, table.customerId],
      foreignColumns: [customers.tenantId, customers.id],
    }),
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
    shippingMinor: minorUnits().notNull().default(0),
    /** ISO 3166-1 alpha-2 of where it was delivered to; decides which law is the floor. */
    country: text(),
    placedAt: moment().notNull(),
    deliveredAt: moment(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
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
    category: text(),
    isFinalSale: boolean().notNull().default(false),
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
    state: text({ enum: chargeStates }).notNull().default("captured"),
    currency: text().notNull(),
    /** What is held while nothing is captured yet; 0 afterwards. */
    authorizedMinor: minorUnits().notNull().default(0),
    capturedMinor: minorUnits().notNull(),
    reservedMinor: minorUnits().notNull().default(0),
    externalRefundedMinor: minorUnits().notNull().default(0),
    /** Taken back by the bank in disputes: a fact like the refunds of others. */
    disputedMinor: minorUnits().notNull().default(0),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    index("charges_order").on(table.tenantId, table.orderId),
    index("charges_overdrawn")
      .on(table.tenantId)
      .where(
        sql`state = 'captured' and reserved_minor + external_refunded_minor + disputed_minor > captured_minor`,
      ),
    // Refunded elsewhere: the ledger lists them.
    index("charges_external").on(table.tenantId, table.id).where(sql`external_refunded_minor > 0`),
    uniqueIndex("charges_provider_payment").on(table.tenantId, table.provider, table.providerPaymentId),
    foreignKey({ columns: [table.tenantId, table.orderId], foreignColumns: [orders.tenantId, orders.id] }),
    check(
      "charges_reserved_within_captured",
      sql`reserved_minor between 0 and captured_minor + authorized_minor`,
    ),
    ...tenantPolicies(),
  ],
);

/** What the customer's bank disputes of a charge, as the provider reports it. */
export const disputes = makegood.table(
  "disputes",
  {
    id: uuid().notNull(),
    tenantId: tenantId(),
    chargeId: uuid().notNull(),
    providerDisputeId: text().notNull(),
    state: text({ enum: disputeStates }).notNull(),
    reason: text(),
    amountMinor: minorUnits().notNull(),
    withdrawnMinor: minorUnits().notNull().default(0),
    currency: text().notNull(),
    openedAt: createdAt(),
    closedAt: moment(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    uniqueIndex("disputes_provider").on(table.tenantId, table.providerDisputeId),
    index("disputes_charge").on(table.tenantId, table.chargeId),
    foreignKey({ columns: [table.tenantId, table.chargeId], foreignColumns: [charges.tenantId, charges.id] }),
    ...tenantPolicies(),
  ],
);
