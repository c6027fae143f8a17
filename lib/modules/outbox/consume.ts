import { sql } from "drizzle-orm";
import type { SystemActor } from "@/lib/platform/actor";
import { asRelay, asTenant, type Transaction } from "@/lib/platform/db";
import { type DomainEvent, type EventType, eventCatalogue } from "./events";
import type { ConsumerGroup, StoredEvent } from "./schema";

/** What a group does with each event: it records effects, nothing else. A new event does not compile until listed. */
export type Handlers = {
  [Type in EventType]: (
    tx: Transaction,
    actor: SystemActor,
    event: StoredEvent & DomainEvent<Type>,
  ) => Promise<void>;
};

/** done: recorded now · repeat: was recorded before · early: an earlier event of the subject comes first · parked, held: a person must look. */
export type ConsumeResult = "done" | "repeat" | "early" | "parked" | "held" | "failing";

const failuresUntilParked = 5;

/**
 * Lets `handlers` record the effects of `event` for `group`, at most once and in the order of the subject.
 * Repeatable: the inbox row is written in the same transaction as the effects.
 * @param showStuck puts an event that is parked or held before people's eyes, in the commit that says so
 */
export async function consumeEvent(
  group: ConsumerGroup,
  event: StoredEvent,
  handlers: Handlers,
  showStuck: (tx: Transaction, event: StoredEvent) => Promise<void>,
): Promise<ConsumeResult> {
  try {
    return await asTenant(event.tenantId, async (tx, actor) => {
      const blocked = await findBlocker(tx, group, event);
      if (blocked === "held") {
        await recordInbox(tx, group, event, "held");
        // The news that something is stuck is itself an event, and held as well.
        if (event.type !== "follow_through.changed") await showStuck(tx, event);
      }
      if (blocked) return blocked;
      await handle(tx, actor, event, handlers);
      await recordInbox(tx, group, event, "done");
      return "done";
    });
  } catch (error) {
    return recordFailure(group, event, error, showStuck);
  }
}

async function findBlocker(
  tx: Transaction,
  group: ConsumerGroup,
  event: StoredEvent,
): Promise<"repeat" | "early" | "held" | undefined> {
  // Two deliveries of one subject queue here, and the second sees what the first recorded.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`${group}:${event.subjectId}`}, 0))`);
  const [seen] = await tx.execute<{ own: string | null; passed: string; parked: boolean }>(sql`
    select
      (select outcome from makegood.inbox where consumer_group = ${group} and event_id = ${event.id}) as own,
      count(*) filter (where outcome in ('done', 'parked', 'held')) as passed,
      coalesce(bool_or(outcome = 'parked'), false) as parked
    from makegood.inbox
    where tenant_id = ${event.tenantId} and consumer_group = ${group} and subject_id = ${event.subjectId}
      and event_seq < ${event.eventSeq}`);
  if (!seen || seen.own === "done" || seen.own === "parked") return "repeat";
  if (Number(seen.passed) < event.eventSeq - 1) return "early";
  return seen.parked ? "held" : undefined;
}

async function handle(
  tx: Transaction,
  actor: SystemActor,
  event: StoredEvent,
  handlers: Handlers,
): Promise<void> {
  const known = eventCatalogue[event.type as EventType];
  if (!known || known.version !== event.schemaVersion) throw new UnknownEventError(event);
  const payload = known.payload.parse(event.payload);
  // TypeScript cannot see that the handler picked by type takes that type's payload.
  const handler = handlers[event.type as EventType] as (
    tx: Transaction,
    actor: SystemActor,
    event: StoredEvent,
  ) => Promise<void>;
  await handler(tx, actor, { ...event, payload });
}

class UnknownEventError extends Error {
  constructor(event: StoredEvent) {
    super(`no handler for ${event.type} version ${event.schemaVersion}`);
    this.name = "UnknownEventError";
  }
}

