import "server-only";
import { z } from "zod";
import { defineHop } from "@/lib/platform/hops";
import { durableRedis } from "@/lib/platform/redis";
import { type ConsumerGroup, consumerGroups, type StoredEvent, subjectTypes } from "./schema";

const streamHop = defineHop({ name: "redis.streams", kind: "redis", budgetMs: 10, timeoutMs: 1_000 });

export const streamKey = (tenantId: string): string => `support:{${tenantId}}:outbox`;
export const caseKey = (tenantId: string, caseId: string): string => `support:{${tenantId}}:case:${caseId}`;
const bellKey = (group: ConsumerGroup, shard: number): string => `support:bell:${group}:${shard}`;

/** What Redis shows of a case until the next event of it, field by field. */
export type HashFields = Readonly<Record<string, string>>;
export type Entry = Readonly<{ event: StoredEvent; caseHash: HashFields | undefined }>;

export type PublishResult =
  | Readonly<{ kind: "published" | "already" }>
  /** Redis holds something else than expected; nothing was written. `lastPosition` is where its stream ends. */
  | Readonly<{ kind: "gap"; lastPosition: number }>;

// One atomic unit in the tenant's slot. "The id is equal or smaller" alone would only say that something bigger is
// there, not that this is there: an older copy of Redis or a zombie relay would lose events without a word.
const publishScript = `
local last = '0-0'
if redis.call('EXISTS', KEYS[1]) == 1 then
  local info = redis.call('XINFO', 'STREAM', KEYS[1])
  for i = 1, #info, 2 do if info[i] == 'last-generated-id' then last = info[i + 1] end end
end
local count = tonumber(ARGV[2])
local final = ARGV[3 + (count - 1) * 4] .. '-0'
if last == final then return {'already', last} end
if last ~= ARGV[1] then return {'gap', last} end
if last == '0-0' then
  for g in string.gmatch('${consumerGroups.join(" ")}', '%S+') do
    redis.pcall('XGROUP', 'CREATE', KEYS[1], g, '0', 'MKSTREAM')
  end
end
for i = 0, count - 1 do
  local base = 3 + i * 4
  local key = KEYS[tonumber(ARGV[base + 2])]
  if key ~= KEYS[1] then
    redis.call('HSET', key, unpack(cjson.decode(ARGV[base + 3])))
  end
  redis.call('XADD', KEYS[1], ARGV[base] .. '-0', 'event', ARGV[base + 1])
end
return {'published', final}`;

/** Appends the entries to the tenant's stream, if and only if it ends at `expectedLast`. */
export async function publish(
  tenantId: string,
  expectedLast: number,
  entries: readonly Entry[],
): Promise<PublishResult> {
  const keys = [streamKey(tenantId)];
  const args: string[] = [`${expectedLast}-0`, String(entries.length)];
  for (const { event, caseHash } of entries) {
    const key = caseHash ? caseKey(tenantId, event.subjectId) : keys[0];
    if (key && !keys.includes(key)) keys.push(key);
    const keyIndex = String(keys.indexOf(key ?? "") + 1);
    args.push(String(event.position), JSON.stringify(event), keyIndex, JSON.stringify(pairsOf(caseHash)));
  }
  const reply = await streamHop(() => durableRedis.eval(publishScript, keys.length, ...keys, ...args));
  const [kind, last] = z.tuple([z.enum(["published", "already", "gap"]), z.string()]).parse(reply);
  return kind === "gap" ? { kind, lastPosition: positionOf(last) } : { kind };
}

const pairsOf = (hash: HashFields | undefined): string[] => (hash ? Object.entries(hash).flat() : []);
const positionOf = (id: string): number => Number(id.split("-")[0]);

export async function dropStream(tenantId: string): Promise<void> {
  await streamHop(() => durableRedis.del(streamKey(tenantId)));
}

/** Tells every group that the tenant has entries. Only a hint: the sweep finds what a lost ring would hide. */
export async function ring(shard: number, tenantId: string, position: number): Promise<void> {
  await streamHop(() =>
    Promise.all(
      consumerGroups.map((group) => durableRedis.zadd(bellKey(group, shard), "GT", position, tenantId)),
    ),
  );
}

