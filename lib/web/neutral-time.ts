import "server-only";
import { setTimeout as delay } from "node:timers/promises";

/** Above what the auth server needs for its slowest honest answer, so that the clock tells nobody who has an account. */
export const neutralMs = 400;

/** Answers, or fails, no sooner than after `ms`. */
export async function atLeast<Result>(ms: number, work: () => Promise<Result>): Promise<Result> {
  const [outcome] = await Promise.allSettled([work(), delay(ms)]);
  if (outcome.status === "rejected") throw outcome.reason;
  return outcome.value;
}
