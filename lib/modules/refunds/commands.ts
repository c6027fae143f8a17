import { and, asc, eq, inArray, isNull, lte, notExists, or, sql } from "drizzle-orm";
import type { LockedCase } from "@/lib/modules/cases/commands";
import { makeDue } from "@/lib/modules/effects/commands";
import { lockChargesOf, moveReservation } from "@/lib/modules/orders/commands";
import type { Transaction } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { post } from "./ledger";
import { type AttemptState, payoutKey, type Refund } from "./schema";
import { refundAttempts, refundHolds, refunds } from "./tables";

type Leg = Pick<Refund, "chargeId" | "amountMinor" | "currency" | "method" | "destinationId">;

/**
 * Sets the money of a decision aside, inside the decision's transaction. The charges are locked by the caller.
 * @returns the ids of the refunds, one for each leg
 */
export async function reserveRefunds(
  tx: Transaction,
  locked: LockedCase,
  decisionId: string,
  legs: readonly Leg[],
): Promise<string[]> {
  const ids: string[] = [];
  for (const leg of legs) {
    const refund = { id: newId(), tenantId: locked.tenantId, ...leg };
    await moveReservation(tx, locked.tenantId, leg.chargeId, leg.amountMinor);
    await tx.insert(refunds).values({ ...refund, caseId: locked.id, decisionId, state: "reserved" });
    await post(tx, refund, "reserved", 0);
    ids.push(refund.id);
  }
  return ids;
}

/**
 * Lets the worker pay what was reserved for the decision, once it was held so long.
 * @returns the ids of the refunds
 */
export async function scheduleRefunds(
  tx: Transaction,
  tenantId: string,
  decisionId: string,
  holdSeconds = 0,
): Promise<string[]> {
  const rows = await tx
    .update(refunds)
    .set({
      state: "scheduled",
      scheduledFor: holdSeconds > 0 ? sql`now() + make_interval(secs => ${holdSeconds})` : null,
    })
    .where(
      and(eq(refunds.tenantId, tenantId), eq(refunds.decisionId, decisionId), eq(refunds.state, "reserved")),
    )
    .returning({ id: refunds.id });
  return rows.map((row) => row.id);
}

/** Frees what was reserved for a decision that will not be paid. */
export async function cancelRefunds(tx: Transaction, tenantId: string, decisionId: string): Promise<void> {
  const rows = await tx
    .update(refunds)
    .set({ state: "canceled", settledAt: new Date() })
    .where(
      and(
        eq(refunds.tenantId, tenantId),
        eq(refunds.decisionId, decisionId),
        inArray(refunds.state, ["reserved", "scheduled"]),
      ),
    )
    .returning();
  // Everybody takes the charges of an order in one order.
  const charges = await lockChargesOf(tx, tenantId, [...new Set(rows.map(({ chargeId }) => chargeId))]);
  for (const refund of charges.flatMap((id) => rows.filter(({ chargeId }) => chargeId === id))) {
    await moveReservation(tx, tenantId, refund.chargeId, -refund.amountMinor);
    await post(tx, refund, "released", 0);
  }
  // What waited for the end of a hold is over now: nothing later of the case waits behind it.
  await makeDue(
    tx,
    { tenantId, kind: "payout" },
    rows.map(({ id }) => id),
  );
}

/** The refunds of a decision, locked. Take their case first. */
export const lockRefundsOf = (tx: Transaction, tenantId: string, decisionId: string): Promise<Refund[]> =>
  tx
    .select()
    .from(refunds)
    .where(and(eq(refunds.tenantId, tenantId), eq(refunds.decisionId, decisionId)))
    .orderBy(asc(refunds.id))
    .for("update");

/** What was not submitted yet of these decisions, or of the whole tenant, by refund id. */
export async function listUnsubmitted(
  tx: Transaction,
  tenantId: string,
  decisionIds?: readonly string[],
): Promise<string[]> {
  if (decisionIds?.length === 0) return [];
  const rows = await tx
    .select({ id: refunds.id })
    .from(refunds)
    .where(
      and(
        eq(refunds.tenantId, tenantId),
        inArray(refunds.state, ["reserved", "scheduled"]),
        decisionIds ? inArray(refunds.decisionId, [...decisionIds]) : undefined,
      ),
    );
  return rows.map((row) => row.id);
}

/** One try to pay, named before the provider hears of it. */
export type Attempt = Readonly<{
  id: string;
  refundId: string;
  generation: number;
  providerKey: string;
  startedAt: Date;
}>;

/**
 * Moves a scheduled refund to submitting and writes its attempt, unless a hold or a stop forbids it.
 * @returns undefined when it is not scheduled (any more) or held
 */
export async function startAttempt(tx: Transaction, refund: Refund): Promise<Attempt | undefined> {
  const openHolds = tx
    .select({ id: refundHolds.id })
    .from(refundHolds)
    .where(
      and(
        eq(refundHolds.tenantId, refund.tenantId),
        eq(refundHolds.refundId, refund.id),
        sql`${refundHolds.liftedAt} is null`,
      ),
    );
  const generation = refund.generation + 1;
  const [claimed] = await tx
    .update(refunds)
    .set({ state: "submitting", generation, submittedAt: new Date() })
    .where(
      and(
        eq(refunds.tenantId, refund.tenantId),
        eq(refunds.id, refund.id),
        eq(refunds.state, "scheduled"),
        or(isNull(refunds.scheduledFor), lte(refunds.scheduledFor, sql`now()`)),
        notExists(openHolds),
        // In the same statement: a switch that was placed before this claim always wins.
        sql`not exists (select from makegood.kill_switches s
          where s.tenant_id = ${refund.tenantId} and s.key_id is null and s.lifted_at is null)`,
      ),
    )
    .returning({ id: refunds.id });
  if (!claimed) return undefined;

  const [attempt] = await tx
    .insert(refundAttempts)
    .values({
      id: newId(),
      tenantId: refund.tenantId,
      refundId: refund.id,
      generation,
      state: "submitting",
      providerKey: payoutKey(refund.id, generation),
    })
    .returning();
  return attempt;
}

/** The newest attempt of a refund, locked. */
export async function lockNewestAttempt(
  tx: Transaction,
  refund: Refund,
): Promise<(Attempt & { state: AttemptState }) | undefined> {
  const [attempt] = await tx
    .select()
    .from(refundAttempts)
    .where(
      and(
        eq(refundAttempts.tenantId, refund.tenantId),
        eq(refundAttempts.refundId, refund.id),
        eq(refundAttempts.generation, refund.generation),
      ),
    )
    .for("update");
  return attempt;
}

/** Locks a refund. Take its case first: everything about one case queues there. */
export async function lockRefund(
  tx: Transaction,
  tenantId: string,
  refundId: string,
): Promise<Refund | undefined> {
  const [refund] = await tx
    .select()
    .from(refunds)
    .where(and(eq(refunds.tenantId, tenantId), eq(refunds.id, refundId)))
    .for("update");
  return refund;
}
