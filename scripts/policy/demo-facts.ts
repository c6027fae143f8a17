import type { Evaluate, PolicyFacts, PolicyVersion } from "@/lib/modules/policies/schema";
import { datesOfOrder } from "@/scripts/seed/dates";
import { countryOf, currencyOf, type Shop, totalOf } from "@/scripts/seed/shops";

/** The policy that the demo publishes for a shop. */
export const demoVersion = ({ policy }: Shop): PolicyVersion => ({ id: null, number: 1, ...policy });

/**
 * What the desk would know of an order on the day it was seeded, without a database.
 * @param seededAt the dates of the demo's orders are counted back from it
 * @returns undefined when the shop has no such order
 */
export function findDemoFacts(shop: Shop, input: Evaluate, seededAt: Date): PolicyFacts | undefined {
  const order = shop.orders.find(({ id }) => id === input.orderNumber);
  if (!order) return undefined;
  const { placedAt, deliveredAt } = datesOfOrder(order.id, order.status, seededAt);
  const totalMinor = totalOf(order);
  return {
    request: {
      action: input.action,
      reason: input.reason ?? null,
      lines: input.lines,
      shippingMinor: input.shippingMinor ?? 0,
      goodwillMinor: input.goodwillMinor ?? null,
      methodId: input.method?.id ?? null,
      condition: input.condition ?? null,
      evidence: input.evidence.map((kind) => ({ kind, confirmedBy: null })),
      confirmedBy: null,
    },
    askerId: order.customer,
    order: {
      number: order.id,
      customerId: order.customer,
      status: order.status,
      currency: currencyOf(shop, order),
      country: countryOf(shop, order),
      placedAt: placedAt.toISOString(),
      deliveredAt: deliveredAt?.toISOString() ?? null,
      totalMinor,
      shippingMinor: 0,
      lines: order.lines.map((line) => ({
        itemId: line.item,
        name: line.name,
        category: line.category ?? null,
        isFinalSale: false,
        quantity: line.quantity,
        left: line.quantity,
        unitPriceMinor: line.priceMinor,
      })),
    },
    charges: [
      {
        methodId: order.methodId,
        state: "captured",
        // The shop paid back what it cancelled before the desk came.
        refundableMinor: order.status === "cancelled" ? 0 : totalMinor,
        hasOpenDispute: false,
      },
    ],
    methods: shop.methods
      .filter(({ customer }) => customer === order.customer)
      .map(({ id, kind }) => ({ id, kind })),
    customer: {
      membership: shop.customers.find(({ id }) => id === order.customer)?.membership ?? null,
      orders: shop.orders.filter(({ customer }) => customer === order.customer).length,
      refundedOrdersIn90Days: 0,
      refundsIn90Days: 0,
      refundedIn24HoursMinor: 0,
      goodwillIn90DaysMinor: 0,
    },
    timeZone: shop.timeZone,
    refundedOfOrderMinor: 0,
    shippingLeftMinor: 0,
    openDecisionsElsewhere: 0,
  };
}
