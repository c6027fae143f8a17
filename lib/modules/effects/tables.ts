import { sql } from "drizzle-orm";
import { bigint, foreignKey, index, integer, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { cases } from "@/lib/modules/cases/tables";
import { createdAt, kernelPolicies, makegood, moment, tenantId } from "@/lib/platform/tables";
import { effectKinds, effectStates } from "./schema";

/**
 * Things to be done outside. PostgreSQL owns the state; a queue job is only a hint that one is due, so a lost queue
 * loses nothing. `dispatch_no` makes every older hint void.
 */
export const effects = makegood.table(
  "effects",
  {
    id: uuid().notNull(),
    tenantId: tenantId(),
    /** Null for what is about an account or a workspace. */
    caseId: uuid(),
    eventId: uuid().notNull(),
    eventSeq: bigint({ mode: "number" }).notNull(),
    kind: text({ enum: effectKinds }).notNull(),
    destination: text().notNull(),
    subjectId: uuid().notNull(),
    template: text().notNull(),
    state: text({ enum: effectStates }).notNull().default("queued"),
    attempts: integer().notNull().default(0),
    nextRunAt: moment().notNull().defaultNow(),
    dispatchNo: integer().notNull().default(0),
    dispatchedUntil: moment(),
    leaseToken: uuid(),
    leaseUntil: moment(),
    error: text(),
    providerId: text(),
    skippedReason: text(),
    createdAt: createdAt(),
    finishedAt: moment(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    uniqueIndex("effects_once").on(table.tenantId, table.eventId, table.kind, table.template),
    index("effects_due").on(table.nextRunAt).where(sql`state in ('queued', 'retrying')`),
    index("effects_leased").on(table.leaseUntil).where(sql`state = 'running'`),
    index("effects_dead").on(table.tenantId, table.createdAt).where(sql`state = 'dead'`),
    index("effects_case").on(table.tenantId, table.caseId, table.kind, table.eventSeq),
    foreignKey({ columns: [table.tenantId, table.caseId], foreignColumns: [cases.tenantId, cases.id] }),
    ...kernelPolicies(),
  ],
);
