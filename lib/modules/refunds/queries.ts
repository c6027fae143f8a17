import { and, asc, desc, eq, sql } from "drizzle-orm";
import { cases } from "@/lib/modules/cases/tables";
import { charges, customers } from "@/lib/modules/orders/tables";
import type { Actor } from "@/lib/platform/actor";
import { readAs, type Transaction } from "@/lib/platform/db";
import type { RefundRow, RefundState, RefundSum, StuckRefund } from "./schema";
import { refunds } from "./tables";

/** The newest refunds of the tenant. */
export async function listRefunds(actor: Actor, limit = 200): Promise<RefundRow[]> {
  const [rows] = await readAs(actor, (db) => [
    selectRefunds(db)
      .where(eq(refunds.tenantId, actor.tenantId))
      .orderBy(desc(refunds.createdAt), desc(refunds.id))
      .limit(limit),
  ]);
  return rows;
}

/** What was paid back and what is still promised, one row for each currency. */
export async function sumRefunds(actor: Actor): Promise<RefundSum[]> {
  const sumWhere = (states: string) =>
    sql<string>`coalesce(sum(${refunds.amountMinor}) filter (where ${refunds.state} in ${sql.raw(states)}), 0)::text`;
  const [rows] = await readAs(actor, (db) => [
    db
      .select({
        currency: refunds.currency,
        paidMinor: sumWhere("('succeeded')"),
        openMinor: sumWhere(
          "('reserved', 'scheduled', 'submitting', 'pending', 'requires_action', 'unknown')",
        ),
        count: sql<number>`count(*)::int`,
      })
      .from(refunds)
      .where(eq(refunds.tenantId, actor.tenantId))
      .groupBy(refunds.currency)
      .orderBy(refunds.currency),
  ]);
  return rows.map((row) => ({
    ...row,
    paidMinor: Number(row.paidMinor),
    openMinor: Number(row.openMinor),
  }));
}

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
      })
      .from(refunds)
      .innerJoin(charges, and(eq(charges.tenantId, refunds.tenantId), eq(charges.id, refunds.chargeId)))
      .where(
        and(
          eq(refunds.tenantId, actor.tenantId),
          eq(refunds.caseId, caseId),
          sql`(${refunds.state} in ('failed', 'failed_late')
            or (${refunds.state} = 'reserved' and ${refunds.replacesId} is not null)
            or (${refunds.state} = 'scheduled' and ${refunds.method} = 'manual'))`,
        ),
      )
      .orderBy(asc(refunds.id)),
  ]);
  return rows;
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

const selectRefunds = (db: Transaction) =>
  db
    .select({
      id: refunds.id,
      caseId: refunds.caseId,
      caseNumber: cases.number,
      customerName: customers.name,
      state: refunds.state,
      amountMinor: refunds.amountMinor,
      currency: refunds.currency,
      methodLabel: charges.methodLabel,
      providerRefundId: refunds.providerRefundId,
      failureReason: refunds.failureReason,
      createdAt: refunds.createdAt,
      settledAt: refunds.settledAt,
    })
    .from(refunds)
    .innerJoin(cases, and(eq(cases.tenantId, refunds.tenantId), eq(cases.id, refunds.caseId)))
    .innerJoin(customers, and(eq(customers.tenantId, cases.tenantId), eq(customers.id, cases.customerId)))
    .innerJoin(charges, and(eq(charges.tenantId, refunds.tenantId), eq(charges.id, refunds.chargeId)));
