import { foreignKey, index, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { paymentMethods } from "@/lib/modules/orders/tables";
import { createdAt, makegood, minorUnits, tenantId, tenantPolicies } from "@/lib/platform/tables";

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
