import "server-only";
import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { asTenant, type Transaction } from "@/lib/platform/db";
import { type ChainHead, chainStart, sealOf } from "./chain";
import { auditColumns } from "./read-chain";
import { auditHeads, auditLog } from "./tables";

const sealedAtOnce = 500;

/**
 * Seals what was written since the last time into the tenant's chain. Of several workers one seals; the others find
 * nothing to do. Repeatable.
 * @returns how many entries were sealed
 */
export const sealAudit = (tenantId: string): Promise<number> =>
  asTenant(tenantId, async (tx) => {
    const head = await lockHead(tx, tenantId);
    if (!head) return 0;
    const entries = await tx
      .select(auditColumns)
      .from(auditLog)
      .where(and(eq(auditLog.tenantId, tenantId), isNull(auditLog.hash)))
      .orderBy(asc(auditLog.id))
      .limit(sealedAtOnce);
    if (entries.length === 0) return 0;
    let previous = head;
    const seals = entries.map((entry) => {
      const { position, hash } = sealOf(entry, previous);
      const seal = { id: entry.id, position, previous_hash: previous.hash, hash };
      previous = { position, hash };
      return seal;
    });
    await tx.execute(sql`
      update makegood.audit_log a
      set position = s.position, previous_hash = s.previous_hash, hash = s.hash
      from jsonb_to_recordset(${JSON.stringify(seals)}::jsonb)
        as s(id uuid, position bigint, previous_hash text, hash text)
      where a.tenant_id = ${tenantId} and a.id = s.id`);
    await tx
      .update(auditHeads)
      .set({ ...previous, sealedAt: sql`now()` })
      .where(eq(auditHeads.tenantId, tenantId));
    return entries.length;
  });

async function lockHead(tx: Transaction, tenantId: string): Promise<ChainHead | undefined> {
  await tx
    .insert(auditHeads)
    .values({ tenantId, ...chainStart })
    .onConflictDoNothing();
  const [head] = await tx
    .select({ position: auditHeads.position, hash: auditHeads.hash })
    .from(auditHeads)
    .where(eq(auditHeads.tenantId, tenantId))
    .for("update", { skipLocked: true });
  return head;
}
