import { sql } from "drizzle-orm";
import { foreignKey, index, integer, jsonb, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { customers, orders } from "@/lib/modules/orders/tables";
import { createdAt, makegood, minorUnits, moment, tenantId, tenantPolicies } from "@/lib/platform/tables";
import { conversationStates, type FollowThrough, messageKinds } from "./schema";

/**
 * A conversation with the summary of its decision and refunds, so that its guards and lists read only this row.
 * `version` moves only with what people edit: a tick from the worker never gives a typing agent a conflict.
 */
export const cases = makegood.table(
  "cases",
  {
    id: uuid().notNull(),
    tenantId: tenantId(),
    number: integer().notNull(),
    externalId: text(),
    customerId: uuid().notNull(),
    orderId: uuid(),
    subject: text().notNull(),
    preview: text().notNull().default(""),
    conversation: text({ enum: conversationStates }).notNull().default("open"),
    assigneeId: uuid(),
    assigneeName: text(),
    /** The case that goes on in its place; a merged case never decides or pays. */
    mergedIntoId: uuid(),
    version: integer().notNull().default(1),
    decision: text().notNull().default("none"),
    refund: text().notNull().default("none"),
    amountMinor: minorUnits(),
    currency: text(),
    followThrough: jsonb().$type<FollowThrough>().notNull(),
    needsAttention: integer().notNull().default(0),
    lastMessageAt: moment().notNull().defaultNow(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    uniqueIndex("cases_number").on(table.tenantId, table.number),
    uniqueIndex("cases_external").on(table.tenantId, table.externalId).where(sql`external_id is not null`),
    index("cases_inbox").on(
      table.tenantId,
      table.lastMessageAt.desc().nullsFirst(),
      table.id.desc().nullsFirst(),
    ),
    index("cases_assignee").on(table.tenantId, table.assigneeId),
    index("cases_customer").on(table.tenantId, table.customerId),
    index("cases_order").on(table.tenantId, table.orderId),
    index("cases_awaiting").on(table.tenantId).where(sql`decision = 'awaiting_approval'`),
    index("cases_attention").on(table.tenantId).where(sql`needs_attention > 0`),
    foreignKey({
      columns: [table.tenantId, table.customerId],
      foreignColumns: [customers.tenantId, customers.id],
    }),
    foreignKey({ columns: [table.tenantId, table.orderId], foreignColumns: [orders.tenantId, orders.id] }),
    ...tenantPolicies(),
  ],
);

export const messages = makegood.table(
  "messages",
  {
    id: uuid().notNull(),
    tenantId: tenantId(),
    caseId: uuid().notNull(),
    kind: text({ enum: messageKinds }).notNull(),
    authorName: text().notNull(),
    body: text().notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    index("messages_case").on(table.tenantId, table.caseId, table.createdAt),
    foreignKey({ columns: [table.tenantId, table.caseId], foreignColumns: [cases.tenantId, cases.id] }),
    ...tenantPolicies(),
  ],
);
