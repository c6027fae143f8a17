import { and, eq, sql } from "drizzle-orm";
import { readAs, type Transaction } from "@/lib/platform/db";
import { chargeColumns } from "./commands";
import type { ChargeBalance } from "./schema";
import { charges } from "./tables";

/** A charge as far as reports of its provider change it. Holding one means holding its row lock. */
export type LockedCharge = ChargeBalance & Readonly<{ id: string; tenantId: string }>;

/** Whose charge a payment is, for reports that name no tenant. */
export async function findChargeTenantAsSystem(paymentId: string): Promise<string | undefined> {
  const [[row]] = await readAs({ kind: "visitor", userId: null }, (db) => [
    db.execute<{ tenant: string | null }>(
      sql`select private.find_charge_tenant('stripe', ${paymentId}) as tenant`,
    ),
  ]);
  return row?.tenant ?? undefined;
}

export async function findChargeId(
  tx: Transaction,
  tenantId: string,
  paymentId: string,
): Promise<string | undefined> {
  const [charge] = await tx
    .select({ id: charges.id })
    .from(charges)
    .where(
      and(
        eq(charges.tenantId, tenantId),
        eq(charges.provider, "stripe"),
        eq(charges.providerPaymentId, paymentId),
      ),
    );
  return charge?.id;
}

/** Locks a charge. Take the cases that pay from it first. */
export async function lockCharge(tx: Transaction, tenantId: string, chargeId: string): Promise<LockedCharge> {
  const [charge] = await tx
    .select({ ...chargeColumns, tenantId: charges.tenantId })
    .from(charges)
    .where(and(eq(charges.tenantId, tenantId), eq(charges.id, chargeId)))
    .for("update");
  if (!charge) throw new Error(`charge ${chargeId} does not exist`);
  return charge;
}

/** Writes down what others refunded at the provider (positive) or what came back to it (negative). */
export async function recordExternallyRefunded(
  tx: Transaction,
  charge: LockedCharge,
  deltaMinor: number,
): Promise<LockedCharge> {
  const externalRefundedMinor = charge.externalRefundedMinor + deltaMinor;
  await update(tx, charge, { externalRefundedMinor });
  return { ...charge, externalRefundedMinor };
}

/**
 * Writes down that held money was taken, in whole or in part. What we had promised of the rest stays in the row, as
 * authorized money that nobody can promise again, so that the check on our promises never refuses a fact.
 */
export async function recordCaptured(
  tx: Transaction,
  charge: LockedCharge,
  capturedMinor: number,
): Promise<LockedCharge> {
  if (charge.state !== "authorized") return charge;
  const authorizedMinor = Math.max(0, charge.reservedMinor - capturedMinor);
  const change = { state: "captured", capturedMinor, authorizedMinor } as const;
  await update(tx, charge, change);
  return { ...charge, ...change };
}

/** Writes down that held money was given up. Nothing of such a charge can be promised any more. */
export async function recordVoided(tx: Transaction, charge: LockedCharge): Promise<LockedCharge> {
  if (charge.state !== "authorized") return charge;
  await update(tx, charge, { state: "voided" });
  return { ...charge, state: "voided" };
}

const update = (tx: Transaction, charge: LockedCharge, change: Partial<typeof charges.$inferInsert>) =>
  tx
    .update(charges)
    .set(change)
    .where(and(eq(charges.tenantId, charge.tenantId), eq(charges.id, charge.id)));
