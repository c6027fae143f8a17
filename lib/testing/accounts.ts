import { Redis } from "ioredis";
import { setting } from "./setting";
import { owner } from "./shop";

/** Forgets what was counted against a limit, as time would: all of `name`'s counts. */
export async function forgetLimits(name: string): Promise<void> {
  const redis = new Redis(setting("REDIS_URL"));
  try {
    const keys = await redis.keys(`limit:${name}:*`);
    if (keys.length > 0) await redis.del(keys);
  } finally {
    redis.disconnect();
  }
}

/** The tables in which `text` still stands anywhere, ours and the list of users. */
export async function tracesOf(text: string): Promise<string[]> {
  const tables = await owner<{ name: string }[]>`
    select format('%I.%I', n.nspname, c.relname) as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'makegood' and c.relkind in ('r', 'p') and not c.relispartition`;
  const found: string[] = [];
  for (const { name } of [...tables, { name: "auth.users" }]) {
    const rows = await owner.unsafe(`select from ${name} as t where t::text ilike $1 limit 1`, [`%${text}%`]);
    if (rows.length > 0) found.push(name);
  }
  return found;
}
