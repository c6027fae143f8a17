import "server-only";
import { defineHop } from "./hops";
import { logger } from "./logger";
import { metrics } from "./metrics";
import { cacheRedis } from "./redis";

const cacheHop = defineHop({ name: "redis.cache", kind: "redis", budgetMs: 5, timeoutMs: 250 });
// Longer than any cached value lives: without its generation a value no longer counts.
const generationSeconds = 86_400;

/** `group`: what is forgotten together. Both are part of Redis keys, so they hold ids and fixed words only. */
type CacheKey = Readonly<{ tenantId: string; group: string; name: string }>;
type Group = Pick<CacheKey, "tenantId" | "group">;

const generationKey = ({ tenantId, group }: Group) => `cache:{${tenantId}}:${group}:generation`;
const valueKey = ({ tenantId, group, name }: CacheKey) => `cache:{${tenantId}}:${group}:${name}`;

const loading = new Map<string, Promise<unknown>>();

/**
 * The value that `load` gave at most `seconds` ago, unless its group was forgotten since. Without Redis every call loads.
 * Callers of one process that miss at the same moment share one load.
 * @param read checks what Redis holds; undefined when it is of another release
 */
export async function cached<Value>(
  key: CacheKey,
  seconds: number,
  read: (stored: unknown) => Value | undefined,
  load: () => Promise<Value>,
): Promise<Value> {
  const stored = await lookUp(key);
  const hit = stored && stored.generation === stored.current ? read(stored.value) : undefined;
  metrics.cacheRequests.inc({ entity: key.group, result: hit === undefined ? "miss" : "hit" });
  if (hit !== undefined) return hit;
  const id = `${valueKey(key)}@${stored?.current}`;
  const running = loading.get(id) as Promise<Value> | undefined;
  if (running) return running;
  const fresh = load().then(async (value) => {
    // The generation from before the load: what was forgotten meanwhile stays forgotten.
    if (stored) await keep(key, seconds, { generation: stored.current, value });
    return value;
  });
  loading.set(id, fresh);
  return fresh.finally(() => loading.delete(id));
}

/** Makes every value of the group stale at once, in every process. Call it after the commit, never before. */
export async function forgetCached(group: Group): Promise<void> {
  try {
    const key = generationKey(group);
    await cacheHop(() => cacheRedis.multi().incr(key).expire(key, generationSeconds).exec());
  } catch (error) {
    // The values still run out by themselves.
    logger.debug({ group: group.group, error: String(error) }, "a cache was not told of a change");
  }
}

type Stored = Readonly<{ current: string; generation: string | undefined; value: unknown }>;

async function lookUp(key: CacheKey): Promise<Stored | undefined> {
  try {
    const [generation, text] = await cacheHop(() => cacheRedis.mget(generationKey(key), valueKey(key)));
    const current = generation ?? "0";
    if (!text) return { current, generation: undefined, value: undefined };
    return { current, ...(JSON.parse(text) as { generation: string; value: unknown }) };
  } catch {
    // Redis is a shortcut here; the database answers as well.
    return undefined;
  }
}

async function keep(
  key: CacheKey,
  seconds: number,
  entry: Readonly<{ generation: string; value: unknown }>,
): Promise<void> {
  await cacheHop(() => cacheRedis.set(valueKey(key), JSON.stringify(entry), "EX", seconds)).catch(
    () => undefined,
  );
}
