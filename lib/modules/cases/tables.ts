import { sql } from "drizzle-orm";
import {
  boolean,
  customType,
  foreignKey,
  index,
  integer,
  jsonb,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { customers, orders } from "@/lib/modules/orders/tables";
import { createdAt, makegood, minorUnits, moment, tenantId, tenantPolicies } from "@/lib/platform/tables";
import { channels, conversationStates, type FollowThrough, messageKinds } from "./schema";
import type { UndoEntry } from "./undo-schema";

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
    /** What an undo of the merge gives back; null while the case is not merged. */
    stateBeforeMerge: text({ enum: conversationStates }),
    /** The case that goes on in its place, as it was before it took over what was owed here. */
    targetBeforeMerge: jsonb().$type<UndoEntry>(),
    version: integer().notNull().default(1),
    decision: text().notNull().default("none"),
    refund: text().notNull().default("none"),
    amountMinor: minorUnits(),
    currency: text(),
    followThrough: jsonb().$type<FollowThrough>().notNull(),
    needsAttention: integer().notNull().default(0),
    /** Replies that did not reach the customer: part of `needsAttention`. */
    failedReplies: integer().notNull().default(0),
    channel: text({ enum: channels }).notNull().default("desk"),
    /** Language in which the customer is written to. */
    locale: text().notNull().default("en"),
    labels: text().array().notNull().default([]),
    /** A snoozed case wakes then, or as soon as the customer writes. */
    snoozedUntil: moment(),
    resolvedAt: moment(),
    /** What the policy said of the newest decision: the chip in lists. */
    verdict: text(),
    /** When we owe the next word and the money; null when nothing is owed. Working hours only. */
    firstReplyDueAt: moment(),
    nextReplyDueAt: moment(),
    refundDueAt: moment(),
    firstRepliedAt: moment(),
    lastMessageAt: moment().notNull().defaultNow(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    // An answer to one of our mails names its case alone, and the tenant is found by it.
    index("cases_id").on(table.id),
    uniqueIndex("cases_number").on(table.tenantId, table.number),
    uniqueIndex("cases_external").on(table.tenantId, table.externalId).where(sql`external_id is not null`),
    index("cases_inbox").on(
      table.tenantId,
      table.lastMessageAt.desc().nullsFirst(),
      table.id.desc().nullsFirst(),
    ),
    index("cases_opened").on(table.tenantId, table.createdAt),
    // One for each list of the inbox, in its order and with only its rows.
    index("cases_active")
      .on(table.tenantId, table.lastMessageAt.desc().nullsFirst(), table.id.desc().nullsFirst())
      .where(sql`conversation in ('open', 'waiting_customer')`),
    index("cases_assignee")
      .on(
        table.tenantId,
        table.assigneeId,
        table.lastMessageAt.desc().nullsFirst(),
        table.id.desc().nullsFirst(),
      )
      .where(sql`conversation in ('open', 'waiting_customer')`),
    index("cases_undecided")
      .on(table.tenantId, table.lastMessageAt.desc().nullsFirst(), table.id.desc().nullsFirst())
      .where(sql`conversation = 'open' and decision in ('none', 'returned', 'appealed')`),
    index("cases_customer").on(table.tenantId, table.customerId),
    index("cases_order").on(table.tenantId, table.orderId),
    index("cases_awaiting")
      .on(table.tenantId, table.lastMessageAt.desc().nullsFirst(), table.id.desc().nullsFirst())
      .where(sql`decision = 'awaiting_approval'`),
    // The earliest of what is owed: what the clock in lists shows.
    index("cases_sla")
      .on(table.tenantId, sql`least(first_reply_due_at, next_reply_due_at, refund_due_at)`, table.id)
      .where(sql`conversation in ('open', 'waiting_customer')`),
    index("cases_snoozed")
      .on(table.tenantId, table.snoozedUntil, table.id)
      .where(sql`conversation = 'snoozed'`),
    // By the clock alone: the worker looks which tenants have cases to wake or to close.
    index("cases_wake").on(table.snoozedUntil).where(sql`conversation = 'snoozed'`),
    index("cases_resolved").on(table.resolvedAt).where(sql`conversation = 'resolved'`),
    index("cases_merged").on(table.tenantId, table.mergedIntoId).where(sql`merged_into_id is not null`),
    index("cases_attention")
      .on(table.tenantId, table.lastMessageAt.desc().nullsFirst(), table.id.desc().nullsFirst())
      .where(sql`needs_attention > 0 or refund = 'unknown'`),
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
    /** The member who wrote it; null for customers, keys and the product itself. */
    authorId: uuid(),
    channel: text({ enum: channels }).notNull().default("desk"),
    body: text().notNull(),
    /** RFC 5322 id, with its angle brackets: incoming mails are recognised and answers threaded by it. */
    mailId: text(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    index("messages_case").on(table.tenantId, table.caseId, table.createdAt),
    uniqueIndex("messages_mail").on(table.tenantId, table.mailId).where(sql`mail_id is not null`),
    foreignKey({ columns: [table.tenantId, table.caseId], foreignColumns: [cases.tenantId, cases.id] }),
    ...tenantPolicies(),
  ],
);

const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });

