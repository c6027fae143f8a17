import { and, eq, inArray } from "drizzle-orm";
import type { Transaction } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { changesOf } from "./changes";
import type { PutMethod, PutOrder } from "./intake-schema";
import { customers, paymentMethods } from "./tables";

/** Writes what the shop says of a customer. */
export async function putCustomer(
  tx: Transaction,
  tenantId: string,
  { externalId, ...facts }: PutOrder["customer"],
): Promise<Readonly<{ id: string; hasChanged: boolean }>> {
  const [created] = await tx
    .insert(customers)
    .values({ id: newId(), tenantId, externalId, ...facts })
    .onConflictDoNothing()
    .returning({ id: customers.id });
  if (created) return { id: created.id, hasChanged: true };
  const [stored] = await tx
    .select()
    .from(customers)
    .where(and(eq(customers.tenantId, tenantId), eq(customers.externalId, externalId)))
    .for("no key update");
  if (!stored) throw new Error("the customer that was just written is not there");
  const hasChanged = Object.keys(changesOf(stored, { ...stored, ...facts })).length > 0;
  if (hasChanged) {
    await tx
      .update(customers)
      .set(facts)
      .where(and(eq(customers.tenantId, tenantId), eq(customers.id, stored.id)));
  }
  return { id: stored.id, hasChanged };
}

/**
 * Writes down what a customer can be paid back to: what the shop lists, and what the order was paid with. What is not
 * named any more stays, because money may be on its way there.
 * @throws DomainError `conflict` for a method of another customer
 */
export async function putMethods(
  tx: Transaction,
  { tenantId, customerId }: Readonly<{ tenantId: string; customerId: string }>,
  { payments, paymentMethods: listed }: Pick<PutOrder, "payments" | "paymentMethods">,
): Promise<boolean> {
  const paid = payments.map(({ methodId, methodKind: kind, methodLabel: label }) => ({
    methodId,
    kind,
    label,
  }));
  // In one order everywhere, so that two reports never wait for each other's rows.
  const given = [...new Map([...paid, ...listed].map((method) => [method.methodId, method])).values()].sort(
    (a, b) => (a.methodId < b.methodId ? -1 : 1),
  );
  if (given.length === 0) return false;
  const created = await tx
    .insert(paymentMethods)
    .values(
      given.map(({ methodId: externalId, ...facts }) => ({
        id: newId(),
        tenantId,
        customerId,
        externalId,
        ...facts,
      })),
    )
    .onConflictDoNothing()
    .returning({ id: paymentMethods.id });
  const ids = given.map(({ methodId }) => methodId);
  const stored = await tx
    .select()
    .from(paymentMethods)
    .where(and(eq(paymentMethods.tenantId, tenantId), inArray(paymentMethods.externalId, ids)));
  const foreign = stored.find((method) => method.customerId !== customerId);
  if (foreign) {
    throw new DomainError("conflict", "A payment method belongs to another customer.", {
      field: "paymentMethods",
    });
  }
  let hasChanged = created.length > 0;
  for (const method of stored) {
    const next = given.find(({ methodId }) => methodId === method.externalId);
    if (next && isOther(method, next)) {
      await tx
        .update(paymentMethods)
        .set({ kind: next.kind, label: next.label })
        .where(and(eq(paymentMethods.tenantId, tenantId), eq(paymentMethods.id, method.id)));
      hasChanged = true;
    }
  }
  return hasChanged;
}

const isOther = (stored: Pick<PutMethod, "kind" | "label">, next: PutMethod): boolean =>
  stored.kind !== next.kind || stored.label !== next.label;
