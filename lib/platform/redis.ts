import "server-only";
import { Redis } from "ioredis";
import { env } from "./env";
import { logger } from "./logger";

// On the request path Redis is optional: fail at once, never queue, never wait for a reconnect.
const failFast = {
  enableOfflineQueue: false,
  maxRetriesPerRequest: 1,
  commandTimeout: 250,
  connectTimeout: 1_000,
};

type Waiting = typeof failFast | Readonly<{ maxRetriesPerRequest: null }>;

const connect = (url: string, options: Waiting): Redis => {
  const redis = new Redis(url, { ...options, retryStrategy: (times) => Math.min(1_000, 50 * times) });
  let isDown = false;
  redis.on("error", (error: Error) => {
    if (!isDown) logger.warn({ error: error.message }, "redis is out of reach");
    isDown = true;
  });
  redis.on("ready", () => {
    isDown = false;
  });
  return redis;
};

/** Durable Redis: streams, projections, login limits. Fails fast. */
export const durableRedis = connect(env.REDIS_URL, failFast);

/** Cache Redis: may forget anything at any time. Fails fast. */
export const cacheRedis = env.REDIS_CACHE_URL ? connect(env.REDIS_CACHE_URL, failFast) : durableRedis;

/** For BullMQ alone: its blocking reads must wait for Redis for as long as it takes. */
export const connectQueueRedis = (): Redis => connect(env.REDIS_URL, { maxRetriesPerRequest: null });

export function closeRedis(): void {
  durableRedis.disconnect();
  cacheRedis.disconnect();
}
