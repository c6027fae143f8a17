import { sql } from "drizzle-orm";
import { asRelay, type Transaction } from "@/lib/platform/db";
import type { StoredEvent, SubjectType } from "./schema";

// The order of work: lease a shard, freeze a batch (each event gets its position for ever), publish what is frozen,
// note how far. Everything after the freeze can be repeated by anybody who holds the lease, in the same order.

/** A shard that this process may relay, as long as nobody took it since: `epoch` tells. */
export type ShardLease = Readonly<{ shard: number; owner: string; epoch: number }>;

/** Somebody else relays this shard now. Whatever was about to be written must not be. */
export class LeaseLostError extends Error {
  constructor(lease: ShardLease) {
    super(`shard ${lease.shard} is no longer leased in epoch ${lease.epoch}`);
    this.name = "LeaseLostError";
  }
}

const leaseSeconds = 3;

/** Takes every shard whose lease ran out, by the database's clock. */
export async function takeShards(owner: string): Promise<ShardLease[]> {
  const rows = await asRelay((tx) =>
    tx.execute<{ shard: number; epoch: string }>(sql`
      update makegood.relay_shards s
      set owner = ${owner}, epoch = epoch + 1, lease_until = clock_timestamp() + make_interval(secs => ${leaseSeconds})
      where s.shard in (
        select shard from makegood.relay_shards
        where lease_until is null or lease_until < clock_timestamp()
        for update skip locked)
      returning s.shard, s.epoch`),
  );
  return rows.map((row) => ({ shard: Number(row.shard), owner, epoch: Number(row.epoch) }));
}

/** Renews what is still ours. A lease that is not in the answer is lost. */
export async function renewShards(owner: string, leases: readonly ShardLease[]): Promise<ShardLease[]> {
  if (leases.length === 0) return [];
  const rows = await asRelay((tx) =>
    tx.execute<{ shard: number; epoch: string }>(sql`
      update makegood.relay_shards
      set lease_until = clock_timestamp() + make_interval(secs => ${leaseSeconds})
      where owner = ${owner} and (shard, epoch) in (
        select * from jsonb_to_recordset(${JSON.stringify(leases)}::jsonb) as held(shard smallint, epoch bigint))
      returning shard, epoch`),
  );
  return rows.map((row) => ({ shard: Number(row.shard), owner, epoch: Number(row.epoch) }));
}

/** Gives the shards back at once, so that another process need not wait for the lease to run out. */
export async function releaseShards(owner: string): Promise<void> {
  await asRelay((tx) =>
    tx.execute(sql`update makegood.relay_shards set lease_until = null where owner = ${owner}`),
  );
}

// New since the cursor's snapshot: younger than all it knew, or still running when it was taken. A transaction that
// stays open elsewhere is one entry of that list and delays nothing.
const freshEvents = (shard: ReturnType<typeof sql>) => sql`
  from makegood.outbox o
  where o.shard = ${shard}
    and (o.tx >= pg_snapshot_xmax(s.cursor::pg_snapshot)
      or o.tx = any(array(select pg_snapshot_xip(s.cursor::pg_snapshot))))
    and not exists (select from makegood.relay_batches b where b.event_id = o.id)`;

/** Which of our shards have events that are not frozen yet. */
export async function listFreshShards(owner: string): Promise<number[]> {
  const rows = await asRelay((tx) =>
    tx.execute<{ shard: number }>(sql`
      select s.shard from makegood.relay_shards s
      where s.owner = ${owner} and exists (select ${freshEvents(sql`s.shard`)})`),
  );
  return rows.map((row) => Number(row.shard));
}

/**
 * Gives up to `limit` new events of the shard the next positions of their tenants' streams.
 * Within a subject the order is that of `event_seq`; across subjects none is promised.
 * @returns how many were frozen; `limit` means that there are probably more
 * @throws LeaseLostError when the shard is not ours any more
 */
export async function freezeBatch(lease: ShardLease, limit: number): Promise<number> {
  return asRelay(async (tx) => {
    await requireLease(tx, lease);
    const [result] = await tx.execute<{ frozen: number }>(sql`
      with s as materialized (
        select cursor, pg_current_snapshot()::text as now from makegood.relay_shards where shard = ${lease.shard}),
      fresh as materialized (
        select f.* from s cross join lateral (
          select o.id, o.tenant_id, o.event_seq, o.inserted_at ${freshEvents(sql`${lease.shard}`)}
          order by o.event_seq, o.id limit ${limit}) f),
      sizes as (select tenant_id, count(*) as size from fresh group by tenant_id),
      heads as (
        insert into makegood.tenant_streams as t (tenant_id, shard, last_position)
        select tenant_id, ${lease.shard}, size from sizes
        on conflict (tenant_id) do update set last_position = t.last_position + excluded.last_position
        returning tenant_id, last_position),
      frozen as (
        insert into makegood.relay_batches (tenant_id, position, shard, epoch, event_id, event_inserted_at)
        select f.tenant_id, h.last_position - z.size
            + row_number() over (partition by f.tenant_id order by f.event_seq, f.id),
          ${lease.shard}, ${lease.epoch}, f.id, f.inserted_at
        from fresh f join sizes z using (tenant_id) join heads h using (tenant_id)
        returning event_id)
      update makegood.relay_shards r
      set cursor = case when (select count(*) from fresh) < ${limit} then s.now else s.cursor end
      from s where r.shard = ${lease.shard}
      returning (select count(*) from frozen)::int as frozen`);
    return result?.frozen ?? 0;
  });
}

