import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { until } from "@/lib/testing/until";
import { cached, forgetCached } from "./cache";
import { newId } from "./ids";
import { cacheRedis, closeRedis } from "./redis";

beforeAll(() => until("Redis answers", () => cacheRedis.status === "ready"));
afterAll(closeRedis);

const readNumber = (stored: unknown) => (typeof stored === "number" ? stored : undefined);

function counter() {
  const key = { tenantId: newId(), group: "test", name: "count" };
  const load = vi.fn(async () => load.mock.calls.length);
  return { key, load, read: () => cached(key, 60, readNumber, load) };
}

it("loads once and remembers", async () => {
  const { load, read } = counter();
  expect(await read()).toBe(1);
  expect(await read()).toBe(1);
  expect(load).toHaveBeenCalledTimes(1);
});

it("twenty callers that miss at once share one load", async () => {
  const { load, read } = counter();
  expect(new Set(await Promise.all(Array.from({ length: 20 }, read)))).toEqual(new Set([1]));
  expect(load).toHaveBeenCalledTimes(1);
});

it("a group that is forgotten is loaded anew, another tenant's is not", async () => {
  const [own, other] = [counter(), counter()];
  await own.read();
  await other.read();
  await forgetCached(own.key);
  expect(await own.read()).toBe(2);
  expect(await other.read()).toBe(1);
});

it("a load that began before the change is not remembered after it", async () => {
  const { key, read } = counter();
  await cached(key, 60, readNumber, async () => {
    await forgetCached(key);
    return 99;
  });
  expect(await read()).toBe(1);
});

it("a value of another release is loaded anew", async () => {
  const { key, read } = counter();
  await cached(
    key,
    60,
    (stored) => (typeof stored === "string" ? stored : undefined),
    async () => "old",
  );
  expect(await read()).toBe(1);
});
