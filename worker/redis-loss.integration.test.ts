import { Redis } from "ioredis";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { approveDecision, proposeRefund } from "@/lib/modules/decisions/commands";
import { streamKey } from "@/lib/modules/outbox/streams";
import { followedOnce, inspect, stepsOf, untilFollowedThrough } from "@/lib/testing/invariants";
import { createRedis, type RedisProcess, startWorker, type WorkerProcess } from "@/lib/testing/processes";
import { createShop, openCase, owner, refundOf } from "@/lib/testing/shop";
import { until } from "@/lib/testing/until";

let redis: RedisProcess;
let worker: WorkerProcess | undefined;

beforeEach(async () => {
  redis = await createRedis();
  await redis.start();
});
afterEach(async () => {
  await worker?.stop();
  worker = undefined;
  await redis.remove();
});
afterAll(() => owner.end());

const ask = async <Answer>(question: (client: Redis) => Promise<Answer>): Promise<Answer> => {
  const client = new Redis(redis.url, { maxRetriesPerRequest: null });
  try {
    return await question(client);
  } finally {
    client.disconnect();
  }
};

async function decideMany(count: number) {
  const shop = await createShop();
  const opened = await Promise.all(Array.from({ length: count }, () => openCase(shop, [4_210])));
  for (const one of opened) await proposeRefund(shop.agent, refundOf(one, [0]));
  return { shop, opened };
}

describe("Redis loses everything", () => {
  it("FLUSHALL with work in flight: everything completes, nothing twice", async () => {
    worker = await startWorker({ REDIS_URL: redis.url });
    const { shop, opened } = await decideMany(5);
    await until("work is in flight", () => ask((client) => client.exists(streamKey(shop.tenantId))));
    expect(await ask((client) => client.flushall())).toBe("OK");
    const late = await openCase(shop, [4_210]);
    await proposeRefund(shop.agent, refundOf(late, [0]));

    for (const one of [...opened, late]) {
      await untilFollowedThrough(one);
      expect(await inspect(shop, one)).toEqual(followedOnce(4_210));
    }
  });

  it("started again from an older copy of its data: the stream is rebuilt in order, nothing twice", async () => {
    worker = await startWorker({ REDIS_URL: redis.url });
    const before = await decideMany(2);
    for (const one of before.opened) await untilFollowedThrough(one);
    await ask((client) => client.bgrewriteaof());
    await until("the copy can be taken", async () =>
      (await ask((client) => client.info("persistence"))).includes("aof_rewrite_in_progress:0"),
    );
    await redis.copyData();
    const { shop } = before;
    const lost = await openCase(shop, [4_210]);
    await proposeRefund(shop.agent, refundOf(lost, [0]));
    await untilFollowedThrough(lost);
    const newest = await lastPosition(shop.tenantId);
    const inFlight = await openCase(shop, [4_210]);
    await redis.kill();
    await proposeRefund(shop.agent, refundOf(inFlight, [0]));
    await redis.restoreCopy();
    await redis.start();
    expect(await ask((client) => lastStreamPosition(client, shop.tenantId))).toBeLessThan(newest);

    for (const one of [...before.opened, lost, inFlight]) {
      await untilFollowedThrough(one);
      expect(await inspect(shop, one)).toEqual(followedOnce(4_210));
    }
    const frozen = await lastPosition(shop.tenantId);
    await until(
      "the stream ends where the database does",
      async () => (await ask((client) => lastStreamPosition(client, shop.tenantId))) === frozen,
    );
    const ids = await ask((client) => client.xrange(streamKey(shop.tenantId), "-", "+"));
    const positions = ids.map(([id]) => Number(id.split("-")[0]));
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    expect(new Set(positions).size).toBe(positions.length);
  });
});

describe("Redis is down", () => {
  it("a decision commits without it, shows waiting, and completes when it returns", async () => {
    worker = await startWorker({ REDIS_URL: redis.url });
    await redis.kill();
    const shop = await createShop();
    const opened = await openCase(shop, [30_000]);
    const proposed = await proposeRefund(shop.agent, refundOf(opened, [0]));
    await approveDecision(shop.lead, { decisionId: proposed.id, note: "" });
    expect(await stepsOf(opened.caseId)).toMatchObject({
      decision: "done",
      approval: "done",
      payout: "waiting",
    });

    await redis.start();
    await untilFollowedThrough(opened);
    expect(await inspect(shop, opened)).toEqual(followedOnce(30_000));
  });
});

async function lastPosition(tenantId: string): Promise<number> {
  const [row] = await owner<{ last: number }[]>`
    select last_position as last from makegood.tenant_streams where tenant_id = ${tenantId}`;
  return row?.last ?? 0;
}

async function lastStreamPosition(client: Redis, tenantId: string): Promise<number> {
  const info = (await client.xinfo("STREAM", streamKey(tenantId))) as unknown[];
  return Number(String(info[info.indexOf("last-generated-id") + 1]).split("-")[0]);
}
