import "server-only";
import { and, desc, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import type { Actor } from "@/lib/platform/actor";
import { readAs } from "@/lib/platform/db";
import type { AuditPage, AuditQuery } from "./schema";
import { auditLog } from "./tables";

// As text, because a JavaScript date would cut the microseconds that order and hash depend on.
const momentText = sql<string>`to_char(${auditLog.createdAt} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** An entry with every column that counts as evidence. */
export const auditColumns = {
  id: auditLog.id,
  tenantId: auditLog.tenantId,
  actorKind: auditLog.actorKind,
  actorId: auditLog.actorId,
  actorName: auditLog.actorName,
  action: auditLog.action,
  subjectType: auditLog.subjectType,
  subjectId: auditLog.subjectId,
  detail: auditLog.detail,
  before: auditLog.before,
  after: auditLog.after,
  origin: auditLog.origin,
  createdAt: momentText,
  position: auditLog.position,
  previousHash: auditLog.previousHash,
  hash: auditLog.hash,
} as const;

/** One page of the tenant's log, the newest act first. */
export async function listAudit(actor: Actor, query: AuditQuery): Promise<AuditPage> {
  const [found] = await readAs(actor, (db) => [
    db
      .select(auditColumns)
      .from(auditLog)
      .where(and(eq(auditLog.tenantId, actor.tenantId), ...filtersOf(query), after(query.cursor)))
      .orderBy(desc(auditLog.createdAt), desc(auditLog.id))
      .limit(query.limit + 1),
  ]);
  const rows = found.slice(0, query.limit);
  const last = found.length > query.limit ? rows.at(-1) : undefined;
  return { rows, nextCursor: last && `${last.createdAt}_${last.id}` };
}

const filtersOf = ({ actorId, action, subjectId, from, to }: AuditQuery): (SQL | undefined)[] => [
  actorId ? eq(auditLog.actorId, actorId) : undefined,
  action ? eq(auditLog.action, action) : undefined,
  subjectId ? eq(auditLog.subjectId, subjectId) : undefined,
  from ? gte(auditLog.createdAt, sql`${from}::timestamptz`) : undefined,
  to ? lt(auditLog.createdAt, sql`${to}::timestamptz`) : undefined,
];

const cursorPattern =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)_([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})$/;

/** A cursor that is not one of ours starts from the top. */
function after(cursor: string | undefined): SQL | undefined {
  const [, moment, id] = cursorPattern.exec(cursor ?? "") ?? [];
  if (!moment || !id || Number.isNaN(Date.parse(moment))) return undefined;
  return sql`(${auditLog.createdAt}, ${auditLog.id}) < (${moment}::timestamptz, ${id}::uuid)`;
}