async function recordInbox(
  tx: Transaction,
  group: ConsumerGroup,
  event: StoredEvent,
  outcome: "done" | "held",
): Promise<void> {
  await tx.execute(sql`
    insert into makegood.inbox
      (consumer_group, event_id, tenant_id, subject_id, event_seq, position, outcome)
    values (${group}, ${event.id}, ${event.tenantId}, ${event.subjectId}, ${event.eventSeq}, ${event.position}, ${outcome})
    on conflict (consumer_group, event_id)
    do update set outcome = excluded.outcome, error = null, processed_at = now()`);
}

// An event nobody knows is parked at once: no number of tries will teach us.
async function recordFailure(
  group: ConsumerGroup,
  event: StoredEvent,
  error: unknown,
  showStuck: (tx: Transaction, event: StoredEvent) => Promise<void>,
): Promise<"failing" | "parked"> {
  const message = error instanceof Error ? error.message.slice(0, 500) : "unknown error";
  const parkAfter = error instanceof UnknownEventError ? 1 : failuresUntilParked;
  return asTenant(event.tenantId, async (tx) => {
    const [row] = await tx.execute<{ outcome: "failing" | "parked" }>(sql`
      insert into makegood.inbox
        (consumer_group, event_id, tenant_id, subject_id, event_seq, position, outcome, failures, error)
      values (${group}, ${event.id}, ${event.tenantId}, ${event.subjectId}, ${event.eventSeq}, ${event.position},
        case when ${parkAfter} <= 1 then 'parked' else 'failing' end, 1, ${message})
      on conflict (consumer_group, event_id) do update set
        failures = makegood.inbox.failures + 1, error = excluded.error, processed_at = now(),
        outcome = case when makegood.inbox.outcome in ('done', 'parked') then makegood.inbox.outcome
          when makegood.inbox.failures + 1 >= ${parkAfter} then 'parked' else 'failing' end
      returning outcome`);
    if (row?.outcome === "parked") await showStuck(tx, event);
    return row?.outcome ?? "failing";
  });
}

/** Positions of the tenant that the group has neither recorded nor been reading for the last second. */
export async function listUnconsumed(
  group: ConsumerGroup,
  tenantId: string,
  limit: number,
): Promise<{ position: number }[]> {
  const rows = await asRelay((tx) =>
    tx.execute<{ position: string }>(sql`
      select b.position from makegood.relay_batches b
      where b.tenant_id = ${tenantId}
        and b.position > coalesce((select position from makegood.consumer_cursors
          where tenant_id = ${tenantId} and consumer_group = ${group}), 0)
        and b.frozen_at < now() - interval '1 second'
        and not exists (select from makegood.inbox i where i.consumer_group = ${group} and i.event_id = b.event_id
          and i.outcome in ('done', 'parked', 'held'))
      order by b.position limit ${limit}`),
  );
  return rows.map((row) => ({ position: Number(row.position) }));
}

/** Moves the group's low-water mark over everything it has passed without a gap. */
export async function advanceCursor(group: ConsumerGroup, tenantId: string): Promise<void> {
  await asRelay(async (tx) => {
    // Whoever lets a parked event be tried again moves the mark back, and must not be overtaken by an older look.
    await tx.execute(
      sql`select pg_advisory_xact_lock(hashtextextended(${`cursor:${group}:${tenantId}`}, 0))`,
    );
    await tx.execute(sql`
      with low as (
        select coalesce((select position from makegood.consumer_cursors
          where tenant_id = ${tenantId} and consumer_group = ${group}), 0) as position),
      gap as (
        select min(b.position) as position from makegood.relay_batches b, low
        where b.tenant_id = ${tenantId} and b.position > low.position
          and not exists (select from makegood.inbox i where i.consumer_group = ${group} and i.event_id = b.event_id
            and i.outcome in ('done', 'parked', 'held')))
      insert into makegood.consumer_cursors as c (tenant_id, consumer_group, position)
      select ${tenantId}, ${group}, coalesce((select position - 1 from gap),
        (select max(position) from makegood.relay_batches where tenant_id = ${tenantId}), 0)
      on conflict (tenant_id, consumer_group) do update set position = greatest(c.position, excluded.position)`);
  });
}
