import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { recordAudit } from "@/lib/modules/audit/audit";
import { lockCase } from "@/lib/modules/cases/commands";
import { type ProviderState, providerStates } from "@/lib/modules/payments/schema";
import type { MemberActor, SystemActor } from "@/lib/platform/actor";
import { asActor, readAs } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { lockRefund } from "./commands";
import { mayReconcile, mayTakeIn } from "./policy";
import type { Mismatch, Reconciliation } from "./reconcile-schema";
import { recordAttempt } from "./record";
import { recordReport } from "./record-external";
import { mismatches, reconciliations } from "./tables";

const shownAtOnce = 100;

/** How the tenant's books differ from the provider's, the oldest difference first, and when they were compared. */
export async function findReconciliation(
  actor: MemberActor,
): Promise<Readonly<{ last: Reconciliation; mismatches: readonly Mismatch[] }>> {
  const [[last], found] = await readAs(actor, (db) => [
    db.select().from(reconciliations).where(eq(reconciliations.tenantId, actor.tenantId)),
    db.execute<Omit<Mismatch, "foundAt"> & { foundAt: string }>(sql`
      select m.id, m.kind, m.refund_id as "refundId", m.provider_refund_id as "providerRefundId",
        c.id as "caseId", c.number as "caseNumber", o.external_id as "orderExternalId", m.currency,
        m.ours_minor::float8 as "oursMinor", m.theirs_minor::float8 as "theirsMinor",
        m.ours_state as "oursState", m.theirs_state as "theirsState", m.found_at as "foundAt"
      from makegood.refund_mismatches m
      join makegood.charges ch on ch.tenant_id = m.tenant_id and ch.id = m.charge_id
      join makegood.orders o on o.tenant_id = ch.tenant_id and o.id = ch.order_id
      left join makegood.refunds r on r.tenant_id = m.tenant_id and r.id = m.refund_id
      left join makegood.cases c on c.tenant_id = m.tenant_id and c.id = r.case_id
      where m.tenant_id = ${actor.tenantId} and m.resolved_at is null
      order by m.found_at, m.id limit ${shownAtOnce}`),
  ]);
  return {
    last: {
      finishedAt: last?.finishedAt ?? null,
      isAsked: last?.requestedAt != null,
      compared: last?.compared ?? 0,
      isPartial: last?.isPartial ?? false,
      error: last?.error ?? null,
    },
    mismatches: found.map((row) => ({ ...row, foundAt: new Date(row.foundAt) })),
  };
}

/** Asks the worker to compare the books now. Repeatable. */
export const requestReconciliation = (actor: MemberActor): Promise<void> =>
  asActor(actor, async (tx) => {
    demand(mayReconcile(actor));
    await tx
      .insert(reconciliations)
      .values({ tenantId: actor.tenantId, requestedAt: sql`now()` })
      .onConflictDoUpdate({ target: reconciliations.tenantId, set: { requestedAt: sql`now()` } });
    await recordAudit(tx, actor, {
      action: "refund.reconciliation_asked",
      subjectType: "tenant",
      subjectId: actor.tenantId,
    });
  });

/**
 * Takes in what the provider says of a refund: a fact, so our books follow it. Repeatable.
 * @throws DomainError `conflict` where only a person can find out what is right
 */
export async function takeInMismatch(actor: MemberActor, mismatchId: string): Promise<void> {
  demand(mayReconcile(actor));
  const system: SystemActor = { kind: "system", tenantId: actor.tenantId, name: "Makegood" };
  const found = await findOpen(actor, mismatchId);
  demand(mayTakeIn(found));
  const state = providerStates.find((name) => name === found.theirsState) ?? "pending";
  if (found.kind === "theirs_not_ours") await takeInExternal(system, found, state);
  else await takeInState(system, found, state);
  await asActor(actor, async (tx) => {
    await tx
      .update(mismatches)
      .set({ resolvedAt: sql`now()`, resolvedById: actor.userId })
      .where(
        and(
          eq(mismatches.tenantId, actor.tenantId),
          eq(mismatches.id, mismatchId),
          isNull(mismatches.resolvedAt),
        ),
      );
    const { kind, providerRefundId, currency, theirsMinor, oursState, theirsState } = found;
    await recordAudit(tx, actor, {
      action: "refund.mismatch_taken_in",
      subjectType: "refund",
      subjectId: found.refundId ?? mismatchId,
      detail: { kind, providerRefundId, currency, amountMinor: theirsMinor },
      before: { state: oursState },
      after: { state: theirsState },
    });
  });
}

type Open = typeof mismatches.$inferSelect & Readonly<{ paymentId: string; caseId: string | null }>;

async function findOpen(actor: MemberActor, mismatchId: string): Promise<Open> {
  const [[found], [names]] = await readAs(actor, (db) => [
    db
      .select()
      .from(mismatches)
      .where(
        and(
          eq(mismatches.tenantId, actor.tenantId),
          eq(mismatches.id, mismatchId),
          isNull(mismatches.resolvedAt),
        ),
      ),
    db.execute<{ paymentId: string; caseId: string | null }>(sql`
      select ch.provider_payment_id as "paymentId", r.case_id as "caseId"
      from makegood.refund_mismatches m
      join makegood.charges ch on ch.tenant_id = m.tenant_id and ch.id = m.charge_id
      left join makegood.refunds r on r.tenant_id = m.tenant_id and r.id = m.refund_id
      where m.tenant_id = ${actor.tenantId} and m.id = ${mismatchId}`),
  ]);
  if (!found || !names) throw new DomainError("not_found", "This difference is no longer there.");
  return { ...found, ...names };
}

const takeInExternal = (system: SystemActor, found: Open, state: ProviderState): Promise<void> =>
  recordReport(system, {
    id: `reconciled:${found.id}`,
    type: "refund.reconciled",
    paymentId: found.paymentId,
    kind: "refund",
    refund: {
      providerRefundId: found.providerRefundId ?? found.id,
      state,
      amountMinor: found.theirsMinor ?? 0,
      failureReason: null,
      attemptId: undefined,
    },
    metadata: {},
  });

async function takeInState(system: SystemActor, found: Open, state: ProviderState): Promise<void> {
  const { caseId, refundId, attemptId } = found;
  if (!caseId || !refundId || !attemptId) throw new Error(`mismatch ${found.id} is about no attempt`);
  await asActor(system, async (tx) => {
    const locked = await lockCase(tx, found.tenantId, caseId);
    const refund = await lockRefund(tx, found.tenantId, refundId);
    if (!refund) return;
    await recordAttempt(tx, locked, refund, {
      providerRefundId: found.providerRefundId,
      state,
      amountMinor: refund.amountMinor,
      failureReason: state === "failed" ? "reported_by_provider" : null,
      attemptId,
    });
  });
}

function demand(permission: Readonly<{ allowed: boolean; reason?: string }>): void {
  if (!permission.allowed) throw new DomainError("forbidden", permission.reason ?? "This is not allowed.");
}
