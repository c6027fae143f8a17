import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { MemberActor } from "@/lib/platform/actor";
import { createRedis, type RedisProcess, startWorker } from "@/lib/testing/processes";
import { createShop, type OpenCase, openCase, owner, refundOf, type Shop } from "@/lib/testing/shop";
import { until } from "@/lib/testing/until";
import type { LiveQuestion } from "./live";

let redis: RedisProcess;
let live: typeof import("./live");
let platform: typeof import("@/lib/platform/redis");
let shop: Shop;
let opened: OpenCase;

beforeAll(async () => {
  redis = await createRedis();
  await redis.start();
  // A Redis of this file's own, to be taken away under it.
  process.env.REDIS_URL = redis.url;
  vi.resetModules();
  platform = await import("@/lib/platform/redis");
  live = await import("./live");
  await until("Redis answers", () => platform.durableRedis.status === "ready");
  shop = await createShop();
  opened = await openCase(shop, [4_210]);
});

afterAll(async () => {
  platform.closeRedis();
  await redis.remove();
  await owner.end();
});

const ask = (actor: MemberActor, question: Partial<LiveQuestion> = {}) =>
  live.findLive(actor, { caseId: opened.caseId, doing: "viewing", ...question });

const viewersFor = async (actor: MemberActor) =>
  (await ask(actor))?.caseLive?.viewers.map(({ name, doing }) => `${name} ${doing}`);

const redisCalls = () => platform.durableRedis.info("commandstats").then(evalCalls);
const evalCalls = (stats: string): number => Number(/cmdstat_eval:calls=(\d+)/.exec(stats)?.[1] ?? 0);

describe("presence", () => {
  it("two people on one case see each other and what the other does, and neither sees herself", async () => {
    await until("the lead sees the agent", async () => {
      await ask(shop.agent, { doing: "reply" });
      return (await viewersFor(shop.lead))?.includes("Ana Ruiz reply");
    });
    await until("the agent sees the lead", async () =>
      (await viewersFor(shop.agent))?.includes("Lea Berg viewing"),
    );
    expect((await viewersFor(shop.agent))?.join()).not.toContain("Ana Ruiz");
  });

  it("who left is gone from the case within seconds", async () => {
    await until("the agent sees the lead", async () => {
      await ask(shop.lead);
      return (await viewersFor(shop.agent))?.length;
    });
    await until("the lead is gone", async () => (await viewersFor(shop.agent))?.length === 0, 15_000);
  });

  it("nobody sees or is seen on a case of another tenant", async () => {
    const stranger = await createShop();
    expect(await ask(stranger.agent)).toBeUndefined();
    expect(await ask(stranger.agent, { doing: "decision", tab: "stranger-tab", mayTakeLock: true })).toBe(
      undefined,
    );
    expect(await platform.durableRedis.keys(`support:{${stranger.tenantId}}*`)).toEqual([]);
    const members = await platform.durableRedis.zrange(`support:{${shop.tenantId}}:presence`, "0", "-1");
    expect(members.join()).not.toContain(stranger.agent.userId);
  });
});

describe("the turn to decide", () => {
  const decide = async (actor: MemberActor, tab: string, mayTakeLock = false) =>
    (await ask(actor, { doing: "decision", tab, mayTakeLock }))?.caseLive?.lock;

  it("is one tab's, until a colleague takes it over, and the loser hears who did", async () => {
    expect(await decide(shop.agent, "agent-tab-1")).toEqual({ state: "mine" });
    expect(await decide(shop.agent, "agent-tab-1")).toEqual({ state: "mine" });
    expect(await decide(shop.agent, "agent-tab-2")).toEqual({ state: "elsewhere" });
    expect(await decide(shop.lead, "lead-tab-1")).toEqual({ state: "theirs", holderName: "Ana Ruiz" });
    expect(await decide(shop.lead, "lead-tab-1", true)).toEqual({ state: "mine" });
    expect(await decide(shop.agent, "agent-tab-1")).toEqual({ state: "theirs", holderName: "Lea Berg" });
  });
});

