import "server-only";
import { createHash } from "node:crypto";
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import { DomainError } from "@/lib/platform/errors";
import { defineHop } from "@/lib/platform/hops";
import { durableRedis } from "@/lib/platform/redis";

type Allowance = Readonly<{ points: number; durationSeconds: number }>;

const limitHop = defineHop({ name: "redis.rate_limit", kind: "redis", budgetMs: 5, timeoutMs: 1_000 });
const limiters = new Map<string, RateLimiterRedis>();

/**
 * Takes one of `points` tries per `durationSeconds` for `key`. Without Redis each process counts for itself, so a
 * limit never opens.
 * @throws DomainError rate_limited, with the seconds to wait
 */
export async function limit(name: string, key: string, allowance: Allowance): Promise<void> {
  try {
    await limitHop(() => limiterFor(name, allowance).consume(digest(key)));
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    const retryAfterSeconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000));
    throw new DomainError("rate_limited", `Too many attempts. Try again in ${inWords(retryAfterSeconds)}.`, {
      retryAfterSeconds,
    });
  }
}

/** Like `limit`, for what a form leaves out without saying so. */
export async function isWithin(name: string, key: string, allowance: Allowance): Promise<boolean> {
  try {
    await limit(name, key, allowance);
    return true;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
}

/** Gives the tries of `key` back, because it has proved itself. */
export async function forgive(name: string, key: string): Promise<void> {
  await limitHop(async () => limiters.get(name)?.delete(digest(key)));
}

function limiterFor(name: string, { points, durationSeconds }: Allowance): RateLimiterRedis {
  const known = limiters.get(name);
  if (known) return known;
  const shared = { keyPrefix: `limit:${name}`, points, duration: durationSeconds };
  const limiter = new RateLimiterRedis({
    ...shared,
    storeClient: durableRedis,
    rejectIfRedisNotReady: true,
    insuranceLimiter: new RateLimiterMemory(shared),
  });
  limiters.set(name, limiter);
  return limiter;
}

const inWords = (seconds: number): string => (seconds === 1 ? "1 second" : `${seconds} seconds`);

// Keys hold addresses and mail addresses, which nobody needs to read in Redis.
const digest = (key: string): string => createHash("sha256").update(key).digest("base64url");
