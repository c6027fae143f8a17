import { and, eq, sql } from "drizzle-orm";
import type { KeyActor } from "@/lib/platform/actor";
import type { Transaction } from "@/lib/platform/db";
import { idempotencyKeys } from "./tables";

export type StoredAnswer = Readonly<{ status: number; body: string }>;

/** in_flight: the same key is being worked on · reused: the key came before with another request. */
export type OnceResult =
  | (StoredAnswer & Readonly<{ kind: "done" | "replayed" }>)
  | Readonly<{ kind: "in_flight" }>
  | Readonly<{ kind: "reused" }>;

/**
 * Does `work` once per key of a client: its answer is stored in the transaction of its effect, and given again byte by
 * byte. Work that throws leaves nothing behind, so it may be sent again with the same key.
 * @param requestHash tells whether a repeated key comes with the same request
 */
export async function once(
  tx: Transaction,
  actor: KeyActor,
  request: Readonly<{ key: string; requestHash: string }>,
  work: () => Promise<StoredAnswer>,
): Promise<OnceResult> {
  const { tenantId, keyId, clientId = keyId } = actor;
  const { key, requestHash } = request;
  const [lock] = await tx.execute<{ free: boolean }>(sql`
    select pg_try_advisory_xact_lock(hashtextextended(${`idempotency:${tenantId}:${clientId}:${key}`}, 0)) as free`);
  if (!lock?.free) return { kind: "in_flight" };
  const [known] = await tx
    .select()
    .from(idempotencyKeys)
    .where(
      and(
        eq(idempotencyKeys.tenantId, tenantId),
        eq(idempotencyKeys.clientId, clientId),
        eq(idempotencyKeys.key, key),
      ),
    );
  if (known && known.requestHash !== requestHash) return { kind: "reused" };
  if (known) return { kind: "replayed", status: known.status, body: known.body };
  const answer = await work();
  await tx.insert(idempotencyKeys).values({ tenantId, clientId, key, requestHash, ...answer });
  return { kind: "done", ...answer };
}