export type Ring = Readonly<{ shard: number; tenantId: string; position: number }>;

const lastRing = "99";

/** Who rang for a group, in all of `shards`: one turn to Redis for all of them, because it is asked all day. */
export async function listRings(group: ConsumerGroup, shards: readonly number[]): Promise<Ring[]> {
  if (shards.length === 0) return [];
  const bells = durableRedis.pipeline();
  for (const shard of shards) bells.zrange(bellKey(group, shard), 0, lastRing, "WITHSCORES");
  const replies = (await streamHop(() => bells.exec())) ?? [];
  return replies.flatMap(([error, found], index) => {
    if (error) throw error;
    return toRings(shards[index] ?? 0, found as string[]);
  });
}

function toRings(shard: number, found: readonly string[]): Ring[] {
  const rings: Ring[] = [];
  for (let i = 0; i + 1 < found.length; i += 2) {
    rings.push({ shard, tenantId: String(found[i]), position: Number(found[i + 1]) });
  }
  return rings;
}

// A ring that came while we were reading has another score and stays.
const hushScript = `
if redis.call('ZSCORE', KEYS[1], ARGV[1]) == ARGV[2] then return redis.call('ZREM', KEYS[1], ARGV[1]) end
return 0`;

export async function hush(group: ConsumerGroup, ring: Ring): Promise<void> {
  await streamHop(() =>
    durableRedis.eval(hushScript, 1, bellKey(group, ring.shard), ring.tenantId, String(ring.position)),
  );
}

const storedEvent = z.object({
  id: z.uuid(),
  tenantId: z.uuid(),
  subjectType: z.enum(subjectTypes),
  subjectId: z.uuid(),
  eventSeq: z.number(),
  position: z.number(),
  type: z.string(),
  schemaVersion: z.number(),
  payload: z.record(z.string(), z.unknown()),
  traceparent: z.string().nullable(),
  occurredAt: z.coerce.date(),
});

export type Delivery = Readonly<{ streamId: string; event: StoredEvent | undefined }>;

/**
 * Reads a tenant's stream for a group without waiting. `pending`: what was delivered before and never acknowledged;
 * `new`: the rest. An entry whose body is gone or unreadable comes without event: the sweep brings it from the database.
 */
export async function readStream(
  group: ConsumerGroup,
  tenantId: string,
  which: "pending" | "new",
  count: number,
): Promise<Delivery[]> {
  const key = streamKey(tenantId);
  const from = which === "pending" ? "0" : ">";
  const read = () => durableRedis.xreadgroup("GROUP", group, "relay", "COUNT", count, "STREAMS", key, from);
  const reply = await streamHop(read).catch(async (error: Error) => {
    if (!error.message.includes("NOGROUP")) throw error;
    await createGroup(group, tenantId);
    return streamHop(read);
  });
  const streams = (reply ?? []) as [string, [string, string[] | null][]][];
  return (streams[0]?.[1] ?? []).map(([streamId, fields]) => ({ streamId, event: parseEvent(fields) }));
}

function parseEvent(fields: string[] | null): StoredEvent | undefined {
  const body = fields?.[1];
  return body === undefined ? undefined : storedEvent.safeParse(JSON.parse(body)).data;
}

async function createGroup(group: ConsumerGroup, tenantId: string): Promise<void> {
  await streamHop(() =>
    durableRedis.xgroup("CREATE", streamKey(tenantId), group, "0", "MKSTREAM").catch((error: Error) => {
      if (!error.message.includes("BUSYGROUP")) throw error;
    }),
  );
}

export async function acknowledge(
  group: ConsumerGroup,
  tenantId: string,
  streamIds: readonly string[],
): Promise<void> {
  if (streamIds.length === 0) return;
  await streamHop(() => durableRedis.xack(streamKey(tenantId), group, ...streamIds));
}

/** Forgets entries that every group has passed. Never by length: that would cut what is still needed. */
export async function trim(tenantId: string, donePosition: number): Promise<void> {
  await streamHop(() => durableRedis.xtrim(streamKey(tenantId), "MINID", `${donePosition + 1}-0`));
}
