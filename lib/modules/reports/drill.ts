import { type SQL, sql } from "drizzle-orm";
import type { Actor } from "@/lib/platform/actor";
import { readAs } from "@/lib/platform/db";
import {
  citedClauses,
  isApproved,
  isAuto,
  isDecided,
  isOverridden,
  isPaid,
  isReplied,
  isStuck,
} from "./conditions";
import type { DrillPage, DrillQuery, DrillRow, Measure, Period } from "./schema";

type Stored = Omit<DrillRow, "at"> & Readonly<{ at: string }>;
type Source = Readonly<{ from: SQL; id: SQL; at: SQL; seconds: SQL; amount: SQL; currency: SQL; where: SQL }>;

/** One page of the cases that a number counts, the newest first. Ids are in the order of time. */
export async function listDrill(
  actor: Actor,
  period: Period,
  query: DrillQuery,
  limit = 50,
): Promise<DrillPage> {
  const { from, id, at, seconds, amount, currency, where } = sourceOf(actor.tenantId, period, query);
  const before = query.cursor ? sql`${id} < ${query.cursor}::uuid` : sql`true`;
  const [found] = await readAs(actor, (db) => [
    db.execute<Stored>(sql`
      select ${id} as id, c.id as "caseId", c.number as "caseNumber", cu.name as "customerName", c.subject,
        ${amount}::float8 as "amountMinor", ${currency} as currency, d.verdict, coalesce(d.state, c.decision) as state,
        d.decided_by_name as "decidedByName", ${seconds} as seconds, ${at} as at
      from ${from} join makegood.customers cu on cu.tenant_id = c.tenant_id and cu.id = c.customer_id
      where ${where} and ${query.currency ? sql`${currency} = ${query.currency}` : sql`true`} and ${before}
      order by ${id} desc limit ${limit + 1}`),
  ]);
  const rows = found.slice(0, limit).map((row) => ({ ...row, at: new Date(row.at) }));
  return { rows, nextCursor: found.length > limit ? rows.at(-1)?.id : undefined };
}

const ofDecisions: Omit<Source, "where"> = {
  from: sql`makegood.decisions d join makegood.cases c on c.tenant_id = d.tenant_id and c.id = d.case_id`,
  id: sql`d.id`,
  at: sql`d.decided_at`,
  seconds: sql`null::float8`,
  amount: sql`d.amount_minor`,
  currency: sql`d.currency`,
};
const ofRefunds: Omit<Source, "where"> = {
  from: sql`makegood.refunds r
    join makegood.decisions d on d.tenant_id = r.tenant_id and d.id = r.decision_id
    join makegood.cases c on c.tenant_id = r.tenant_id and c.id = r.case_id`,
  id: sql`r.id`,
  at: sql`r.settled_at`,
  seconds: sql`extract(epoch from r.settled_at - d.decided_at)::float8`,
  amount: sql`r.amount_minor`,
  currency: sql`r.currency`,
};
const ofCases: Omit<Source, "where"> = {
  from: sql`makegood.cases c left join lateral (select verdict, state, decided_by_name from makegood.decisions
    where tenant_id = c.tenant_id and case_id = c.id order by created_at desc limit 1) d on true`,
  id: sql`c.id`,
  at: sql`c.created_at`,
  seconds: sql`extract(epoch from c.first_replied_at - c.created_at)::float8`,
  amount: sql`c.amount_minor`,
  currency: sql`c.currency`,
};

function sourceOf(tenantId: string, period: Period, { measure, key = "" }: DrillQuery): Source {
  const approved = isApproved(tenantId, period);
  const decided = isDecided(tenantId, period);
  const sources: Readonly<Record<Measure, () => Source>> = {
    reason: () => ({ ...ofDecisions, where: sql`${approved} and d.reason_code = ${key}` }),
    clause: () => ({
      ...ofDecisions,
      where: sql`${approved} and exists (select from ${citedClauses} cited where cited.id = ${key})`,
    }),
    actor: () => ({
      ...ofDecisions,
      where: sql`${approved} and coalesce(d.decided_by_id::text, 'nobody') = ${key}`,
    }),
    decided: () => ({ ...ofDecisions, where: decided }),
    auto: () => ({ ...ofDecisions, where: sql`${decided} and ${isAuto}` }),
    overridden: () => ({ ...ofDecisions, where: sql`${decided} and ${isOverridden}` }),
    paid: () => ({ ...ofRefunds, where: isPaid(tenantId, period) }),
    replied: () => ({ ...ofCases, where: isReplied(tenantId, period) }),
    stuck: () => ({
      ...ofCases,
      at: sql`c.updated_at`,
      seconds: sql`extract(epoch from now() - c.updated_at)::float8`,
      where: isStuck(tenantId),
    }),
  };
  return sources[measure]();
}
