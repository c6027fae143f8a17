import "server-only";
import { z } from "zod";
import { caseKey } from "@/lib/modules/outbox/streams";
import type { MemberActor } from "@/lib/platform/actor";
import { defineHop } from "@/lib/platform/hops";
import { durableRedis } from "@/lib/platform/redis";
import type { EditLock } from "./live-schema";

const lockHop = defineHop({ name: "redis.edit_lock", kind: "redis", budgetMs: 5, timeoutMs: 250 });

// Longer than the pause between two renewals of a tab in view, short enough for a colleague to wait for.
const leaseMs = 15_000;

const lockKey = (tenantId: string, caseId: string): string => `${caseKey(tenantId, caseId)}:lock`;

const holdScript = `
local holder = redis.call('GET', KEYS[1])
if not holder or holder == ARGV[1] or ARGV[3] == '1' then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  return ARGV[1]
end
return holder`;

/**
 * Takes or renews the turn to decide on a case for one tab of `actor`. Whoever lost it hears so at their next renewal.
 * @param mayTake takes it from whoever has it
 * @returns unknown while Redis is out of reach; then only the version check keeps two people apart
 */
export async function holdEditLock(
  actor: MemberActor,
  caseId: string,
  { tab, mayTake = false }: Readonly<{ tab: string; mayTake?: boolean }>,
): Promise<EditLock> {
  const own = `${actor.userId}|${tab}|${actor.name}`;
  const args = [own, String(leaseMs), mayTake ? "1" : "0"];
  try {
    const reply = await lockHop(() =>
      durableRedis.eval(holdScript, 1, lockKey(actor.tenantId, caseId), ...args),
    );
    const holder = z.string().parse(reply);
    if (holder === own) return { state: "mine" };
    const [userId, , ...name] = holder.split("|");
    return userId === actor.userId ? { state: "elsewhere" } : { state: "theirs", holderName: name.join("|") };
  } catch {
    return { state: "unknown" };
  }
}
