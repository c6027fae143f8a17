import { and, eq, inArray, sql } from "drizzle-orm";
import type { Transaction } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { type DomainEvent, eventCatalogue } from "./events";
import { type SubjectType, shardCount } from "./schema";
import { eventSubjects, outbox } from "./tables";

type Subject = Readonly<{ tenantId: string; type: SubjectType; id: string }>;

/**
 * Records `event` inside `tx`, so it exists if and only if the change it reports was committed. The subject's row
 * lock gives it the next sequence number without a gap.
 * @returns that number
 */
export async function appendEvent(tx: Transaction, subject: Subject, event: DomainEvent): Promise<number> {
  const { version, payload } = eventCatalogue[event.type];
  const [next] = await tx
    .insert(eventSubjects)
    .values({ tenantId: subject.tenantId, subjectType: subject.type, subjectId: subject.id, lastSeq: 1 })
    .onConflictDoUpdate({
      target: [eventSubjects.tenantId, eventSubjects.subjectType, eventSubjects.subjectId],
      set: { lastSeq: sql`${eventSubjects.lastSeq} + 1` },
    })
    .returning({ seq: eventSubjects.lastSeq });
  if (!next) throw new Error("the event sequence returned no row");

  await tx.insert(outbox).values({
    id: newId(),
    tenantId: subject.tenantId,
    shard: shardOf(subject.tenantId),
    subjectType: subject.type,
    subjectId: subject.id,
    eventSeq: next.seq,
    type: event.type,
    schemaVersion: version,
    payload: payload.parse(event.payload),
  });
  return next.seq;
}

/** The last sequence number of each subject that has events, by subject id. */
export async function findLastSeqs(
  tx: Transaction,
  tenantId: string,
  subjectIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await tx
    .select({ id: eventSubjects.subjectId, seq: eventSubjects.lastSeq })
    .from(eventSubjects)
    .where(
      and(
        eq(eventSubjects.tenantId, tenantId),
        eq(eventSubjects.subjectType, "case"),
        inArray(eventSubjects.subjectId, [...subjectIds]),
      ),
    );
  return new Map(rows.map((row) => [row.id, row.seq]));
}

/** The shard of a tenant: the same in every process, for ever. */
const shardOf = (tenantId: string): number => Number.parseInt(tenantId.slice(-4), 16) % shardCount;
