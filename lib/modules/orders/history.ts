import { and, eq, inArray, ne, sql } from "drizzle-orm";
import type { Actor } from "@/lib/platform/actor";
import { readAs } from "@/lib/platform/db";
import { charges, customers, disputes, orders } from "./tables";

/** What a customer bought, one sum for each currency, and how often their bank asked for it back. */
type CustomerHistory = Readonly<{
  membership: string | null;
  orders: number;
  bought: readonly Readonly<{ currency: string; amountMinor: number }>[];
  disputes: number;
}>;

export async function findCustomerHistory(actor: Actor, customerId: string): Promise<CustomerHistory> {
  const { tenantId } = actor;
  const ofCustomer = and(eq(orders.tenantId, tenantId), eq(orders.customerId, customerId));
  const [[customer], bought, [disputed]] = await readAs(actor, (db) => [
    db
      .select({ membership: customers.membership })
      .from(customers)
      .where(and(eq(customers.tenantId, tenantId), eq(customers.id, customerId))),
    db
      .select({
        currency: orders.currency,
        count: sql<number>`count(*)::int`,
        amountMinor: sql<string>`sum(${orders.totalMinor})::text`,
      })
      .from(orders)
      .where(and(ofCustomer, ne(orders.status, "cancelled")))
      .groupBy(orders.currency)
      .orderBy(orders.currency),
    db
      .select({ count: sql<number>`count(*)::int` })
      .from(disputes)
      .where(
        and(
          eq(disputes.tenantId, tenantId),
          inArray(
            disputes.chargeId,
            db
              .select({ id: charges.id })
              .from(charges)
              .innerJoin(orders, and(eq(orders.tenantId, charges.tenantId), eq(orders.id, charges.orderId)))
              .where(and(eq(charges.tenantId, tenantId), ofCustomer)),
          ),
        ),
      ),
  ]);
  return {
    membership: customer?.membership ?? null,
    orders: bought.reduce((sum, row) => sum + row.count, 0),
    bought: bought.map(({ currency, amountMinor }) => ({ currency, amountMinor: Number(amountMinor) })),
    disputes: disputed?.count ?? 0,
  };
}
