import { and, desc, eq, inArray, type SQL } from "drizzle-orm";
import type { Transaction } from "@/lib/platform/db";
import { auditLog } from "./tables";

/** One act on a subject, as its own page tells it. */
export type TrailEntry = Readonly<{
  id: string;
  action: string;
  actorName: string;
  detail: Readonly<Record<string, unknown>>;
  before: Readonly<Record<string, unknown>> | null;
  after: Readonly<Record<string, unknown>> | null;
  createdAt: Date;
}>;

/** The newest of these acts on the subjects, the newest first. */
export const listTrail = (
  db: Transaction,
  tenantId: string,
  of: Readonly<{ subjectIds: SQL; actions: readonly string[]; limit: number }>,
): Promise<TrailEntry[]> =>
  db
    .select({
      id: auditLog.id,
      action: auditLog.action,
      actorName: auditLog.actorName,
      detail: auditLog.detail,
      before: auditLog.before,
      after: auditLog.after,
      createdAt: auditLog.createdAt,
    })
    .from(auditLog)
    .where(
      and(
        eq(auditLog.tenantId, tenantId),
        inArray(auditLog.subjectId, of.subjectIds),
        inArray(auditLog.action, [...of.actions]),
      ),
    )
    .orderBy(desc(auditLog.createdAt))
    .limit(of.limit);
