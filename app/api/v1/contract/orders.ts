import { z } from "zod";
import { putOrderInput } from "@/lib/modules/orders/intake-schema";
import type { OrderSheet } from "@/lib/modules/orders/queries";
import { chargeProviders, chargeStates, methodKinds, orderStatuses } from "@/lib/modules/orders/schema";
import { bodyProblems, iso, isoOrNull, moment, money, moneyOf, type Operation } from "./shared";

export const orderResource = z
  .strictObject({
    id: z.uuid(),
    orderNumber: z.string(),
    status: z.enum(orderStatuses),
    currency: z.string().length(3),
    total: money,
    shipping: money,
    country: z.string().nullable(),
    placedAt: moment,
    deliveredAt: moment.nullable(),
    customer: z.strictObject({
      externalId: z.string(),
      name: z.string(),
      email: z.string(),
      country: z.string().nullable(),
      membership: z.string().nullable(),
    }),
    lines: z.array(
      z.strictObject({
        id: z.uuid(),
        itemId: z.string(),
        name: z.string(),
        options: z.string(),
        category: z.string().nullable(),
        isFinalSale: z.boolean(),
        quantity: z.int(),
        unitPrice: money,
      }),
    ),
    payments: z.array(
      z.strictObject({
        id: z.uuid(),
        provider: z.enum(chargeProviders),
        paymentId: z.string(),
        methodId: z.string().nullable(),
        methodLabel: z.string(),
        state: z.enum(chargeStates),
        authorized: money,
        captured: money,
        reserved: money.meta({ description: "Refunded or promised by decisions" }),
        refundable: money,
      }),
    ),
    paymentMethods: z.array(
      z.strictObject({
        id: z.uuid().meta({ description: "Send it as methodId when deciding" }),
        methodId: z.string(),
        kind: z.enum(methodKinds),
        label: z.string(),
      }),
    ),
  })
  .meta({ id: "Order" });

export const putOrderBody = putOrderInput.meta({ id: "PutOrder" });

export const orderOperations: readonly Operation[] = [
  {
    method: "get",
    path: "/api/v1/orders/{externalId}",
    operationId: "getOrder",
    summary: "One order by the shop's own number, with its payments and the customer's payment methods",
    scope: "order:read",
    success: { statuses: [200], schema: orderResource },
    problems: [400, 404],
  },
  {
    method: "put",
    path: "/api/v1/orders/{externalId}",
    operationId: "putOrder",
    summary: "Tell everything about an order; the same words again change nothing",
    scope: "order:write",
    body: putOrderBody,
    success: { statuses: [200, 201], schema: orderResource },
    problems: [...bodyProblems, 409],
  },
];

export function toOrderResource(order: OrderSheet): z.input<typeof orderResource> {
  const amount = (minor: number) => moneyOf(minor, order.currency);
  const { externalId, name, email, country, membership } = order.customer;
  return {
    id: order.id,
    orderNumber: order.externalId,
    status: order.status,
    currency: order.currency,
    total: amount(order.totalMinor),
    shipping: amount(order.shippingMinor),
    country: order.country,
    placedAt: iso(order.placedAt),
    deliveredAt: isoOrNull(order.deliveredAt),
    customer: { externalId, name, email, country, membership },
    lines: order.lines.map(({ externalId: itemId, unitPriceMinor, ...line }) => ({
      ...line,
      itemId,
      unitPrice: amount(unitPriceMinor),
    })),
    payments: order.charges.map((charge) => ({
      id: charge.id,
      provider: charge.provider,
      paymentId: charge.paymentId,
      methodId: charge.methodExternalId,
      methodLabel: charge.methodLabel,
      state: charge.state,
      authorized: amount(charge.authorizedMinor),
      captured: amount(charge.capturedMinor),
      reserved: amount(charge.reservedMinor),
      refundable: amount(charge.refundableMinor),
    })),
    paymentMethods: order.methods.map(({ externalId: methodId, id, kind, label }) => ({
      id,
      methodId,
      kind,
      label,
    })),
  };
}
