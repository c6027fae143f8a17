import { and, eq, inArray } from "drizzle-orm";
import type { Transaction } from "@/lib/platform/db";
import { customers, orders } from "./tables";

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
