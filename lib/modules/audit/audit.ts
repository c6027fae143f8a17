import { and, desc, eq } from "drizzle-orm";
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
