import "server-only";
import { and, desc, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import type { Actor } from "@/lib/platform/actor";
import { readAs } from "@/lib/platform/db";
import { auditColumns } from "./read-chain";
import type { AuditExplorerQuery, AuditPage, AuditQuery } from "./schema";
import { auditLog } from "./tables";

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

/** One page of what the explorer's filter asks for, the newest act first. */
export async function exploreAudit(actor: Actor, query: AuditExplorerQuery, limit = 50): Promise<AuditPage> {
  const { case: caseNumber, from, to, cursor, ...plain } = query;
  const ofCase = caseNumber
    ? sql`exists (select from makegood.cases c where c.tenant_id = ${actor.tenantId} and c.number = ${caseNumber}
        and (${auditLog.subjectId} = c.id or ${auditLog.detail} ->> 'caseId' = c.id::text))`
    : undefined;
  const [found] = await readAs(actor, (db) => [
    db
      .select(auditColumns)
      .from(auditLog)
      .where(
        and(
          eq(auditLog.tenantId, actor.tenantId),
          ...filtersOf({ ...plain, limit }),
          from ? sql`${auditLog.createdAt} >= ${from}::date` : undefined,
          to ? sql`${auditLog.createdAt} < ${to}::date + 1` : undefined,
          ofCase,
          after(cursor),
        ),
      )
      .orderBy(desc(auditLog.createdAt), desc(auditLog.id))
      .limit(limit + 1),
  ]);
  const rows = found.slice(0, limit);
  const last = found.length > limit ? rows.at(-1) : undefined;
  return { rows, nextCursor: last && `${last.createdAt}_${last.id}` };
}

/** Every action that stands in the tenant's log, by name. */
export async function listActions(actor: Actor): Promise<string[]> {
  // A jump from name to name along the index would need one on the action; the log's newest part says enough.
  const [rows] = await readAs(actor, (db) => [
    db.execute<{ action: string }>(sql`
      select distinct action from (
        select action from makegood.audit_log where tenant_id = ${actor.tenantId}
        order by created_at desc, id desc limit 5000) recent
      order by action`),
  ]);
  return rows.map(({ action }) => action);
}

const filtersOf = ({ actorId, action, subjectId, from, to }: AuditQuery): (SQL | undefined)[] => [
  actorId ? eq(auditLog.actorId, actorId) : undefined,
  action ? eq(auditLog.action, action) : undefined,
  subjectId ? eq(auditLog.subjectId, subjectId) : undefined,
  from ? gte(auditLog.createdAt, new Date(from)) : undefined,
  to ? lt(auditLog.createdAt, new Date(to)) : undefined,
];

const isMoment = (text: string): boolean => new Date(text).getUTCFullYear() >= 1970;

const cursorPattern =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)_([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})$/;

/** A cursor that is not one of ours starts from the top. */
function after(cursor: string | undefined): SQL | undefined {
  const [, moment, id] = cursorPattern.exec(cursor ?? "") ?? [];
  if (!moment || !id || !isMoment(moment)) return undefined;
  return sql`(${auditLog.createdAt}, ${auditLog.id}) < (${moment}::timestamptz, ${id}::uuid)`;
}
