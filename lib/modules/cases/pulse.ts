import "server-only";
import { z } from "zod";
import { streamKey } from "@/lib/modules/outbox/streams";
import { defineHop } from "@/lib/platform/hops";
import { durableRedis } from "@/lib/platform/redis";
import type { Viewer } from "./live-schema";
import { type Beat, viewersByCase } from "./presence";

const pulseHop = defineHop({ name: "redis.pulse", kind: "redis", budgetMs: 10, timeoutMs: 250 });

/** Where a tenant stands: its newest event, and who is on which case. */
export type Pulse = Readonly<{ revision: string; viewers: ReadonlyMap<string, readonly Viewer[]> }>;

const presenceKey = (tenantId: string): string => `support:{${tenantId}}:presence`;

// Times are Redis's own, so that processes with different clocks agree who is still there.
const pulseScript = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for i = 1, #ARGV, 2 do redis.call('ZADD', KEYS[2], now + ARGV[i + 1], ARGV[i]) end
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
if #ARGV > 0 then redis.call('PEXPIRE', KEYS[2], 60000) end
local last = '0-0'
if redis.call('EXISTS', KEYS[1]) == 1 then
  local info = redis.call('XINFO', 'STREAM', KEYS[1])
  for i = 1, #info, 2 do if info[i] == 'last-generated-id' then last = info[i + 1] end end
end
return {last, redis.call('ZRANGE', KEYS[2], 0, -1)}`;

const pulseReply = z.tuple([z.string(), z.array(z.string())]);

type Tenant = {
  readAt: number;
  pulse: Promise<Pulse | undefined>;
  /** What Redis was not told yet, by member. */
  beats: Map<string, Beat>;
};

// A thousand tabs of one tenant cost one call a second: it takes their beats along and brings back everybody's.
const tenants = new Map<string, Tenant>();
const freshMs = 900;
const rememberedTenants = 10_000;

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
  const pulse = readPulse(tenantId, [...beats.values()]);
  tenants.set(tenantId, { readAt: now, pulse, beats: new Map() });
  return pulse;
}

async function readPulse(tenantId: string, beats: readonly Beat[]): Promise<Pulse | undefined> {
  const told = beats.flatMap(({ member, lastsMs }) => [member, String(lastsMs)]);
  try {
    const reply = await pulseHop(() =>
      durableRedis.eval(pulseScript, 2, streamKey(tenantId), presenceKey(tenantId), ...told),
    );
    const [revision, members] = pulseReply.parse(reply);
    return { revision, viewers: viewersByCase(members) };
  } catch {
    // Redis is a copy: the database tells what changed, and nobody sees who else is there.
    return undefined;
  }
}
