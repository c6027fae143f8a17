import { type SQL, sql } from "drizzle-orm";
import type { Actor } from "@/lib/platform/actor";
import { readAs, type Transaction } from "@/lib/platform/db";
import type { Incident, StuckPage, StuckThing } from "./schema";
import { stuckThings } from "./stuck";

type Stored = Omit<Incident, "oldestAt"> & Readonly<{ oldestAt: string }>;

/** Everything that is stuck, grouped by its cause, the oldest trouble first. */
export async function listIncidents(actor: Actor): Promise<Incident[]> {
  const [rows] = await readAs(actor, (db) => [
    db.execute<Stored>(sql`
      with ${stuckThings(actor.tenantId)},
      amounts as (
        select cause, currency, sum(amount_minor) as amount from stuck where currency is not null
        group by cause, currency),
      grouped as (
        select cause, count(*)::int as count, min(since) as oldest, max(error) as error from stuck group by cause)
      select g.cause, g.count, g.oldest as "oldestAt", g.error,
        (select coalesce(jsonb_agg(jsonb_build_object('currency', a.currency, 'amountMinor', a.amount)
          order by a.currency), '[]') from amounts a where a.cause = g.cause) as amounts,
        i.owner_id as "ownerId", m.name as "ownerName", coalesce(i.note, '') as note
      from grouped g
      left join makegood.incidents i on i.tenant_id = ${actor.tenantId} and i.cause = g.cause and i.cleared_at is null
      left join makegood.members m on m.tenant_id = i.tenant_id and m.user_id = i.owner_id
      order by g.oldest, g.cause`),
  ]);
  return rows.map((row) => ({ ...row, oldestAt: new Date(row.oldestAt) }));
}

/** The causes for which anything is stuck now. */
export async function listCauses(tx: Transaction, tenantId: string): Promise<string[]> {
  const rows = await tx.execute<{ cause: string }>(
    sql`with ${stuckThings(tenantId)} select distinct cause from stuck`,
  );
  return rows.map(({ cause }) => cause);
}

type StoredThing = Omit<StuckThing, "since"> & Readonly<{ since: string }>;

/** What is stuck for one cause, the oldest first. */
export async function listStuck(
  actor: Actor,
  { cause, cursor }: Readonly<{ cause: string; cursor?: string | undefined }>,
  limit = 50,
): Promise<StuckPage> {
  const [found] = await readAs(actor, (db) => [
    db.execute<StoredThing>(sql`
      with ${stuckThings(actor.tenantId)}
      select s.kind, s.subject_id as "subjectId", s.case_id as "caseId", c.number as "caseNumber",
        cu.name as "customerName", c.subject, c.assignee_name as "assigneeName",
        s.amount_minor::float8 as "amountMinor", s.currency, s.error,
        to_char(s.since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as since
      from stuck s
      left join makegood.cases c on c.tenant_id = ${actor.tenantId} and c.id = s.case_id
      left join makegood.customers cu on cu.tenant_id = c.tenant_id and cu.id = c.customer_id
      where s.cause = ${cause} and ${after(cursor)}
      order by s.since, s.subject_id limit ${limit + 1}`),
  ]);
  const page = found.slice(0, limit);
  const last = found.length > limit ? page.at(-1) : undefined;
  return {
    rows: page.map((row) => ({ ...row, since: new Date(row.since) })),
    nextCursor: last && `${last.since}_${last.subjectId}`,
  };
}

const cursorPattern =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)_([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})$/;

/** A cursor that is not one of ours starts from the top. */
function after(cursor: string | undefined): SQL {
  const [, moment, id] = cursorPattern.exec(cursor ?? "") ?? [];
  if (!moment || !id || Number.isNaN(Date.parse(moment))) return sql`true`;
  return sql`(s.since, s.subject_id) > (${moment}::timestamptz, ${id}::uuid)`;
}
