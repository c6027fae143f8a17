import { sql } from "drizzle-orm";
import { index, integer, jsonb, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { createdAt, makegood, moment, tenantId, tenantPolicies } from "@/lib/platform/tables";
import type { PolicyDocument } from "./schema";
import { policyStates } from "./terms";

/** What a tenant's policy said and when. A published document never changes; a change is a new version. */
export const policyVersions = makegood.table(
  "policy_versions",
  {
    id: uuid().notNull(),
    tenantId: tenantId(),
    number: integer().notNull(),
    title: text().notNull(),
    note: text().notNull().default(""),
    state: text({ enum: policyStates }).notNull().default("draft"),
    document: jsonb().$type<PolicyDocument>().notNull(),
    /** The version it was drafted from. */
    basedOnNumber: integer(),
    /** Moves with each edit of a draft: whoever saves an older one is told so. */
    revision: integer().notNull().default(1),
    createdById: uuid(),
    createdByName: text().notNull(),
    publishedById: uuid(),
    publishedByName: text(),
    startsAt: moment(),
    supersededAt: moment(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    uniqueIndex("policy_versions_number").on(table.tenantId, table.number),
    index("policy_versions_start").on(table.tenantId, table.startsAt),
    uniqueIndex("policy_versions_one_published").on(table.tenantId).where(sql`state = 'published'`),
    ...tenantPolicies(),
  ],
);
