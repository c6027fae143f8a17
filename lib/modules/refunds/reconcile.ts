import { and, eq, isNull, sql } from "drizzle-orm";
import { payments } from "@/lib/modules/payments/provider";
import type { ListedRefunds } from "@/lib/modules/payments/schema";
import { asRelay, asTenant, type Transaction } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { logger } from "@/lib/platform/logger";
import { compareBooks, type Difference, type OurAttempt, type TheirRefund } from "./compare";
import { mismatches, reconciliations } from "./tables";

const dayMs = 86_400_000;
// Refunds fail up to weeks after they were made; older ones are settled for good.
const lookBackMs = 35 * dayMs;
const comparedAtOnce = 5_000;
const tenantsAtOnce = 20;
// News of the provider needs a moment; a difference that is younger is nobody's fault yet.
const graceMs = 600_000;

/** Tenants whose books were not compared for an hour, or that asked for it and that nobody compares right now. */
export async function listTenantsToReconcile(): Promise<string[]> {
  const rows = await asRelay((tx) =>
    tx.execute<{ id: string }>(sql`
      select t.id from makegood.tenants t
      left join makegood.reconciliations r on r.tenant_id = t.id
      where (r.requested_at is not null or coalesce(r.finished_at, t.created_at) < now() - interval '1 hour')
        and (r.started_at is null or r.started_at <= coalesce(r.finished_at, '-infinity')
          or r.started_at < now() - interval '2 minutes')
      order by r.requested_at nulls last, r.finished_at nulls first limit ${tenantsAtOnce}`),
  );
  return rows.map(({ id }) => id);
}

/**
 * Compares a tenant's refunds of the last weeks with the provider's and writes down how they differ; what no longer
 * differs is resolved. Repeatable; it moves no money and changes no refund.
 */
export async function reconcileTenant(tenantId: string): Promise<void> {
  const begun = await begin(tenantId);
  if (!begun) return;
  const since = new Date(Date.now() - lookBackMs);
  try {
    const listed = begun.hasCharges
      ? await payments.listRefundsSince(tenantId, since, comparedAtOnce)
      : { refunds: [], isComplete: true };
    await asTenant(tenantId, (tx) => writeDown(tx, tenantId, { listed, since, ...begun }));
  } catch (error) {
    logger.warn({ tenantId, error: String(error) }, "the books could not be compared");
    await asTenant(tenantId, (tx) =>
      tx
        .update(reconciliations)
        .set({ requestedAt: null, error: "The payment provider did not answer. We will compare again." })
        .where(eq(reconciliations.tenantId, tenantId)),
    );
  }
}

type Begun = Readonly<{ isAsked: boolean; hasCharges: boolean }>;

// Of several workers one compares.
const begin = (tenantId: string): Promise<Begun | undefined> =>
  asTenant(tenantId, async (tx) => {
    await tx.insert(reconciliations).values({ tenantId }).onConflictDoNothing();
    const [row] = await tx.execute<Begun>(sql`
      update makegood.reconciliations r set started_at = now()
      where r.tenant_id = ${tenantId} and (r.started_at is null or r.started_at <= coalesce(r.finished_at, '-infinity')
        or r.started_at < now() - interval '2 minutes')
      returning r.requested_at is not null as "isAsked", exists (select from makegood.charges c
        where c.tenant_id = ${tenantId} and c.provider = 'stripe') as "hasCharges"`);
    return row;
  });

type Seen = Begun & Readonly<{ listed: ListedRefunds; since: Date }>;

async function writeDown(tx: Transaction, tenantId: string, seen: Seen): Promise<void> {
  const { listed, since, isAsked } = seen;
  const theirs = await ofOurCharges(tx, tenantId, listed);
  const completeSince = listed.isComplete ? since : (listed.refunds.at(-1)?.createdAt ?? since);
  const differences = compareBooks({
    ours: await listAttempts(tx, tenantId, since),
    theirs,
    completeSince,
    settledBefore: new Date(Date.now() - (isAsked ? -1_000 : graceMs)),
  });
  await keep(tx, tenantId, differences);
  await tx
    .update(reconciliations)
    .set({
      finishedAt: sql`now()`,
      // Asked again meanwhile: then it is compared again.
      requestedAt: sql`case when requested_at > started_at then requested_at end`,
      compared: theirs.length,
      isPartial: !listed.isComplete,
      error: null,
    })
    .where(eq(reconciliations.tenantId, tenantId));
}

