import { and, eq } from "drizzle-orm";
import { recordAudit } from "@/lib/modules/audit/audit";
import type { Actor } from "@/lib/platform/actor";
import type { Transaction } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { changesOf } from "./changes";
import { lockCharges } from "./commands";
import { putCustomer, putMethods } from "./intake-customer";
import { putLines, type Spoken } from "./intake-lines";
import { putPayments } from "./intake-payments";
import { type PutOrder, totalOf } from "./intake-schema";
import { orders } from "./tables";

type StoredOrder = typeof orders.$inferSelect;
export type PutResult = Readonly<{ orderId: string; isCreated: boolean; hasChanged: boolean }>;

/**
 * Takes in what the shop says of an order. The same words again change nothing. Pieces and money that decisions spoke
 * for stay covered, and whose order it is and in which currency never changes.
 * @param listSpoken what decisions took of the order; asked behind the lock on its charges, where promises queue
 * @throws DomainError `conflict` for what contradicts what is known or promised
 */
export async function putOrder(
  tx: Transaction,
  actor: Actor,
  {
    number,
    order: given,
    listSpoken,
  }: Readonly<{
    number: string;
    order: PutOrder;
    listSpoken: (orderId: string) => Promise<readonly Spoken[]>;
  }>,
): Promise<PutResult> {
  const { tenantId } = actor;
  const customer = await putCustomer(tx, tenantId, given.customer);
  const facts = {
    status: given.status,
    totalMinor: totalOf(given),
    shippingMinor: given.shippingMinor,
    country: given.country,
    placedAt: new Date(given.placedAt),
    deliveredAt: given.deliveredAt === null ? null : new Date(given.deliveredAt),
  };
  const id = newId();
  const inserted = await tx
    .insert(orders)
    .values({ id, tenantId, externalId: number, customerId: customer.id, currency: given.currency, ...facts })
    .onConflictDoNothing()
    .returning({ id: orders.id });
  const isCreated = inserted.length > 0;
  const stored = await lockOrder(tx, tenantId, number);
  requireSame(stored, customer.id, given.currency);
  await lockCharges(tx, tenantId, stored.id);

  const before = isCreated ? {} : changesOf(stored, facts);
  if (Object.keys(before).length > 0) {
    await tx
      .update(orders)
      .set({ ...facts, updatedAt: new Date() })
      .where(and(eq(orders.tenantId, tenantId), eq(orders.id, stored.id)));
  }
  const of = { tenantId, orderId: stored.id, customerId: customer.id, currency: given.currency };
  const parts = {
    customer: customer.hasChanged,
    methods: await putMethods(tx, of, given),
    lines: await putLines(tx, of, { given: given.lines, spoken: await listSpoken(stored.id) }),
    payments: await putPayments(tx, of, given.payments),
  };
  const changed = Object.entries(parts).flatMap(([part, hasChanged]) => (hasChanged ? [part] : []));
  const hasChanged = isCreated || changed.length > 0 || Object.keys(before).length > 0;
  if (hasChanged) {
    const after = isCreated
      ? facts
      : Object.fromEntries(Object.keys(before).map((name) => [name, facts[name as keyof typeof facts]]));
    await recordAudit(tx, actor, {
      action: isCreated ? "order.created" : "order.updated",
      subjectType: "order",
      subjectId: stored.id,
      detail: { number, changed },
      ...(isCreated ? {} : { before }),
      after,
    });
  }
  return { orderId: stored.id, isCreated, hasChanged };
}

// Two reports of one order queue here. Weaker than an update of the key, so that decisions about it go on.
async function lockOrder(tx: Transaction, tenantId: string, number: string): Promise<StoredOrder> {
  const [stored] = await tx
    .select()
    .from(orders)
    .where(and(eq(orders.tenantId, tenantId), eq(orders.externalId, number)))
    .for("no key update");
  if (!stored) throw new Error("the order that was just written is not there");
  return stored;
}

function requireSame(stored: StoredOrder, customerId: string, currency: string): void {
  if (stored.currency !== currency) {
    throw new DomainError("conflict", `This order is in ${stored.currency}. Its currency cannot change.`, {
      field: "currency",
    });
  }
  if (stored.customerId !== customerId) {
    throw new DomainError("conflict", "This order belongs to another customer. That cannot change.", {
      field: "customer.externalId",
    });
  }
}