/** The bytes of attachments, once for each content of a tenant. */
export const attachmentContents = makegood.table(
  "attachment_contents",
  {
    tenantId: tenantId(),
    sha256: text().notNull(),
    content: bytea().notNull(),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.sha256] }), ...tenantPolicies()],
);

/** A file that came with a message, or is being added to one. Its bytes are in `attachment_contents`. */
export const attachments = makegood.table(
  "attachments",
  {
    id: uuid().notNull(),
    tenantId: tenantId(),
    caseId: uuid().notNull(),
    messageId: uuid(),
    /** Safe to show and to save under; never used as a path. */
    name: text().notNull(),
    /** By content, not by what the sender claims. */
    mediaType: text().notNull(),
    sizeBytes: integer().notNull(),
    sha256: text().notNull(),
    /** With a note: the customer never sees it. */
    isStaffOnly: boolean().notNull().default(false),
    addedByName: text().notNull(),
    /** Who looked at it and believes what it claims; null while it is only a claim. */
    confirmedByName: text(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    index("attachments_case").on(table.tenantId, table.caseId),
    index("attachments_message").on(table.tenantId, table.messageId),
    index("attachments_content").on(table.tenantId, table.sha256),
    foreignKey({ columns: [table.tenantId, table.caseId], foreignColumns: [cases.tenantId, cases.id] }),
    foreignKey({
      columns: [table.tenantId, table.messageId],
      foreignColumns: [messages.tenantId, messages.id],
    }),
    foreignKey({
      name: "attachments_content_fk",
      columns: [table.tenantId, table.sha256],
      foreignColumns: [attachmentContents.tenantId, attachmentContents.sha256],
    }),
    ...tenantPolicies(),
  ],
);

/** Words and acts that a team uses often: `body` goes into the composer, the rest is done to the case with it. */
export const macros = makegood.table(
  "macros",
  {
    id: uuid().notNull(),
    tenantId: tenantId(),
    name: text().notNull(),
    /** With variables such as {{customer.name}}. */
    body: text().notNull().default(""),
    addsLabels: text().array().notNull().default([]),
    /** What the case becomes once the reply is sent. */
    setsConversation: text({ enum: ["waiting_customer", "resolved"] }),
    assignsToMe: boolean().notNull().default(false),
    version: integer().notNull().default(1),
    archivedAt: moment(),
    updatedAt: createdAt(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    uniqueIndex("macros_name").on(table.tenantId, table.name).where(sql`archived_at is null`),
    ...tenantPolicies(),
  ],
);

/** A search that somebody keeps in their inbox, alone or for everybody. */
export const savedViews = makegood.table(
  "saved_views",
  {
    id: uuid().notNull(),
    tenantId: tenantId(),
    ownerId: uuid().notNull(),
    name: text().notNull(),
    /** The words of the search box. */
    query: text().notNull(),
    isShared: boolean().notNull().default(false),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    index("saved_views_owner").on(table.tenantId, table.ownerId),
    ...tenantPolicies(),
  ],
);

const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });

/**
 * What a case is found by: kept by triggers, read only by `private.find_cases_by_words`. Apart from the case, because
 * every step of a decision writes that row anew, and all its index entries with it.
 */
export const caseSearch = makegood.table(
  "case_search",
  {
    tenantId: tenantId(),
    caseId: uuid().notNull(),
    /** Words of subject, messages, customer and order, and each label as one word "label=…". */
    document: tsvector().notNull(),
    /** Subject, number, customer, mail address, order number and labels, for parts of words and slips of the pen. */
    names: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.caseId] }),
    foreignKey({
      columns: [table.tenantId, table.caseId],
      foreignColumns: [cases.tenantId, cases.id],
    }).onDelete("cascade"),
    ...tenantPolicies(),
  ],
);

/** What somebody did to cases a moment ago, with what was before, so that it can be taken back. */
export const undoableChanges = makegood.table(
  "undoable_changes",
  {
    id: uuid().notNull(),
    tenantId: tenantId(),
    memberId: uuid().notNull(),
    entries: jsonb().$type<UndoEntry[]>().notNull(),
    undoneAt: moment(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    index("undoable_changes_created").on(table.createdAt),
    ...tenantPolicies(),
  ],
);
