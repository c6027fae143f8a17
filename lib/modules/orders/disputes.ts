import { and, eq, inArray, sql } from "drizzle-orm";
import type { Transaction } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import type { LockedCharge } from "./charges";
import { isClosed, nextDisputeState } from "./policy";
import type { ReportedDispute } from "./schema";
import { charges, disputes } from "./tables";

/**
 * Writes down what the provider reports of a dispute: a fact, so it always succeeds. Reports come twice and in any
 * order, so the state only moves forward.
 * @param movedMinor what moved out of the charge (positive) or back (negative) and was not written down before
 */
export async function recordDispute(
  tx: Transaction,
  charge: LockedCharge,
  reported: ReportedDispute,
  movedMinor: number,
): Promise<LockedCharge> {
  const { tenantId, id: chargeId } = charge;
  const { providerDisputeId, reason, amountMinor, currency, openedAt } = reported;
  const [known] = await tx
    .select()
    .from(disputes)
    .where(and(eq(disputes.tenantId, tenantId), eq(disputes.providerDisputeId, providerDisputeId)));
  const state = nextDisputeState(known, reported);
  const closedAt = isClosed(state) ? (state === known?.state ? known.closedAt : reported.reportedAt) : null;
  if (known) {
    await tx
      .update(disputes)
      .set({ state, reason, closedAt, withdrawnMinor: known.withdrawnMinor + movedMinor })
      .where(and(eq(disputes.tenantId, tenantId), eq(disputes.id, known.id)));
  } else {
    const named = { id: newId(), tenantId, chargeId, providerDisputeId };
    const facts = { state, reason, amountMinor, currency, openedAt, closedAt, withdrawnMinor: movedMinor };
    await tx.insert(disputes).values({ ...named, ...facts });
  }
  return sumWithdrawn(tx, charge);
}

async function sumWithdrawn(tx: Transaction, charge: LockedCharge): Promise<LockedCharge> {
  const [row] = await tx
    .update(charges)
    .set({
      disputedMinor: sql`(select coalesce(sum(withdrawn_minor), 0) from makegood.disputes
        where tenant_id = ${charge.tenantId} and charge_id = ${charge.id})`,
    })
    .where(and(eq(charges.tenantId, charge.tenantId), eq(charges.id, charge.id)))
    .returning({ disputedMinor: charges.disputedMinor });
  return { ...charge, disputedMinor: row?.disputedMinor ?? charge.disputedMinor };
}

/** The disputes of each charge that took or may take its money: all but inquiries and those that were won. */
export async function findChargebacks(
  tx: Transaction,
  tenantId: string,
  chargeIds: readonly string[],
): Promise<ReadonlyMap<string, "open" | "lost">> {
  if (chargeIds.length === 0) return new Map();
  const rows = await tx
    .select({ chargeId: disputes.chargeId, state: disputes.state })
    .from(disputes)
    .where(
      and(
        eq(disputes.tenantId, tenantId),
        inArray(disputes.chargeId, [...chargeIds]),
        inArray(disputes.state, ["open", "lost"]),
      ),
    );
  const lost = rows.map(({ chargeId }) => [chargeId, "lost"] as const);
  const open = rows
    .filter(({ state }) => state === "open")
    .map(({ chargeId }) => [chargeId, "open"] as const);
  return new Map<string, "open" | "lost">([...lost, ...open]);
}