async function ofOurCharges(
  tx: Transaction,
  tenantId: string,
  { refunds }: ListedRefunds,
): Promise<TheirRefund[]> {
  const named = refunds.map(({ paymentId, providerRefundId }) => ({ paymentId, providerRefundId }));
  const rows = await tx.execute<{ providerRefundId: string; chargeId: string; isKnown: boolean }>(sql`
    select named."providerRefundId", c.id as "chargeId", exists (select from makegood.provider_events e
      where e.tenant_id = ${tenantId} and e.id = named."providerRefundId") as "isKnown"
    from jsonb_to_recordset(${JSON.stringify(named)}::jsonb) as named("paymentId" text, "providerRefundId" text)
    join makegood.charges c on c.tenant_id = ${tenantId} and c.provider = 'stripe'
      and c.provider_payment_id = named."paymentId"`);
  const found = new Map(rows.map((row) => [row.providerRefundId, row]));
  return refunds.flatMap((refund) => {
    const ours = found.get(refund.providerRefundId);
    return ours ? [{ ...refund, chargeId: ours.chargeId, isKnown: ours.isKnown }] : [];
  });
}

async function listAttempts(tx: Transaction, tenantId: string, since: Date): Promise<OurAttempt[]> {
  const rows = await tx.execute<
    Omit<OurAttempt, "amountMinor" | "startedAt"> & { amountMinor: string; startedAt: string }
  >(sql`
    select a.id as "attemptId", r.id as "refundId", r.charge_id as "chargeId", a.state,
      r.amount_minor::text as "amountMinor", r.currency, a.started_at as "startedAt"
    from makegood.refunds r
    join makegood.refund_attempts a on a.tenant_id = r.tenant_id and a.refund_id = r.id
    where r.tenant_id = ${tenantId} and r.method = 'refund' and r.submitted_at >= ${since.toISOString()}
      and a.started_at >= ${since.toISOString()}
      and a.state in ('succeeded', 'pending', 'requires_action', 'failed', 'failed_late', 'canceled')
    order by a.started_at desc limit ${comparedAtOnce}`);
  return rows.map((row) => ({
    ...row,
    amountMinor: Number(row.amountMinor),
    startedAt: new Date(row.startedAt),
  }));
}

const nameOf = ({
  kind,
  refundId,
  providerRefundId,
}: Pick<Difference, "kind" | "refundId" | "providerRefundId">) =>
  [kind, refundId, providerRefundId].join(":");

/** Keeps what is new, brings up to date what is still there, and resolves the rest. */
async function keep(tx: Transaction, tenantId: string, differences: readonly Difference[]): Promise<void> {
  const open = await tx
    .select()
    .from(mismatches)
    .where(and(eq(mismatches.tenantId, tenantId), isNull(mismatches.resolvedAt)))
    .for("update");
  const before = new Map(open.map((row) => [nameOf(row), row]));
  for (const difference of differences) {
    const known = before.get(nameOf(difference));
    before.delete(nameOf(difference));
    if (known) {
      await tx
        .update(mismatches)
        .set({ ...difference })
        .where(and(eq(mismatches.tenantId, tenantId), eq(mismatches.id, known.id)));
    } else {
      await tx.insert(mismatches).values({ id: newId(), tenantId, ...difference });
    }
  }
  for (const { id } of before.values()) {
    await tx
      .update(mismatches)
      .set({ resolvedAt: sql`now()` })
      .where(and(eq(mismatches.tenantId, tenantId), eq(mismatches.id, id)));
  }
}