describe("what changed", () => {
  it("a decision that the worker follows shows with a new revision, from Redis alone", async () => {
    const before = await ask(shop.agent);
    const worker = await startWorker({ REDIS_URL: redis.url });
    try {
      const { proposeRefund } = await import("@/lib/modules/decisions/commands");
      await proposeRefund(shop.agent, refundOf(opened, [0]));
      const after = await until("the payout is done", async () => {
        const answer = await ask(shop.agent);
        const payout = answer?.caseLive?.projection.followThrough.find(({ step }) => step === "payout");
        return payout?.state === "done" ? answer : undefined;
      });
      expect(after.revision).not.toBe(before?.revision);
      expect(after.caseLive?.projection.seq).toBeGreaterThan(before?.caseLive?.projection.seq ?? 0);
    } finally {
      await worker.stop();
    }
  });

  it("two hundred tabs of one tenant cost about one call to Redis a second", async () => {
    await ask(shop.agent);
    const before = await redisCalls();
    const startedAt = performance.now();
    for (let round = 0; round < 20; round += 1) {
      await Promise.all(Array.from({ length: 10 }, () => ask(shop.agent)));
    }
    const seconds = (performance.now() - startedAt) / 1_000;
    expect((await redisCalls()) - before).toBeLessThanOrEqual(Math.ceil(seconds) + 1);
  });
});

describe("an event of one case", () => {
  it("makes nobody read another case again", async () => {
    const { publish } = await import("@/lib/modules/outbox/streams");
    const { newId } = await import("@/lib/platform/ids");
    const quiet = await createShop();
    const [one, other] = [await openCase(quiet, [4_210]), await openCase(quiet, [4_210])];
    const askFor = ({ caseId }: OpenCase) => live.findLive(quiet.agent, { caseId, doing: "viewing" });
    const announce = (position: number, { caseId }: OpenCase) =>
      publish(quiet.tenantId, position - 1, [
        {
          event: {
            ...{ id: newId(), tenantId: quiet.tenantId, subjectType: "case", subjectId: caseId },
            ...{ eventSeq: 1, position, type: "case.changed", schemaVersion: 1, payload: {} },
            ...{ traceparent: null, occurredAt: new Date() },
          },
          caseHash: undefined,
        },
      ]);
    const untilRevision = (revision: string, of: OpenCase) =>
      until(revision, async () => (await askFor(of))?.revision === revision);
    await announce(1, one);
    await untilRevision("1-0", one);
    await askFor(other);
    const reads = async () => hgetalls(await platform.durableRedis.info("commandstats"));
    const before = await reads();
    await announce(2, one);
    await untilRevision("2-0", other);
    expect(await reads()).toBe(before);
    await askFor(one);
    expect(await reads()).toBe(before + 1);
  });
});

const hgetalls = (stats: string): number => Number(/cmdstat_hgetall:calls=(\d+)/.exec(stats)?.[1] ?? 0);

describe("Redis is down", () => {
  it("the database answers with the same case and says when it changes; presence waits", async () => {
    const before = await until("it was heard of", () => ask(shop.agent));
    await redis.kill();
    const without = await until("the database answers", async () => {
      const answer = await ask(shop.agent);
      return answer?.revision.startsWith("database") ? answer : undefined;
    });
    expect(without.caseLive?.viewers).toEqual([]);
    expect(without.caseLive?.projection.decision).toBe(before.caseLive?.projection.decision);
    await owner`update makegood.cases set updated_at = now(), version = version + 1 where id = ${opened.caseId}`;
    await until(
      "the change shows",
      async () =>
        (await ask(shop.agent))?.caseLive?.projection.version ===
        (before.caseLive?.projection.version ?? 0) + 1,
    );
    await redis.start();
    await until("Redis answers again", async () => (await ask(shop.agent))?.revision.endsWith("-0"));
  });
});
