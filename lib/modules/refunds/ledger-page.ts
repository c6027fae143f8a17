import { type SQL, sql } from "drizzle-orm";
import type { Actor } from "@/lib/platform/actor";
import { readAs } from "@/lib/platform/db";
import type {
  ExternalPage,
  ExternalRow,
  LedgerEntry,
  LedgerPage,
  LedgerQuery,
  LedgerRow,
  LedgerSum,
  LedgerView,
} from "./ledger-schema";

const inStates: Readonly<Record<Exclude<LedgerView, "external">, SQL>> = {
  all: sql`true`,
  open: sql`r.state in ('reserved', 'scheduled', 'submitting', 'pending', 'requires_action', 'unknown')`,
  paid: sql`r.state = 'succeeded'`,
  stuck: sql`(r.state in ('failed', 'failed_late', 'unknown', 'requires_action') or exists (
    select from makegood.refund_holds h
    where h.tenant_id = r.tenant_id and h.refund_id = r.id and h.lifted_at is null))`,
  unknown: sql`r.state = 'unknown'`,
  failed: sql`r.state in ('failed', 'failed_late')`,
  canceled: sql`r.state in ('canceled', 'replaced')`,
};

function filterOf(tenantId: string, query: LedgerQuery): SQL {
  const { view, method, currency, from, to, order } = query;
  const conditions = [
    sql`r.tenant_id = ${tenantId}`,
    inStates[view === "external" ? "all" : view],
    method && sql`r.method = ${method}`,
    currency && sql`r.currency = ${currency}`,
    from && sql`r.created_at >= ${from}::date`,
    to && sql`r.created_at < ${to}::date + 1`,
    order && sql`o.external_id = ${order}`,
  ].filter((condition) => condition !== undefined && condition !== "");
  return sql.join(conditions as SQL[], sql` and `);
}

const source = sql`
  makegood.refunds r
  join makegood.charges ch on ch.tenant_id = r.tenant_id and ch.id = r.charge_id
  join makegood.orders o on o.tenant_id = ch.tenant_id and o.id = ch.order_id`;

const columns = sql`
  r.id, r.case_id as "caseId", c.number as "caseNumber", o.external_id as "orderExternalId",
  cu.name as "customerName", r.state, r.method, r.amount_minor::float8 as "amountMinor", r.currency,
  coalesce(m.label, case when r.method = 'manual' then 'By hand' else ch.method_label end) as destination,
  r.provider_refund_id as "providerRefundId", r.manual_reference as "manualReference",
  r.failure_reason as "failureReason", r.generation as attempts, d.decided_by_name as "decidedByName",
  r.created_at as "createdAt", r.submitted_at as "submittedAt", r.settled_at as "settledAt"`;

const around = sql`
  ${source}
  join makegood.cases c on c.tenant_id = r.tenant_id and c.id = r.case_id
  join makegood.customers cu on cu.tenant_id = c.tenant_id and cu.id = c.customer_id
  left join makegood.decisions d on d.tenant_id = r.tenant_id and d.id = r.decision_id
  left join makegood.payment_methods m on m.tenant_id = r.tenant_id and m.id = r.destination_id`;

type Moments = "createdAt" | "submittedAt" | "settledAt";
type Stored<Row> = Omit<Row, Moments> & Record<Moments, string | null>;

const toRow = <Row extends Stored<LedgerRow>>(row: Row) => ({
  ...row,
  createdAt: new Date(row.createdAt ?? 0),
  submittedAt: row.submittedAt === null ? null : new Date(row.submittedAt),
  settledAt: row.settledAt === null ? null : new Date(row.settledAt),
});

/** One page of the refunds that the filter asks for, the newest first. Ids are in the order of time. */
export async function listLedger(actor: Actor, query: LedgerQuery, limit = 100): Promise<LedgerPage> {
  const before = query.cursor ? sql`r.id < ${query.cursor}::uuid` : sql`true`;
  const [found] = await readAs(actor, (db) => [
    db.execute<Stored<LedgerRow>>(sql`
      select ${columns} from ${around}
      where ${filterOf(actor.tenantId, query)} and ${before}
      order by r.id desc limit ${limit + 1}`),
  ]);
  const rows = found.slice(0, limit).map(toRow);
  return { rows, nextCursor: found.length > limit ? rows.at(-1)?.id : undefined };
}

