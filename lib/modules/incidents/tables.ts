import { sql } from "drizzle-orm";
import { primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { createdAt, kernelPolicies, makegood, moment, tenantId } from "@/lib/platform/tables";

/**
 * Who takes care of a cause of trouble, and what they noted. What is stuck is not kept here: it is read from the rows
 * that are stuck, so an incident is over when they are, and the worker writes down when that was.
 */
export const incidents = makegood.table(
  "incidents",
  {
    id: uuid().notNull(),
    tenantId: tenantId(),
    cause: text().notNull(),
    ownerId: uuid(),
    note: text().notNull().default(""),
    openedAt: createdAt(),
    clearedAt: moment(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    uniqueIndex("incidents_open").on(table.tenantId, table.cause).where(sql`cleared_at is null`),
    ...kernelPolicies(),
  ],
);
