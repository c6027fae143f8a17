import { and, desc, eq, inArray } from "drizzle-orm";
import type { Transaction } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { customers, orders } from "./tables";

export type MailCustomer = Readonly<{ id: string; externalId: string; name: string; email: string }>;

const columns = {
  id: customers.id,
  externalId: customers.externalId,
  name: customers.name,
  email: customers.email,
};

/** The customer who writes from `email`: the newest one that has it, or a new one who has bought nothing yet. */
export async function findOrAddCustomer(
  tx: Transaction,
  tenantId: string,
  { email, name }: Readonly<{ email: string; name: string }>,
): Promise<MailCustomer> {
  const known = await findByEmail(tx, tenantId, email);
  if (known) return known;
  // Named by the address: two first mails at the same time meet in one customer.
  await tx
    .insert(customers)
    .values({ id: newId(), tenantId, externalId: `mail:${email}`.slice(0, 120), name: name || email, email })
    .onConflictDoNothing();
  const added = await findByEmail(tx, tenantId, email);
  if (!added) throw new Error("the customer that was just added is not there");
  return added;
}

async function findByEmail(
  tx: Transaction,
  tenantId: string,
  email: string,
): Promise<MailCustomer | undefined> {
  const [found] = await tx
    .select(columns)
    .from(customers)
    .where(and(eq(customers.tenantId, tenantId), eq(customers.email, email)))
    .orderBy(desc(customers.createdAt), desc(customers.id))
    .limit(1);
  return found;
}

export async function findCustomer(
  tx: Transaction,
  tenantId: string,
  customerId: string,
): Promise<MailCustomer | undefined> {
  const [found] = await tx
    .select(columns)
    .from(customers)
    .where(and(eq(customers.tenantId, tenantId), eq(customers.id, customerId)));
  return found;
}

/** The first of these numbers that is an order of this customer. Orders of others are as good as none. */
export async function findOwnOrder(
  tx: Transaction,
  tenantId: string,
  customerId: string,
  numbers: readonly string[],
): Promise<Readonly<{ id: string; externalId: string }> | undefined> {
  if (numbers.length === 0) return undefined;
  const own = await tx
    .select({ id: orders.id, externalId: orders.externalId })
    .from(orders)
    .where(
      and(
        eq(orders.tenantId, tenantId),
        eq(orders.customerId, customerId),
        inArray(orders.externalId, [...numbers]),
      ),
    );
  const first = numbers.find((number) => own.some(({ externalId }) => externalId === number));
  return own.find(({ externalId }) => externalId === first);
}
