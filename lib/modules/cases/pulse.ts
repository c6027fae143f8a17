import "server-only";
import { z } from "zod";
import { streamKey } from "@/lib/modules/outbox/streams";
import { defineHop } from "@/lib/platform/hops";
import { durableRedis } from "@/lib/platform/redis";
import type { Viewer } from "./live-schema";
import { type Beat, viewersByCase } from "./presence";

const pulseHop = defineHop({ name: "redis.pulse", kind: "redis", budgetMs: 10, timeoutMs: 250 });

/** Where a tenant stands: its newest event, and who is on which case. */
export type Pulse = Readonly<{
  revision: string;
  /** Of the newest event in the tenant's stream. */
  position: number;
  viewers: ReadonlyMap<string, readonly Viewer[]>;
  /** May the case have changed after `position`? True when nobody can say. */
  hasChanged: (caseId: string, position: number) => boolean;
}>;

const presenceKey = (tenantId: string): string => `support:{${tenantId}}:presence`;

// Times are Redis's own, so that processes with different clocks agree who is still there.
const pulseScript = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for i = 2, #ARGV, 2 do redis.call('ZADD', KEYS[2], now + ARGV[i + 1], ARGV[i]) end
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
if #ARGV > 1 then redis.call('PEXPIRE', KEYS[2], 60000) end
local last, changed = '0-0', {}
if redis.call('EXISTS', KEYS[1]) == 1 then
  local info = redis.call('XINFO', 'STREAM', KEYS[1])
  for i = 1, #info, 2 do if info[i] == 'last-generated-id' then last = info[i + 1] end end
  for _, entry in ipairs(redis.call('XRANGE', KEYS[1], '(' .. ARGV[1] .. '-0', '+', 'COUNT', 200)) do
    table.insert(changed, cjson.decode(entry[2][2]).subjectId)
  end
end
return {last, redis.call('ZRANGE', KEYS[2], 0, -1), changed}`;

const pulseReply = z.tuple([z.string(), z.array(z.string()), z.array(z.string())]);

type Tenant = {
  readAt: number;
  pulse: Promise<Pulse | undefined>;
  /** What Redis was not told yet, by member. */
  beats: Map<string, Beat>;
  changes: Changes;
};

/** What changed last at which position, complete for everything after `knownFrom`. */
type Changes = { knownFrom: number; last: number; at: Map<string, number> };

// A thousand tabs of one tenant cost one call a second: it takes their beats along and brings back everybody's.
const tenants = new Map<string, Tenant>();
const freshMs = 900;
const rememberedTenants = 10_000;
const rememberedChanges = 10_000;

/**
 * The tenant's pulse, at most about a second old.
 * @param beat who asks, if they have a case open; others hear of it within about a second
 * @returns undefined while Redis is out of reach
 */
export async function findPulse(tenantId: string, beat?: Beat): Promise<Pulse | undefined> {
  const now = performance.now();
  const known = tenants.get(tenantId);
  const beats = known?.beats ?? new Map<string, Beat>();
  if (beat) beats.set(beat.member, beat);
  if (known && now - known.readAt < freshMs) return known.pulse;
  if (!known && tenants.size >= rememberedTenants) tenants.clear();
  const changes = known?.changes ?? { knownFrom: 0, last: 0, at: new Map() };
  const pulse = readPulse(tenantId, [...beats.values()], changes);
  tenants.set(tenantId, { readAt: now, pulse, beats: new Map(), changes });
  return pulse;
}

async function readPulse(
  tenantId: string,
  beats: readonly Beat[],
  changes: Changes,
): Promise<Pulse | undefined> {
  const told = beats.flatMap(({ member, lastsMs }) => [member, String(lastsMs)]);
  const args = [String(changes.last), ...told];
  try {
    const reply = await pulseHop(() =>
      durableRedis.eval(pulseScript, 2, streamKey(tenantId), presenceKey(tenantId), ...args),
    );
    const [revision, members, changed] = pulseReply.parse(reply);
    const position = Number(revision.split("-")[0]);
    takeChanges(changes, position, changed);
    const hasChanged = (caseId: string, since: number) =>
      since < changes.knownFrom || (changes.at.get(caseId) ?? 0) > since;
    return { revision, position, viewers: viewersByCase(members), hasChanged };
  } catch {
    // Redis is a copy: the database tells what changed, and nobody sees who else is there.
    return undefined;
  }
}

// Positions have no gaps, so as many subjects as positions are all of them. Fewer (trimmed, too many at once, an older
// copy of Redis) mean that anything may have changed.
function takeChanges(changes: Changes, last: number, subjectIds: readonly string[]): void {
  const isComplete = subjectIds.length === last - changes.last && changes.at.size < rememberedChanges;
  if (isComplete) {
    for (const [index, id] of subjectIds.entries()) changes.at.set(id, changes.last + 1 + index);
  } else {
    changes.knownFrom = last;
    changes.at.clear();
  }
  changes.last = last;
}
