import { and, asc, eq, sql } from "drizzle-orm";
import type { Actor } from "@/lib/platform/actor";
import { readAs, type Transaction } from "@/lib/platform/db";
import { chargeColumns, loadLines, refundableOf } from "./commands";
import { loadMethods } from "./facts";
import type { Order, PaymentMethod } from "./schema";
import { charges, customers, orders } from "./tables";

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

export type OrderSheet = Omit<Order, "charges"> &
  Readonly<{
    customer: Readonly<{
      externalId: string;
      name: string;
      email: string;
      country: string | null;
      membership: string | null;
    }>;
    methods: readonly PaymentMethod[];
    charges: readonly (Order["charges"][number] & Readonly<{ paymentId: string }>)[];
  }>;

/** Everything we know of an order, by the shop's own number, or undefined when the actor may not see such an order. */
export async function findOrderSheet(db: Transaction, tenantId: string, number: string) {
  const [found] = await db
    .select({ order: orders, customer: customers })
    .from(orders)
    .innerJoin(customers, and(eq(customers.tenantId, orders.tenantId), eq(customers.id, orders.customerId)))
    .where(and(eq(orders.tenantId, tenantId), eq(orders.externalId, number)));
  if (!found) return undefined;
  const { order, customer } = found;
  const paid = await db
    .select({ ...chargeColumns, paymentId: charges.providerPaymentId })
    .from(charges)
    .where(and(eq(charges.tenantId, tenantId), eq(charges.orderId, order.id)))
    .orderBy(asc(charges.createdAt), asc(charges.id));
  const { externalId, name, email, country, membership } = customer;
  const sheet: OrderSheet = {
    ...order,
    customer: { externalId, name, email, country, membership },
    lines: await loadLines(db, tenantId, order.id),
    methods: await loadMethods(db, tenantId, customer.id),
    charges: paid.map((charge) => ({ ...charge, refundableMinor: refundableOf(charge) })),
  };
  return sheet;
}

/** The order of each charge of a customer's last 90 days that somebody refunded past us. */
export async function listRefundedElsewhere(
  tx: Transaction,
  tenantId: string,
  customerId: string,
): Promise<string[]> {
  const rows = await tx
    .select({ orderId: charges.orderId })
    .from(charges)
    .innerJoin(orders, and(eq(orders.tenantId, charges.tenantId), eq(orders.id, charges.orderId)))
    .where(
      and(
        eq(orders.tenantId, tenantId),
        eq(orders.customerId, customerId),
        sql`${orders.placedAt} > now() - interval '90 days'`,
        sql`${charges.externalRefundedMinor} > 0`,
      ),
    );
  return rows.map(({ orderId }) => orderId);
}
