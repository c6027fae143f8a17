import { sql } from "drizzle-orm";
import {
  bigint,
  customType,
  index,
  integer,
  jsonb,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { createdAt, kernelPolicies, makegood, moment, tenantId, workerPolicies } from "@/lib/platform/tables";
import { type ConsumerGroup, type InboxOutcome, subjectTypes } from "./schema";

const position = () => bigint({ mode: "number" });
const transactionId = customType<{ data: string }>({ dataType: () => "xid8" });

/** The last `event_seq` of each subject. Its row lock makes sequence n visible before n + 1 exists. */
export const eventSubjects = makegood.table(
  "event_subjects",
  {
    tenantId: tenantId(),
    subjectType: text({ enum: subjectTypes }).notNull(),
    subjectId: uuid().notNull(),
    lastSeq: bigint({ mode: "number" }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.subjectType, table.subjectId] }),
    ...kernelPolicies(),
  ],
);

/**
 * One row per event, written in the transaction that caused it; never updated. Partitioned by day of insertion:
 * old days are dropped whole, so the table never rots. `tx` is what the relay's cursor compares with snapshots.
 */
export const outbox = makegood.table(
  "outbox",
  {
    id: uuid().notNull(),
    tenantId: tenantId(),
    shard: smallint().notNull(),
    subjectType: text({ enum: subjectTypes }).notNull(),
    subjectId: uuid().notNull(),
    eventSeq: bigint({ mode: "number" }).notNull(),
    type: text().notNull(),
    schemaVersion: integer().notNull(),
    payload: jsonb().$type<Record<string, unknown>>().notNull(),
    traceparent: text(),
    occurredAt: createdAt(),
    insertedAt: createdAt(),
    tx: transactionId().notNull().default(sql`pg_current_xact_id()`),
  },
  (table) => [
    primaryKey({ columns: [table.insertedAt, table.id] }),
    index("outbox_cursor").on(table.shard, table.tx),
    index("outbox_subject").on(table.tenantId, table.subjectId, table.eventSeq),
    ...kernelPolicies(),
  ],
);

/** The gapless position of each tenant's stream: allocated when a batch is frozen, published when Redis has it. */
export const tenantStreams = makegood.table(
  "tenant_streams",
  {
    tenantId: uuid().primaryKey(),
    shard: smallint().notNull(),
    lastPosition: position().notNull().default(0),
    publishedPosition: position().notNull().default(0),
  },
  (table) => [index("tenant_streams_shard").on(table.shard), ...workerPolicies()],
);

/** Who relays a shard, until when (by the database's clock), and how far it has read. */
export const relayShards = makegood.table(
  "relay_shards",
  {
    shard: smallint().primaryKey(),
    owner: text(),
    epoch: bigint({ mode: "number" }).notNull().default(0),
    leaseUntil: moment(),
    cursor: text().notNull().default("1:1:"),
  },
  () => [...workerPolicies()],
);

/** The frozen batches: which event stands at which position of its tenant's stream. Written once, then only read. */
export const relayBatches = makegood.table(
  "relay_batches",
  {
    tenantId: tenantId(),
    position: position().notNull(),
    shard: smallint().notNull(),
    epoch: bigint({ mode: "number" }).notNull(),
    eventId: uuid().notNull(),
    eventInsertedAt: moment().notNull(),
    frozenAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.position] }),
    uniqueIndex("relay_batches_event").on(table.eventId),
    ...workerPolicies(),
  ],
);

/** What each consumer group did with each event. The key is what makes a redelivery harmless. */
export const inbox = makegood.table(
  "inbox",
  {
    consumerGroup: text().$type<ConsumerGroup>().notNull(),
    eventId: uuid().notNull(),
    tenantId: tenantId(),
    subjectId: uuid().notNull(),
    eventSeq: bigint({ mode: "number" }).notNull(),
    position: position().notNull(),
    outcome: text().$type<InboxOutcome>().notNull(),
    failures: integer().notNull().default(0),
    error: text(),
    processedAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.consumerGroup, table.eventId] }),
    index("inbox_subject").on(table.tenantId, table.consumerGroup, table.subjectId, table.eventSeq),
    index("inbox_stuck").on(table.tenantId).where(sql`outcome in ('parked', 'held')`),
    index("inbox_position").on(table.tenantId, table.consumerGroup, table.position),
    ...kernelPolicies(),
  ],
);

/** Per group the low-water mark: every position up to it has its inbox row. Streams are trimmed below the lowest. */
export const consumerCursors = makegood.table(
  "consumer_cursors",
  {
    tenantId: tenantId(),
    consumerGroup: text().$type<ConsumerGroup>().notNull(),
    position: position().notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.consumerGroup] }), ...workerPolicies()],
);
