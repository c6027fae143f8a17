import { setTimeout as delay } from "node:timers/promises";
import { beforeEach, describe, expect, it, vi } from "vitest";

vi.mock("@/lib/platform/env", () => ({ env: { APP_SECRET: "0123456789abcdef0123456789abcdef" } }));
vi.mock("@/lib/platform/hops", () => ({ defineHop: () => (work: () => Promise<unknown>) => work() }));

const redis = vi.hoisted(() => ({ kept: new Map<string, string>(), isDown: false }));
vi.mock("@/lib/platform/redis", () => {
  const reach = async () => {
    await delay(1);
    if (redis.isDown) throw new Error("Connection is closed.");
  };
  return {
    durableRedis: {
      status: "ready",
      get: async (key: string) => {
        await reach();
        return redis.kept.get(key) ?? null;
      },
      set: async (key: string, value: string, ...options: unknown[]) => {
        await reach();
        if (options.includes("NX") && redis.kept.has(key)) return null;
        redis.kept.set(key, value);
        return "OK";
      },
      eval: async (_script: string, _count: number, key: string, value: string) => {
        await reach();
        return redis.kept.get(key) === value && redis.kept.delete(key) ? 1 : 0;
      },
    },
  };
});

/** A process of its own: the same Redis, but no shared memory. */
async function startProcess() {
  vi.resetModules();
  return (await import("./refresh-flight")).spendOnce;
}

const answerAfter = (ms: number, status = 200) =>
  vi.fn(async () => {
    await delay(ms);
    return Response.json({ access_token: "new" }, { status });
  });

beforeEach(() => {
  redis.kept.clear();
  redis.isDown = false;
});

describe("spendOnce", () => {
  it("asks once for 20 requests in 3 processes, and gives all of them the same answer", async () => {
    const processes = [await startProcess(), await startProcess(), await startProcess()];
    const ask = answerAfter(60);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, at) => (processes[at % 3] ?? processes[0])?.("token", ask)),
    );
    expect(ask).toHaveBeenCalledTimes(1);
    for (const answer of answers) expect(await answer?.json()).toEqual({ access_token: "new" });
    expect([...redis.kept.values()].join()).not.toContain("new");
  });

  it("asks again for another token", async () => {
    const spendOnce = await startProcess();
    const ask = answerAfter(1);
    await Promise.all([spendOnce("one", ask), spendOnce("two", ask)]);
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it("shares no refusal beyond the requests that wait for it", async () => {
    const spendOnce = await startProcess();
    const ask = answerAfter(1, 500);
    expect((await spendOnce("token", ask)).status).toBe(500);
    expect((await spendOnce("token", ask)).status).toBe(500);
    expect(ask).toHaveBeenCalledTimes(2);
    expect(redis.kept.size).toBe(0);
  });

  it("goes without Redis when it is down, still once per process", async () => {
    redis.isDown = true;
    const spendOnce = await startProcess();
    const ask = answerAfter(20);
    await Promise.all([spendOnce("token", ask), spendOnce("token", ask), spendOnce("token", ask)]);
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it("passes a failure on and lets the next one try", async () => {
    const spendOnce = await startProcess();
    await expect(spendOnce("token", () => Promise.reject(new Error("reset")))).rejects.toThrow("reset");
    expect((await spendOnce("token", answerAfter(1))).status).toBe(200);
  });
});
