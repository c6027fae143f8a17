import { Redis } from "ioredis";
import postgres from "postgres";
import { afterAll, afterEach, beforeEach, expect, it } from "vitest";
import { proposeRefund } from "@/lib/modules/decisions/commands";
import { caseKey, streamKey } from "@/lib/modules/outbox/streams";
import { followedOnce, inspect, untilFollowedThrough } from "@/lib/testing/invariants";
import { createRedis, type RedisProcess, startWorker, type WorkerProcess } from "@/lib/testing/processes";
import { setting } from "@/lib/testing/setting";
import { createShop, openCase, owner, refundOf } from "@/lib/testing/shop";
import { until } from "@/lib/testing/until";

let redis: RedisProcess;
let client: Redis;
const workers: WorkerProcess[] = [];

beforeEach(async () => {
  redis = await createRedis();
  await redis.start();
  client = new Redis(redis.url);
});
afterEach(async () => {
  for (const worker of workers.splice(0)) {
    worker.signal("SIGCONT");
    await worker.stop();
  }
  client.disconnect();
  await redis.remove();
});
afterAll(() => owner.end());

async function leaseOwners(): Promise<string[]> {
  const rows = await owner<{ owner: string }[]>`
    select distinct owner from makegood.relay_shards where lease_until > clock_timestamp()`;
  return rows.map((row) => row.owner);
}

it("a relay stopped past its lease and continued writes nothing twice, and no projection goes back", async () => {
  const stale = await startWorker({ REDIS_URL: redis.url });
  workers.push(stale);
  const [firstOwner] = await until("the first relay holds the shards", async () => {
    const owners = await leaseOwners();
    return owners.length === 1 ? owners : undefined;
  });
  const shop = await createShop();
  const before = await openCase(shop, [4_210]);
  await proposeRefund(shop.agent, refundOf(before, [0]));
  await until("it relays", () => client.exists(streamKey(shop.tenantId)));
  stale.signal("SIGSTOP");
  const fresh = await startWorker({ REDIS_URL: redis.url });
  workers.push(fresh);
  await until("the second relay took over", async () => {
    const owners = await leaseOwners();
    return owners.length === 1 && owners[0] !== firstOwner;
  });
  const during = await openCase(shop, [4_210]);
  await proposeRefund(shop.agent, refundOf(during, [0]));
  await untilFollowedThrough(during);
  const seqBefore = Number(await client.hget(caseKey(shop.tenantId, during.caseId), "seq"));

  stale.signal("SIGCONT");
  const after = await openCase(shop, [4_210]);
  await proposeRefund(shop.agent, refundOf(after, [0]));
  for (const one of [before, during, after]) {
    await untilFollowedThrough(one);
    expect(await inspect(shop, one)).toEqual(followedOnce(4_210));
  }
  expect(Number(await client.hget(caseKey(shop.tenantId, during.caseId), "seq"))).toBeGreaterThanOrEqual(
    seqBefore,
  );
  await expectStreamEqualsDatabase(shop.tenantId);
}, 240_000);

it("a transaction held open elsewhere for the whole run stalls nothing", async () => {
  const shop = await createShop();
  const opened = await openCase(shop, [4_210]);
  const blocker = await owner.reserve();
  try {
    await blocker`begin`;
    const [held] = await blocker<{ xid: string }[]>`select pg_current_xact_id()::text as xid`;
    workers.push(await startWorker({ REDIS_URL: redis.url }));
    await proposeRefund(shop.agent, refundOf(opened, [0]));
    await untilFollowedThrough(opened);
    const [xmin] = await owner<{ isHeld: boolean }[]>`
      select pg_snapshot_xmin(pg_current_snapshot()) <= ${held?.xid ?? "0"}::xid8 as "isHeld"`;
    expect(xmin?.isHeld).toBe(true);
  } finally {
    await blocker`rollback`;
    blocker.release();
  }
  expect(await inspect(shop, opened)).toEqual(followedOnce(4_210));
});

it("a transaction of the worker that does not come to an end lets go of its locks", async () => {
  const standing = postgres(setting("DATABASE_WORKER_URL"), { max: 1, onclose: () => undefined });
  try {
    const connection = await standing.reserve();
    await connection`begin`;
    await connection`select shard from makegood.relay_shards for update`;
    await expect(owner`select shard from makegood.relay_shards for update nowait`).rejects.toThrow(
      /could not obtain lock/,
    );
    // Busy and idle alike: a backend whose client stopped in the middle of a statement counts as active.
    const busy = connection`select pg_sleep(60)`.catch(() => "ended by the database");
    expect(await owner`select shard from makegood.relay_shards for update`).not.toHaveLength(0);
    expect(await busy).toBe("ended by the database");
  } finally {
    await standing.end({ timeout: 1 });
  }
});

async function expectStreamEqualsDatabase(tenantId: string): Promise<void> {
  const frozen = await until("everything is published", async () => {
    const rows = await owner<{ position: number; event_id: string }[]>`
      select position, event_id from makegood.relay_batches where tenant_id = ${tenantId} order by position`;
    const [stream] = await owner<{ published: number }[]>`
      select published_position as published from makegood.tenant_streams where tenant_id = ${tenantId}`;
    return stream?.published === rows.length ? rows : undefined;
  });
  const entries = await client.xrange(streamKey(tenantId), "-", "+");
  const published = entries.map(([id, fields]) => ({
    position: Number(id.split("-")[0]),
    event_id: (JSON.parse(fields[1] ?? "{}") as { id?: string }).id,
  }));
  expect(published).toEqual(frozen.map((row) => ({ position: row.position, event_id: row.event_id })));
}
