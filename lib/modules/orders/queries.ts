import { and, asc, eq } from "drizzle-orm";
import type { Actor } from "@/lib/platform/actor";
import { readAs } from "@/lib/platform/db";
import { chargeColumns, loadLines, refundableOf } from "./commands";
import type { Order } from "./schema";
import { charges, orders } from "./tables";

/** An order with its lines and charges, or undefined when the actor may not see such an order. */
export async function findOrder(actor: Actor, orderId: string): Promise<Order | undefined> {
  const [[order], lines, paid] = await readAs(actor, (db) => [
    db
      .select({
        id: orders.id,
        externalId: orders.externalId,
        status: orders.status,
        currency: orders.currency,
        totalMinor: orders.totalMinor,
        shippingMinor: orders.shippingMinor,
        country: orders.country,
        placedAt: orders.placedAt,
        deliveredAt: orders.deliveredAt,
      })
      .from(orders)
      .where(and(eq(orders.tenantId, actor.tenantId), eq(orders.id, orderId))),
    loadLines(db, actor.tenantId, orderId),
    db
      .select(chargeColumns)
      .from(charges)
      .where(and(eq(charges.tenantId, actor.tenantId), eq(charges.orderId, orderId)))
      .orderBy(asc(charges.createdAt), asc(charges.id)),
  ]);
  return (
    order && {
      ...order,
      lines,
      charges: paid.map((charge) => ({ ...charge, refundableMinor: refundableOf(charge) })),
    }
  );
}
