import { sql } from "drizzle-orm";
import { coreDocument } from "@/lib/modules/policies/core";
import { findPolicyInForce } from "@/lib/modules/policies/queries";
import { type ReasonCode, reasonWords } from "@/lib/modules/policies/terms";
import type { Actor } from "@/lib/platform/actor";
import { cached } from "@/lib/platform/cache";
import { readAs, type Transaction } from "@/lib/platform/db";
import {
  citedClauses,
  isApproved,
  isAuto,
  isDecided,
  isJudged,
  isOverridden,
  isPaid,
  isReplied,
  isStuck,
} from "./conditions";
import { type AmountRow, type DayRow, type Period, type ReportData, reportData } from "./schema";

const maxAgeSeconds = 60;
const shownRows = 200;

/** The figures of a period, at most a minute old. */
export const findReport = (actor: Actor, period: Period): Promise<ReportData> =>
  cached(
    { tenantId: actor.tenantId, group: "reports", name: `${period.from}_${period.to}` },
    maxAgeSeconds,
    (stored) => reportData.safeParse(stored).data,
    () => loadReport(actor, period),
  );

/** The same, read now. */
export async function loadReport(actor: Actor, period: Period): Promise<ReportData> {
  const { tenantId } = actor;
  const [reason, clause, person, paid, [decisions], [payments], [replies], [stuck], titles] = await readAs(
    actor,
    (db) => [
      selectReasons(db, tenantId, period),
      selectClauses(db, tenantId, period),
      selectActors(db, tenantId, period),
      selectPaidDays(db, tenantId, period),
      selectDecided(db, tenantId, period),
      selectPayments(db, tenantId, period),
      selectReplies(db, tenantId, period),
      selectStuck(db, tenantId),
      findClauseTitles(db, tenantId),
    ],
  );
  return {
    reason: reason.map((row) => ({ ...row, label: reasonWords[row.key as ReasonCode] ?? row.key })),
    clause: clause.map((row) => ({ ...row, label: titles.get(row.key) ?? row.key.replaceAll("-", " ") })),
    actor: [...person],
    paid: [...paid],
    ...{ decided: 0, auto: 0, judged: 0, overridden: 0, ...decisions },
    ...{ paidCount: 0, paidSeconds: null, ...payments },
    ...{ replied: 0, replySeconds: null, ...replies },
    ...{ stuck: 0, stuckSeconds: null, oldestStuckSeconds: null, ...stuck },
  };
}

const sums = sql`count(*)::int as count, sum(d.amount_minor)::float8 as "amountMinor"`;

const selectReasons = (db: Transaction, tenantId: string, period: Period) =>
  db.execute<AmountRow>(sql`
    select d.reason_code as key, '' as label, d.currency, ${sums} from makegood.decisions d
    where ${isApproved(tenantId, period)} group by d.reason_code, d.currency
    order by d.currency, sum(d.amount_minor) desc limit ${shownRows}`);

const selectClauses = (db: Transaction, tenantId: string, period: Period) =>
  db.execute<AmountRow>(sql`
    select cited.id as key, '' as label, d.currency, ${sums}
    from makegood.decisions d cross join lateral ${citedClauses} cited
    where ${isApproved(tenantId, period)} group by cited.id, d.currency
    order by d.currency, sum(d.amount_minor) desc, cited.id limit ${shownRows}`);

const selectActors = (db: Transaction, tenantId: string, period: Period) =>
  db.execute<AmountRow>(sql`
    select coalesce(d.decided_by_id::text, 'nobody') as key, max(coalesce(d.decided_by_name, 'Makegood')) as label,
      d.currency, ${sums}
    from makegood.decisions d
    where ${isApproved(tenantId, period)} group by d.decided_by_id, d.currency
    order by d.currency, sum(d.amount_minor) desc limit ${shownRows}`);

const selectPaidDays = (db: Transaction, tenantId: string, period: Period) =>
  db.execute<DayRow>(sql`
    select to_char(r.settled_at at time zone 'UTC', 'YYYY-MM-DD') as day, r.currency,
      sum(r.amount_minor)::float8 as "amountMinor"
    from makegood.refunds r where ${isPaid(tenantId, period)} group by 1, 2 order by 1, 2`);

const selectDecided = (db: Transaction, tenantId: string, period: Period) =>
  db.execute<Pick<ReportData, "decided" | "auto" | "judged" | "overridden">>(sql`
    select count(*)::int as decided, (count(*) filter (where ${isAuto}))::int as auto,
      (count(*) filter (where ${isJudged}))::int as judged,
      (count(*) filter (where ${isOverridden}))::int as overridden
    from makegood.decisions d where ${isDecided(tenantId, period)}`);

const selectPayments = (db: Transaction, tenantId: string, period: Period) =>
  db.execute<Pick<ReportData, "paidCount" | "paidSeconds">>(sql`
    select count(*)::int as "paidCount", percentile_cont(0.5) within group (
      order by extract(epoch from r.settled_at - d.decided_at)::float8) as "paidSeconds"
    from makegood.refunds r
    join makegood.decisions d on d.tenant_id = r.tenant_id and d.id = r.decision_id
    where ${isPaid(tenantId, period)}`);

const selectReplies = (db: Transaction, tenantId: string, period: Period) =>
  db.execute<Pick<ReportData, "replied" | "replySeconds">>(sql`
    select count(*)::int as replied, percentile_cont(0.5) within group (
      order by extract(epoch from c.first_replied_at - c.created_at)::float8) as "replySeconds"
    from makegood.cases c where ${isReplied(tenantId, period)}`);

const selectStuck = (db: Transaction, tenantId: string) =>
  db.execute<Pick<ReportData, "stuck" | "stuckSeconds" | "oldestStuckSeconds">>(sql`
    select count(*)::int as stuck,
      percentile_cont(0.5) within group (order by extract(epoch from now() - c.updated_at)::float8) as "stuckSeconds",
      max(extract(epoch from now() - c.updated_at))::float8 as "oldestStuckSeconds"
    from makegood.cases c where ${isStuck(tenantId)}`);

async function findClauseTitles(db: Transaction, tenantId: string): Promise<ReadonlyMap<string, string>> {
  const { document } = await findPolicyInForce(db, tenantId);
  return new Map([...coreDocument.clauses, ...document.clauses].map(({ id, title }) => [id, title]));
}
