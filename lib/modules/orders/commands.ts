import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { Transaction } from "@/lib/platform/db";
import type { Charge, OrderLine } from "./schema";
import { charges, orderLines } from "./tables";

/** The lines of an order, as the shop reported them. */
export async function loadLines(tx: Transaction, tenantId: string, orderId: string): Promise<OrderLine[]> {
  return tx
    .select({
      id: orderLines.id,
      externalId: orderLines.externalId,
      name: orderLines.name,
      options: orderLines.options,
      category: orderLines.category,
      isFinalSale: orderLines.isFinalSale,
      quantity: orderLines.quantity,
      unitPriceMinor: orderLines.unitPriceMinor,
    })
    .from(orderLines)
    .where(and(eq(orderLines.tenantId, tenantId), eq(orderLines.orderId, orderId)))
    .orderBy(asc(orderLines.sequence));
}

/**
 * Locks the charges of an order, oldest first. Everybody who promises money of a charge queues here and sees what
 * was promised before.
 */
export async function lockCharges(tx: Transaction, tenantId: string, orderId: string): Promise<Charge[]> {
  const rows = await tx
    .select(chargeColumns)
    .from(charges)
    .where(and(eq(charges.tenantId, tenantId), eq(charges.orderId, orderId)))
    .orderBy(asc(charges.createdAt), asc(charges.id))
    .for("update");
  return rows.map((row) => ({ ...row, refundableMinor: refundableOf(row) }));
}

/** Locks these charges in the order in which everybody takes them, oldest first. @returns their ids in that order */
export async function lockChargesOf(
  tx: Transaction,
  tenantId: string,
  chargeIds: readonly string[],
): Promise<string[]> {
  if (chargeIds.length === 0) return [];
  const rows = await tx
    .select({ id: charges.id })
    .from(charges)
    .where(and(eq(charges.tenantId, tenantId), inArray(charges.id, [...chargeIds])))
    .orderBy(asc(charges.createdAt), asc(charges.id))
    .for("update");
  return rows.map(({ id }) => id);
}

export const chargeColumns = {
  id: charges.id,
  provider: charges.provider,
  methodLabel: charges.methodLabel,
  methodExternalId: charges.methodExternalId,
  state: charges.state,
  currency: charges.currency,
  authorizedMinor: charges.authorizedMinor,
  capturedMinor: charges.capturedMinor,
  reservedMinor: charges.reservedMinor,
  externalRefundedMinor: charges.externalRefundedMinor,
  disputedMinor: charges.disputedMinor,
} as const;

type Balance = Pick<
  Charge,
  "state" | "authorizedMinor" | "capturedMinor" | "reservedMinor" | "externalRefundedMinor" | "disputedMinor"
>;

/** What can still be promised of a charge, in minor units; never negative, even when a provider reports more. */
export function refundableOf(charge: Balance): number {
  if (charge.state === "voided") return 0;
  const held = charge.state === "authorized" ? charge.authorizedMinor : charge.capturedMinor;
  return Math.max(0, held - charge.reservedMinor - charge.externalRefundedMinor - charge.disputedMinor);
}

/** Sets money of a charge aside (positive) or frees it again (negative). The database refuses more than was captured. */
export async function moveReservation(
  tx: Transaction,
  tenantId: string,
  chargeId: string,
  deltaMinor: number,
): Promise<void> {
  await tx
    .update(charges)
    .set({ reservedMinor: sql`${charges.reservedMinor} + ${deltaMinor}` })
    .where(and(eq(charges.tenantId, tenantId), eq(charges.id, chargeId)));
}

/** How the provider names the payment behind a charge. */
export async function findPaymentId(tx: Transaction, tenantId: string, chargeId: string): Promise<string> {
  const [charge] = await tx
    .select({ paymentId: charges.providerPaymentId })
    .from(charges)
    .where(and(eq(charges.tenantId, tenantId), eq(charges.id, chargeId)));
  if (!charge) throw new Error(`charge ${chargeId} does not exist`);
  return charge.paymentId;
}
