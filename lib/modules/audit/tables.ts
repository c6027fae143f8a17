import { sql } from "drizzle-orm";
import { bigint, index, jsonb, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { createdAt, makegood, tenantId, tenantPolicies } from "@/lib/platform/tables";

/**
 * One row per act, in the transaction of the act, and never changed: the worker seals it into the tenant's hash chain
 * within a second, and a sealed row can be updated by nobody.
 */
export const auditLog = makegood.table(
  "audit_log",
  {
    id: uuid().notNull(),
    tenantId: tenantId(),
    actorKind: text({ enum: ["member", "key", "system", "customer"] }).notNull(),
    actorId: uuid(),
    actorName: text().notNull(),
    action: text().notNull(),
    subjectType: text().notNull(),
    subjectId: uuid().notNull(),
    detail: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    /** What the act changed, where it changed something: the same fields before and after. */
    before: jsonb().$type<Record<string, unknown>>(),
    after: jsonb().$type<Record<string, unknown>>(),
    /** From where: request id, network, device. Missing for what the product does by itself. */
    origin: jsonb().$type<Record<string, string>>(),
    position: bigint({ mode: "number" }),
    previousHash: text(),
    hash: text(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    index("audit_log_subject").on(table.tenantId, table.subjectId, table.createdAt),
    index("audit_log_time").on(table.tenantId, table.createdAt, table.id),
    index("audit_log_actor").on(table.tenantId, table.actorId, table.createdAt, table.id),
    index("audit_log_case").on(table.tenantId, sql`(detail ->> 'caseId')`, table.createdAt, table.id),
    uniqueIndex("audit_log_position").on(table.tenantId, table.position).where(sql`position is not null`),
    index("audit_log_unsealed").on(table.tenantId, table.id).where(sql`hash is null`),
    ...tenantPolicies(),
  ],
);

/** Where each tenant's chain ends. Only the worker moves it, and only forward. */
export const auditHeads = makegood.table(
  "audit_heads",
  {
    tenantId: tenantId().primaryKey(),
    position: bigint({ mode: "number" }).notNull(),
    hash: text().notNull(),
    sealedAt: createdAt(),
  },
  () => tenantPolicies(),
);