/** What the whole filter adds up to, one row for each currency: different ones are never added. */
export async function sumLedger(actor: Actor, query: LedgerQuery): Promise<LedgerSum[]> {
  const sumOf = (states: Exclude<LedgerView, "external">) =>
    sql`coalesce(sum(r.amount_minor) filter (where ${inStates[states]}), 0)::float8`;
  const [rows] = await readAs(actor, (db) => [
    db.execute<LedgerSum>(sql`
      select r.currency, count(*)::int as count, ${sumOf("paid")} as "paidMinor", ${sumOf("open")} as "openMinor",
        ${sumOf("failed")} as "failedMinor"
      from ${source} where ${filterOf(actor.tenantId, query)} group by r.currency order by r.currency`),
  ]);
  return [...rows];
}

/** Charges of which others refunded something: by hand at the provider, by the shop, by another system. */
export async function listExternal(actor: Actor, query: LedgerQuery, limit = 100): Promise<ExternalPage> {
  const { currency, order, cursor } = query;
  const [found] = await readAs(actor, (db) => [
    db.execute<ExternalRow>(sql`
      select ch.id as "chargeId", o.external_id as "orderExternalId", cu.name as "customerName",
        ch.method_label as "methodLabel", ch.provider_payment_id as "providerPaymentId", ch.currency,
        ch.captured_minor::float8 as "capturedMinor", ch.external_refunded_minor::float8 as "externalMinor"
      from makegood.charges ch
      join makegood.orders o on o.tenant_id = ch.tenant_id and o.id = ch.order_id
      join makegood.customers cu on cu.tenant_id = o.tenant_id and cu.id = o.customer_id
      where ch.tenant_id = ${actor.tenantId} and ch.external_refunded_minor > 0
        and ${currency ? sql`ch.currency = ${currency}` : sql`true`}
        and ${order ? sql`o.external_id = ${order}` : sql`true`}
        and ${cursor ? sql`ch.id < ${cursor}::uuid` : sql`true`}
      order by ch.id desc limit ${limit + 1}`),
  ]);
  const rows = found.slice(0, limit);
  return { rows, nextCursor: found.length > limit ? rows.at(-1)?.chargeId : undefined };
}

type StoredEntry = Stored<LedgerRow> &
  Omit<LedgerEntry, keyof LedgerRow | "tries"> &
  Readonly<{
    tries: readonly (Omit<LedgerEntry["tries"][number], "startedAt" | "finishedAt"> &
      Readonly<{ startedAt: string; finishedAt: string | null }>)[];
  }>;

/** Everything about one refund; undefined when the tenant has no such refund. */
export async function findLedgerEntry(actor: Actor, refundId: string): Promise<LedgerEntry | undefined> {
  const [[found]] = await readAs(actor, (db) => [
    db.execute<StoredEntry>(sql`
      select ${columns}, r.decision_id as "decisionId", d.rationale, r.replaces_id as "replacesId",
        (select coalesce(jsonb_agg(h.reason order by h.placed_at), '[]') from makegood.refund_holds h
          where h.tenant_id = r.tenant_id and h.refund_id = r.id and h.lifted_at is null) as holds,
        (select coalesce(jsonb_agg(jsonb_build_object('generation', a.generation, 'state', a.state,
            'providerKey', a.provider_key, 'providerRefundId', a.provider_refund_id,
            'failureReason', a.failure_reason, 'startedAt', a.started_at, 'finishedAt', a.finished_at)
            order by a.generation desc), '[]')
          from makegood.refund_attempts a where a.tenant_id = r.tenant_id and a.refund_id = r.id) as tries
      from ${around} where r.tenant_id = ${actor.tenantId} and r.id = ${refundId}`),
  ]);
  if (!found) return undefined;
  const tries = found.tries.map((attempt) => ({
    ...attempt,
    startedAt: new Date(attempt.startedAt),
    finishedAt: attempt.finishedAt === null ? null : new Date(attempt.finishedAt),
  }));
  return { ...toRow(found), tries };
}
