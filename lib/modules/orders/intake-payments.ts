import { and, asc, eq, inArray } from "drizzle-orm";
import type { Transaction } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import type { PutPayment } from "./intake-schema";
import { charges } from "./tables";

type Of = Readonly<{ tenantId: string; orderId: string; currency: string }>;
type StoredCharge = typeof charges.$inferSelect;

/**
 * Writes down what the shop was paid. A payment only moves forward, from authorized to captured: an old report never
 * takes back what the provider said since. What is not named any more stays.
 * @throws DomainError `conflict` for a payment of another order, and for less money than was promised of it
 */
export async function putPayments(tx: Transaction, of: Of, given: readonly PutPayment[]): Promise<boolean> {
  if (given.length === 0) return false;
  const { tenantId, orderId, currency } = of;
  const inOrder = [...given].sort((a, b) => (a.paymentId < b.paymentId ? -1 : 1));
  const created = await tx
    .insert(charges)
    .values(
      inOrder.map((payment) => ({
        id: newId(),
        tenantId,
        orderId,
        provider: payment.provider,
        providerPaymentId: payment.paymentId,
        methodLabel: payment.methodLabel,
        methodExternalId: payment.methodId,
        state: payment.state,
        currency,
        ...heldBy(payment),
      })),
    )
    .onConflictDoNothing()
    .returning({ id: charges.id });
  const stored = await tx
    .select()
    .from(charges)
    .where(
      and(
        eq(charges.tenantId, tenantId),
        eq(charges.provider, "stripe"),
        inArray(
          charges.providerPaymentId,
          inOrder.map(({ paymentId }) => paymentId),
        ),
      ),
    )
    .orderBy(asc(charges.createdAt), asc(charges.id))
    .for("update");
  let hasChanged = created.length > 0;
  for (const charge of stored) {
    if (charge.orderId !== orderId) {
      throw new DomainError("conflict", "A payment belongs to another order.", { field: "payments" });
    }
    const payment = inOrder.find(({ paymentId }) => paymentId === charge.providerPaymentId);
    const change = payment && changeOf(charge, payment);
    if (change) {
      await tx
        .update(charges)
        .set(change)
        .where(and(eq(charges.tenantId, tenantId), eq(charges.id, charge.id)));
      hasChanged = true;
    }
  }
  return hasChanged;
}

const heldBy = ({ state, amountMinor }: PutPayment) =>
  state === "captured"
    ? { capturedMinor: amountMinor, authorizedMinor: 0 }
    : { capturedMinor: 0, authorizedMinor: amountMinor };

function changeOf(charge: StoredCharge, payment: PutPayment): Partial<StoredCharge> | undefined {
  const isOld = charge.state === "voided" || (charge.state === "captured" && payment.state === "authorized");
  if (isOld) return undefined;
  const held = charge.state === "captured" ? charge.capturedMinor : charge.authorizedMinor;
  if (charge.state === payment.state && held === payment.amountMinor) return undefined;
  if (payment.amountMinor < charge.reservedMinor) {
    throw new DomainError("conflict", "More of a payment is promised than it would hold.", {
      field: "payments",
      more: { current: { paymentId: payment.paymentId, reservedMinor: charge.reservedMinor } },
    });
  }
  return { state: payment.state, ...heldBy(payment) };
}
