import { and, asc, eq, inArray } from "drizzle-orm";
import type { Transaction } from "@/lib/platform/db";
import { chargeColumns, loadLines, refundableOf } from "./commands";
import type { Charge, OrderLine, OrderStatus, PaymentMethod } from "./schema";
import { charges, customers, disputes, orders, paymentMethods } from "./tables";

/** Everything the shop and the provider know of an order, as a policy reads it. */
export type OrderFacts = Readonly<{
  id: string;
  number: string;
  status: OrderStatus;
  currency: string;
  totalMinor: number;
  shippingMinor: number;
  country: string | null;
  placedAt: Date;
  deliveredAt: Date | null;
  customer: Readonly<{ id: string; externalId: string; country: string | null; membership: string | null }>;
  customerOrders: number;
  lines: readonly OrderLine[];
  charges: readonly Charge[];
  methods: readonly PaymentMethod[];
  disputedChargeIds: readonly string[];
}>;

/** @param by the order's id here, or the shop's own number of it */
export async function loadOrderFacts(
  tx: Transaction,
  tenantId: string,
  by: Readonly<{ id: string } | { number: string }>,
): Promise<OrderFacts | undefined> {
  const [found] = await tx
    .select({ order: orders, customer: customers })
    .from(orders)
    .innerJoin(customers, and(eq(customers.tenantId, orders.tenantId), eq(customers.id, orders.customerId)))
    .where(
      and(
        eq(orders.tenantId, tenantId),
        "id" in by ? eq(orders.id, by.id) : eq(orders.externalId, by.number),
      ),
    );
  if (!found) return undefined;
  const { order, customer } = found;
  const paid = await loadCharges(tx, tenantId, order.id);
  return {
    id: order.id,
    number: order.externalId,
    status: order.status,
    currency: order.currency,
    totalMinor: order.totalMinor,
    shippingMinor: order.shippingMinor,
    country: order.country,
    placedAt: order.placedAt,
    deliveredAt: order.deliveredAt,
    customer: {
      id: customer.id,
      externalId: customer.externalId,
      country: customer.country,
      membership: customer.membership,
    },
    customerOrders: await tx.$count(
      orders,
      and(eq(orders.tenantId, tenantId), eq(orders.customerId, customer.id)),
    ),
    lines: await loadLines(tx, tenantId, order.id),
    charges: paid,
    methods: await loadMethods(tx, tenantId, customer.id),
    disputedChargeIds: await listDisputed(
      tx,
      tenantId,
      paid.map(({ id }) => id),
    ),
  };
}

async function loadCharges(tx: Transaction, tenantId: string, orderId: string): Promise<Charge[]> {
  const rows = await tx
    .select(chargeColumns)
    .from(charges)
    .where(and(eq(charges.tenantId, tenantId), eq(charges.orderId, orderId)))
    .orderBy(asc(charges.createdAt), asc(charges.id));
  return rows.map((row) => ({ ...row, refundableMinor: refundableOf(row) }));
}

/** Everything a customer can be paid back to, by the shop's own ids. */
export const loadMethods = (
  tx: Transaction,
  tenantId: string,
  customerId: string,
): Promise<PaymentMethod[]> =>
  tx
    .select({
      id: paymentMethods.id,
      externalId: paymentMethods.externalId,
      kind: paymentMethods.kind,
      label: paymentMethods.label,
    })
    .from(paymentMethods)
    .where(and(eq(paymentMethods.tenantId, tenantId), eq(paymentMethods.customerId, customerId)))
    .orderBy(asc(paymentMethods.externalId));

async function listDisputed(tx: Transaction, tenantId: string, chargeIds: string[]): Promise<string[]> {
  if (chargeIds.length === 0) return [];
  const rows = await tx
    .select({ id: disputes.chargeId })
    .from(disputes)
    .where(
      and(eq(disputes.tenantId, tenantId), inArray(disputes.chargeId, chargeIds), eq(disputes.state, "open")),
    );
  return rows.map((row) => row.id);
}
