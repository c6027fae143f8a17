import { forgetInboxCounts } from "@/lib/modules/cases/counts";
import { listProjections } from "@/lib/modules/cases/projection";
import {
  freezeBatch,
  LeaseLostError,
  listFreshShards,
  listFrozen,
  listUnpublishedStreams,
  recordPublished,
  releaseShards,
  renewShards,
  type ShardLease,
  type StreamState,
  takeShards,
} from "@/lib/modules/outbox/relay";
import { dropStream, publish, ring } from "@/lib/modules/outbox/streams";
import { crashPoint } from "@/lib/platform/crash-points";
import { newId } from "@/lib/platform/ids";
import { logger } from "@/lib/platform/logger";
import { metrics } from "@/lib/platform/metrics";
import { startLoop } from "./loop";

const freezeLimit = 500;
const publishLimit = 200;

/** The shards this process relays and consumes right now. */
const held = new Map<number, ShardLease>();
export const owner = `worker-${newId()}`;
export const heldShards = (): number[] => [...held.keys()];

/** Renews what we hold and takes what nobody holds. Lost leases are forgotten before anything else is written. */
async function renewLeases(): Promise<boolean> {
  const kept = await renewShards(owner, [...held.values()]);
  held.clear();
  for (const lease of [...kept, ...(await takeShards(owner))]) held.set(lease.shard, lease);
  return false;
}

async function relay(): Promise<boolean> {
  const fresh = await listFreshShards(owner);
  if (fresh.length > 0) crashPoint("after_commit_before_relay");
  let found = false;
  for (const shard of fresh) found = (await freezeShard(shard)) || found;
  for (const stream of await listUnpublishedStreams(owner)) {
    const lease = held.get(stream.shard);
    if (lease) found = (await publishHeld(lease, stream)) || found;
  }
  return found;
}

async function freezeShard(shard: number): Promise<boolean> {
  const lease = held.get(shard);
  if (!lease) return false;
  try {
    return (await freezeBatch(lease, freezeLimit)) > 0;
  } catch (error) {
    return forgetLost(lease, error);
  }
}

async function publishHeld(lease: ShardLease, stream: StreamState): Promise<boolean> {
  try {
    await publishStream(lease, stream);
    return true;
  } catch (error) {
    return forgetLost(lease, error);
  }
}

function forgetLost(lease: ShardLease, error: unknown): false {
  if (!(error instanceof LeaseLostError)) throw error;
  held.delete(lease.shard);
  logger.warn({ shard: lease.shard, epoch: lease.epoch }, "lease lost, another worker relays this shard");
  return false;
}

/** Publishes a tenant's frozen events, from where Redis has them on. Repeatable. */
export async function publishStream(
  lease: ShardLease,
  stream: StreamState,
  from = stream.published,
  expectedLast = from,
): Promise<void> {
  const events = await listFrozen(stream.tenantId, from, publishLimit);
  const final = events.at(-1);
  if (!final) return;
  const caseIds = new Set(
    events.filter((event) => event.subjectType === "case").map((event) => event.subjectId),
  );
  const projections = await listProjections(stream.tenantId, [...caseIds]);
  const entries = events.map((event) => ({ event, caseHash: projections.get(event.subjectId) }));

  const result = await publish(stream.tenantId, expectedLast, entries);
  if (result.kind === "gap") return rebuild(lease, stream, result.lastPosition);
  crashPoint("after_exec_before_cursor");
  await recordPublished(lease, stream.tenantId, final.position);
  await ring(lease.shard, stream.tenantId, final.position);
  await forgetInboxCounts(stream.tenantId);
  metrics.relayed.inc(events.length);
}

// The database is the truth: what Redis lacks is appended in order, what every group has passed is left out, and a
// stream that claims more than was ever frozen is thrown away.
async function rebuild(lease: ShardLease, stream: StreamState, redisLast: number): Promise<void> {
  metrics.streamGaps.inc();
  logger.warn(
    { tenantId: stream.tenantId, expected: stream.published, found: redisLast },
    "stream gap, rebuilding",
  );
  const isAhead = redisLast > stream.last;
  if (isAhead) await dropStream(stream.tenantId);
  const last = isAhead ? 0 : redisLast;
  await publishStream(lease, stream, Math.max(last, stream.done), last);
}

export function startRelay() {
  const leases = startLoop("leases", { busyMs: 1_000, idleMs: 1_000 }, renewLeases);
  const relaying = startLoop("relay", { busyMs: 5, idleMs: 40 }, relay);
  return {
    stop: async () => {
      await Promise.all([leases.stop(), relaying.stop()]);
      await releaseShards(owner);
    },
  };
}