async function requireLease(tx: Transaction, lease: ShardLease): Promise<void> {
  const held = await tx.execute(sql`
    select shard from makegood.relay_shards
    where shard = ${lease.shard} and owner = ${lease.owner} and epoch = ${lease.epoch}
      and lease_until > clock_timestamp()
    for update`);
  if (held.length === 0) throw new LeaseLostError(lease);
}

/** Where a tenant's stream stands: frozen up to `last`, published up to `published`, needed by no group up to `done`. */
export type StreamState = Readonly<{
  tenantId: string;
  shard: number;
  last: number;
  published: number;
  done: number;
}>;

const streamState = sql`
  select t.tenant_id, t.shard, t.last_position, t.published_position,
    coalesce((select min(coalesce(c.position, 0))
      from unnest(array['billing-cg', 'notifications-cg', 'crm-sync-cg']) g(name)
      left join makegood.consumer_cursors c on c.tenant_id = t.tenant_id and c.consumer_group = g.name), 0) as done
  from makegood.tenant_streams t`;

type StreamRow = {
  tenant_id: string;
  shard: number;
  last_position: string;
  published_position: string;
  done: string;
};
const toStreamState = (row: StreamRow): StreamState => ({
  tenantId: row.tenant_id,
  shard: Number(row.shard),
  last: Number(row.last_position),
  published: Number(row.published_position),
  done: Number(row.done),
});

/** Streams of our shards with frozen events that Redis does not have yet. One question for all of them: it is asked all day. */
export async function listUnpublishedStreams(owner: string): Promise<StreamState[]> {
  const rows = await asRelay((tx) =>
    tx.execute<StreamRow>(sql`
      ${streamState} join makegood.relay_shards s on s.shard = t.shard and s.owner = ${owner}
      where t.published_position < t.last_position`),
  );
  return rows.map(toStreamState);
}

/** Streams of our shards with events that some group has not passed, or all of them. */
export async function listStreams(owner: string, which: "unfinished" | "all"): Promise<StreamState[]> {
  const rows = await asRelay((tx) =>
    tx.execute<StreamRow>(sql`
      select * from (${streamState}
        join makegood.relay_shards s on s.shard = t.shard and s.owner = ${owner}) u
      where ${which === "all"} or u.done < u.last_position
      limit 1000`),
  );
  return rows.map(toStreamState);
}

type EventRow = Record<string, unknown> & {
  id: string;
  tenant_id: string;
  subject_type: SubjectType;
  subject_id: string;
  event_seq: string;
  position: string;
  type: string;
  schema_version: number;
  payload: Record<string, unknown>;
  traceparent: string | null;
  occurred_at: string;
};

/** The frozen events of a tenant after `after`, in the order of their positions. */
export async function listFrozen(tenantId: string, after: number, limit: number): Promise<StoredEvent[]> {
  const rows = await asRelay((tx) =>
    tx.execute<EventRow>(sql`
      select o.id, o.tenant_id, o.subject_type, o.subject_id, o.event_seq, b.position, o.type, o.schema_version,
        o.payload, o.traceparent, o.occurred_at
      from makegood.relay_batches b
      join makegood.outbox o on o.inserted_at = b.event_inserted_at and o.id = b.event_id
      where b.tenant_id = ${tenantId} and b.position > ${after}
      order by b.position limit ${limit}`),
  );
  return rows.map((row) => ({
    id: row.id,
    tenantId: row.tenant_id,
    subjectType: row.subject_type,
    subjectId: row.subject_id,
    eventSeq: Number(row.event_seq),
    position: Number(row.position),
    type: row.type,
    schemaVersion: row.schema_version,
    payload: row.payload,
    traceparent: row.traceparent,
    occurredAt: new Date(row.occurred_at),
  }));
}

/**
 * Notes that Redis has the tenant's stream up to `position`.
 * @throws LeaseLostError when the shard is not ours any more
 */
export async function recordPublished(lease: ShardLease, tenantId: string, position: number): Promise<void> {
  await asRelay(async (tx) => {
    await requireLease(tx, lease);
    await tx.execute(sql`
      update makegood.tenant_streams set published_position = greatest(published_position, ${position})
      where tenant_id = ${tenantId}`);
  });
}
