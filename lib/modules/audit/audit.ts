import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { type Author, actorId } from "@/lib/platform/actor";
import type { Transaction } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { findOrigin } from "@/lib/platform/origin";
import type { AuditSubject } from "./schema";
import { auditLog } from "./tables";

type Entry = Readonly<{
  action: string;
  subjectType: AuditSubject;
  subjectId: string;
  detail?: Record<string, unknown>;
  /** What the act changed: the same fields before and after it. No secrets. */
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
}>;

/**
 * Records `entry` inside `tx`, with where the request came from, so it exists if and only if the act it reports was
 * committed. The worker seals it into the tenant's chain within a second.
 */
export async function recordAudit(tx: Transaction, actor: Author, entry: Entry): Promise<void> {
  await tx.insert(auditLog).values({
    id: newId(),
    tenantId: actor.tenantId,
    actorKind: actor.kind,
    actorId: actorId(actor),
    actorName: actor.name,
    ...entry,
    origin: findOrigin(),
  });
}

/** Who did `action` to the subject last. */
export async function findLastActor(
  tx: Transaction,
  tenantId: string,
  action: string,
  subjectId: string,
): Promise<string | null> {
  const [entry] = await tx
    .select({ actorId: auditLog.actorId })
    .from(auditLog)
    .where(
      and(eq(auditLog.tenantId, tenantId), eq(auditLog.subjectId, subjectId), eq(auditLog.action, action)),
    )
    .orderBy(desc(auditLog.createdAt))
    .limit(1);
  return entry?.actorId ?? null;
}

type Summed = Readonly<{
  actorId: string | null;
  actions: readonly string[];
  currency: string;
  since: string;
}>;

/** What somebody's acts came to since a moment, in minor units of one currency. */
export async function sumAmountsSince(
  tx: Transaction,
  tenantId: string,
  { actorId: id, actions, currency, since }: Summed,
): Promise<number> {
  if (!id) return 0;
  const [row] = await tx
    .select({ sum: sql<string>`coalesce(sum((${auditLog.detail} ->> 'amountMinor')::bigint), 0)::text` })
    .from(auditLog)
    .where(
      and(
        eq(auditLog.tenantId, tenantId),
        eq(auditLog.actorId, id),
        inArray(auditLog.action, [...actions]),
        sql`${auditLog.createdAt} >= ${since}::timestamptz`,
        sql`${auditLog.detail} ->> 'currency' = ${currency}`,
      ),
    );
  return Number(row?.sum ?? 0);
}
