import { expect, it, vi } from "vitest";

vi.mock("@/lib/platform/hops", () => ({ defineHop: () => (work: () => Promise<unknown>) => work() }));
vi.mock("@/lib/platform/redis", () => {
  const durableRedis = {
    status: "reconnecting",
    del: () => Promise.reject(new Error("Connection is closed.")),
  };
  return { durableRedis };
});
const { forgive, limit } = await import("./rate-limit");

it("still counts when Redis is down, and says how long to wait", async () => {
  const allowance = { points: 2, durationSeconds: 30 };
  await limit("test", "ana", allowance);
  await limit("test", "ana", allowance);
  await expect(limit("test", "ana", allowance)).rejects.toMatchObject({
    code: "rate_limited",
    publicMessage: "Too many attempts. Try again in 30 seconds.",
    detail: { retryAfterSeconds: 30 },
  });
  await limit("test", "ben", allowance);
  await limit("another", "ana", allowance);
});

it("gives the tries back", async () => {
  const allowance = { points: 1, durationSeconds: 30 };
  await limit("forgiven", "ana", allowance);
  await forgive("forgiven", "ana");
  await limit("forgiven", "ana", allowance);
});
