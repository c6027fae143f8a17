import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { CustomerActor } from "@/lib/platform/actor";
import type { Transaction } from "@/lib/platform/db";
import { customers, orderLines, orders } from "./tables";

/** An order by the shop's own number, as far as a new case needs it. */
export async function findOrderByNumber(
  tx: Transaction,
  tenantId: string,
  number: string,
): Promise<Readonly<{ id: string; customerId: string }> | undefined> {
  const [found] = await tx
    .select({ id: orders.id, customerId: orders.customerId })
    .from(orders)
    .where(and(eq(orders.tenantId, tenantId), eq(orders.externalId, number)));
  return found;
}

/** The ids of the orders that have one of these numbers. */
export async function findOrderIds(
  tx: Transaction,
  tenantId: string,
  numbers: readonly string[],
): Promise<string[]> {
  const found = await tx
    .select({ id: orders.id })
    .from(orders)
    .where(and(eq(orders.tenantId, tenantId), inArray(orders.externalId, [...numbers])));
  return found.map(({ id }) => id);
}

/** A customer by the shop's own id. */
export async function findCustomerByExternalId(
  tx: Transaction,
  tenantId: string,
  externalId: string,
): Promise<Readonly<{ id: string; name: string }> | undefined> {
  const [found] = await tx
    .select({ id: customers.id, name: customers.name })
    .from(customers)
    .where(and(eq(customers.tenantId, tenantId), eq(customers.externalId, externalId)));
  return found;
}

export async function findCustomerName(
  tx: Transaction,
  tenantId: string,
  customerId: string,
): Promise<string> {
  const [found] = await tx
    .select({ name: customers.name })
    .from(customers)
    .where(and(eq(customers.tenantId, tenantId), eq(customers.id, customerId)));
  return found?.name ?? "";
}

/**
 * The order with that number whose customer has that mail address. People leave out the # and write letters as they
 * like; addresses are compared without regard to case.
 */
export async function findOrderOfAddress(
  tx: Transaction,
  tenantId: string,
  asked: Readonly<{ orderNumber: string; email: string }>,
): Promise<Readonly<{ orderId: string; customerId: string; number: string; email: string }> | undefined> {
  // By the address first, which few orders share: their numbers are compared as people write them.
  const number = asked.orderNumber.replace(/^#/, "").toLowerCase();
  const [found] = await tx
    .select({
      orderId: orders.id,
      customerId: customers.id,
      number: orders.externalId,
      email: customers.email,
    })
    .from(orders)
    .innerJoin(customers, and(eq(customers.tenantId, orders.tenantId), eq(customers.id, orders.customerId)))
    .where(
      and(
        eq(orders.tenantId, tenantId),
        eq(sql`lower(${customers.email})`, asked.email.toLowerCase()),
        eq(sql`ltrim(lower(${orders.externalId}), '#')`, number),
      ),
    )
    .limit(1);
  return found;
}

/** An order of one of these customers, as far as a request about it needs it. */
export async function findOrderOfCustomers(
  tx: Transaction,
  { tenantId, customerIds, orderId: onlyOrderId }: CustomerActor,
  orderId: string,
): Promise<Readonly<{ id: string; customerId: string; customerName: string; number: string }> | undefined> {
  if (onlyOrderId !== undefined && onlyOrderId !== orderId) return undefined;
  const [found] = await tx
    .select({
      id: orders.id,
      customerId: customers.id,
      customerName: customers.name,
      number: orders.externalId,
    })
    .from(orders)
    .innerJoin(customers, and(eq(customers.tenantId, orders.tenantId), eq(customers.id, orders.customerId)))
    .where(
      and(eq(orders.tenantId, tenantId), eq(orders.id, orderId), inArray(customers.id, [...customerIds])),
    );
  return found;
}

/** What these lines of an order are called; lines of other orders are left out. */
export async function findLineNames(
  tx: Transaction,
  tenantId: string,
  orderId: string,
  lineIds: readonly string[],
): Promise<readonly string[]> {
  if (lineIds.length === 0) return [];
  const rows = await tx
    .select({ name: orderLines.name })
    .from(orderLines)
    .where(
      and(
        eq(orderLines.tenantId, tenantId),
        eq(orderLines.orderId, orderId),
        inArray(orderLines.id, [...lineIds]),
      ),
    )
    .orderBy(asc(orderLines.sequence));
  return rows.map(({ name }) => name);
}

/** The shop's own number of an order; empty when there is no such order. */
export async function findOrderNumber(tx: Transaction, tenantId: string, orderId: string): Promise<string> {
  const [found] = await tx
    .select({ number: orders.externalId })
    .from(orders)
    .where(and(eq(orders.tenantId, tenantId), eq(orders.id, orderId)));
  return found?.number ?? "";
}
