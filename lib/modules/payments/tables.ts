import {
  boolean,
  foreignKey,
  index,
  integer,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { adminsWrite, tenants } from "@/lib/modules/access/tables";
import { paymentMethods } from "@/lib/modules/orders/tables";
import { createdAt, makegood, minorUnits, moment, tenantId, tenantPolicies } from "@/lib/platform/tables";

/**
 * Our own ledger of store credit and gift cards, append-only. An account's balance is the sum of its entries; an entry
 * is named after its cause, so recording the same cause twice changes nothing.
 */
export const storeCreditEntries = makegood.table(
  "store_credit_entries",
  {
    id: uuid().notNull(),
    tenantId: tenantId(),
    methodId: uuid().notNull(),
    cause: text().notNull(),
    amountMinor: minorUnits().notNull(),
    currency: text().notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    uniqueIndex("store_credit_entries_once").on(table.tenantId, table.cause),
    index("store_credit_entries_method").on(table.tenantId, table.methodId),
    foreignKey({
      name: "store_credit_entries_account",
      columns: [table.tenantId, table.methodId],
      foreignColumns: [paymentMethods.tenantId, paymentMethods.id],
    }),
    ...tenantPolicies(),
  ],
);

/** With which key a tenant's payments are reached. A tenant without a row uses the installation's own. */
export const providerConnections = makegood.table(
  "provider_connections",
  {
    tenantId: tenantId()
      .primaryKey()
      .references(() => tenants.id),
    /** Missing: the installation's own key, which is the simulator's by default. */
    sealedKey: text(),
    /** Its last four characters, so that people recognise it. */
    keyHint: text(),
    sealedWebhookSecret: text(),
    isLive: boolean().notNull().default(false),
    connectedById: uuid().notNull(),
    connectedByName: text().notNull(),
    checkedAt: moment().notNull().defaultNow(),
    /** Why the last check failed; null when it went well. */
    failure: text(),
    /** The payment with which taking in goes on; null before the first page and after the last. */
    backfillCursor: text(),
    backfilledCount: integer().notNull().default(0),
    backfilledAt: moment(),
    createdAt: createdAt(),
  },
  () => [...tenantPolicies(), ...adminsWrite()],
);
