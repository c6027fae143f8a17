import { and, asc, eq, inArray } from "drizzle-orm";
import type { Transaction } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { changesOf } from "./changes";
import type { PutLine } from "./intake-schema";
import { orderLines } from "./tables";

/** Pieces and money of a line that a decision which still stands took. */
export type Spoken = Readonly<{ orderLineId: string; quantity: number; amountMinor: number }>;

/**
 * Makes the lines of an order those that the shop names.
 * @throws DomainError `conflict` when a line would hold less than decisions took of it
 */
export async function putLines(
  tx: Transaction,
  { tenantId, orderId }: Readonly<{ tenantId: string; orderId: string }>,
  { given, spoken }: Readonly<{ given: readonly PutLine[]; spoken: readonly Spoken[] }>,
): Promise<boolean> {
  const stored = await tx
    .select()
    .from(orderLines)
    .where(and(eq(orderLines.tenantId, tenantId), eq(orderLines.orderId, orderId)))
    .orderBy(asc(orderLines.sequence));
  const next = given.map(({ itemId, ...facts }, sequence) => {
    const known = stored.find((line) => line.externalId === itemId);
    return { known, facts: { ...facts, sequence }, itemId };
  });
  const gone = stored.filter((line) => !next.some(({ known }) => known?.id === line.id));
  for (const line of gone) requireRoom(spoken, line, { quantity: 0, unitPriceMinor: 0 });
  for (const { known, facts } of next) if (known) requireRoom(spoken, known, facts);

  if (gone.length > 0) {
    const ids = gone.map(({ id }) => id);
    await tx.delete(orderLines).where(and(eq(orderLines.tenantId, tenantId), inArray(orderLines.id, ids)));
  }
  let hasChanged = gone.length > 0;
  for (const { known, facts, itemId } of next) {
    if (known && Object.keys(changesOf(known, { ...known, ...facts })).length === 0) continue;
    hasChanged = true;
    if (known) {
      await tx
        .update(orderLines)
        .set(facts)
        .where(and(eq(orderLines.tenantId, tenantId), eq(orderLines.id, known.id)));
    } else {
      await tx.insert(orderLines).values({ id: newId(), tenantId, orderId, externalId: itemId, ...facts });
    }
  }
  return hasChanged;
}

function requireRoom(
  spoken: readonly Spoken[],
  { id: lineId, externalId: itemId }: Readonly<{ id: string; externalId: string }>,
  { quantity, unitPriceMinor }: Readonly<{ quantity: number; unitPriceMinor: number }>,
): void {
  const taken = spoken.filter((part) => part.orderLineId === lineId);
  const pieces = taken.reduce((sum, part) => sum + part.quantity, 0);
  const amountMinor = taken.reduce((sum, part) => sum + part.amountMinor, 0);
  if (quantity >= pieces && quantity * unitPriceMinor >= amountMinor) return;
  throw new DomainError("conflict", "Decisions refund more of a line than it would hold.", {
    field: "lines",
    more: { current: { itemId, refundedQuantity: pieces, refundedMinor: amountMinor } },
  });
}
