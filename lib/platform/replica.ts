import "server-only";
import { LRUCache } from "lru-cache";
import type postgres from "postgres";
import { type Author, actorId, type Visitor } from "./actor";

const pollMs = 100;
// A poller that has not heard from the replica for this long no longer vouches for it.
const staleAfterMs = 2_000;

const lastWrites = new LRUCache<string, bigint>({ max: 50_000, ttl: 60_000 });
let replayed: { lsn: bigint; at: number } | undefined;

/** Has the replica replayed everything that `actor` wrote through this process? */
export function isReplicaCurrent(actor: Author | Visitor): boolean {
  if (!replayed || Date.now() - replayed.at > staleAfterMs) return false;
  const written = lastWrites.get(keyOf(actor));
  return written === undefined || written <= replayed.lsn;
}

/** Notes how far the primary's log reached after a commit of `actor`. */
export async function rememberWrite(actor: Author | Visitor, primary: postgres.Sql): Promise<void> {
  const [row] = await primary<{ lsn: string }[]>`select pg_current_wal_insert_lsn()::text as lsn`;
  if (row) lastWrites.set(keyOf(actor), parseLsn(row.lsn));
}

/** Asks the replica again and again how far it is, so that no read has to. */
export function watchReplica(replica: postgres.Sql): void {
  const timer = setInterval(async () => {
    try {
      const [row] = await replica<{ lsn: string | null }[]>`select pg_last_wal_replay_lsn()::text as lsn`;
      if (row?.lsn) replayed = { lsn: parseLsn(row.lsn), at: Date.now() };
    } catch {
      // An unreachable replica goes stale by itself, and reads move to the primary.
      replayed = undefined;
    }
  }, pollMs);
  timer.unref();
}

/** `16/B374D848` → a number that compares like the log. */
function parseLsn(lsn: string): bigint {
  const [high = "0", low = "0"] = lsn.split("/");
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`);
}

const keyOf = (actor: Author | Visitor): string =>
  actor.kind === "visitor" ? `visitor:${actor.userId}` : `${actor.tenantId}:${actorId(actor) ?? "system"}`;
