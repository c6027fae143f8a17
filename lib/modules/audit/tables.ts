import { index, jsonb, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, makegood, tenantId, tenantPolicies } from "@/lib/platform/tables";

/** One row per act, in the transaction of the act. Insert only: nobody holds a grant to change or remove a row. */
export const auditLog = makegood.table(
  "audit_log",
  {
    id: uuid().notNull(),
    tenantId: tenantId(),
    actorKind: text({ enum: ["member", "key", "system"] }).notNull(),
    actorId: uuid(),
    actorName: text().notNull(),
    action: text().notNull(),
    subjectType: text().notNull(),
    subjectId: uuid().notNull(),
    detail: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    index("audit_log_subject").on(table.tenantId, table.subjectId, table.createdAt),
    ...tenantPolicies(),
  ],
);
