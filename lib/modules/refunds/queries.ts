import { and, asc, eq, inArray, isNull, sql } from "drizzle-orm";
import { cases } from "@/lib/modules/cases/tables";
import { charges } from "@/lib/modules/orders/tables";
import type { Actor } from "@/lib/platform/actor";
import { readAs, type Transaction } from "@/lib/platform/db";
import type { RefundState, StuckRefund } from "./schema";
import { refundHolds, refunds } from "./tables";

/** Refunds of a case that a person has to do something about, the oldest first. */
export async function listStuckRefunds(actor: Actor, caseId: string): Promise<StuckRefund[]> {
  const [rows] = await readAs(actor, (db) => [
    db
      .select({
        id: refunds.id,
        state: refunds.state,
        method: refunds.method,
        amountMinor: refunds.amountMinor,
        currency: refunds.currency,
        replacesId: refunds.replacesId,
        failureReason: refunds.failureReason,
        methodLabel: charges.methodLabel,
        askedById: sql<string | null>`(
          select a.actor_id from makegood.audit_log a
          where a.tenant_id = ${refunds.tenantId} and a.subject_id = ${refunds.id}
            and a.action = 'refund.replacement_asked' limit 1)`,
        holds: openHolds,
      })
      .from(refunds)
      .innerJoin(charges, and(eq(charges.tenantId, refunds.tenantId), eq(charges.id, refunds.chargeId)))
      .where(
        and(
          eq(refunds.tenantId, actor.tenantId),
          eq(refunds.caseId, caseId),
          sql`(${refunds.state} in ('failed', 'failed_late')
            or (${refunds.state} = 'reserved' and ${refunds.replacesId} is not null)
            or (${refunds.state} = 'scheduled' and (${refunds.method} = 'manual' or ${openHolds} <> '[]')))`,
        ),
      )
      .orderBy(asc(refunds.id)),
  ]);
  return rows;
}

const openHolds = sql<StuckRefund["holds"]>`coalesce((
  select jsonb_agg(h.reason order by h.placed_at) from ${refundHolds} h
  where h.tenant_id = ${refunds.tenantId} and h.refund_id = ${refunds.id} and h.lifted_at is null), '[]')`;

/** What went back to a customer in the last 90 days or is on its way, one row for each currency. */
export async function sumCustomerRefunds(
  actor: Actor,
  customerId: string,
): Promise<Readonly<{ currency: string; amountMinor: number; count: number }>[]> {
  const [rows] = await readAs(actor, (db) => [
    db
      .select({
        currency: refunds.currency,
        amountMinor: sql<string>`sum(${refunds.amountMinor})::text`,
        count: sql<number>`count(*)::int`,
      })
      .from(refunds)
      .innerJoin(cases, and(eq(cases.tenantId, refunds.tenantId), eq(cases.id, refunds.caseId)))
      .where(
        and(
          eq(refunds.tenantId, actor.tenantId),
          eq(cases.customerId, customerId),
          sql`${refunds.state} not in ('canceled', 'failed', 'failed_late', 'replaced')`,
          sql`${refunds.createdAt} > now() - interval '90 days'`,
        ),
      )
      .groupBy(refunds.currency)
      .orderBy(refunds.currency),
  ]);
  return rows.map((row) => ({ ...row, amountMinor: Number(row.amountMinor) }));
}

/** How each refund of a decision stands. */
export async function listRefundStates(
  db: Transaction,
  tenantId: string,
  decisionId: string,
): Promise<RefundState[]> {
  const rows = await db
    .select({ state: refunds.state })
    .from(refunds)
    .where(and(eq(refunds.tenantId, tenantId), eq(refunds.decisionId, decisionId)));
  return rows.map(({ state }) => state);
}

/** Does the payout of a decision wait until the goods are back? */
export async function isAwaitingGoods(
  db: Transaction,
  tenantId: string,
  decisionId: string,
): Promise<boolean> {
  const [held] = await db
    .select({ id: refundHolds.id })
    .from(refundHolds)
    .innerJoin(refunds, and(eq(refunds.tenantId, refundHolds.tenantId), eq(refunds.id, refundHolds.refundId)))
    .where(
      and(
        eq(refunds.tenantId, tenantId),
        eq(refunds.decisionId, decisionId),
        inArray(refunds.state, ["reserved", "scheduled"]),
        eq(refundHolds.reason, "goods_back"),
        isNull(refundHolds.liftedAt),
      ),
    )
    .limit(1);
  return held !== undefined;
}
