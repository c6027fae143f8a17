import { z } from "zod";
import { type MethodKind, methodKinds, orderStatuses } from "@/lib/modules/orders/schema";
import { claimFields, type PolicyFacts } from "./schema";
import { policyActions } from "./terms";

const minor = z.int().min(0).max(1_000_000_000);
const pieces = z.int().min(0).max(1_000);
const moment = z.iso.datetime({ offset: true });

/** An order that nobody placed, and what its customer asks for: to try a policy on. Amounts in minor units. */
export const typedOrderInput = z
  .strictObject({
    currency: z.string().regex(/^[A-Z]{3}$/),
    status: z.enum(orderStatuses),
    placedAt: moment,
    deliveredAt: moment.nullable(),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .nullable(),
    shippingPaidMinor: minor,
    paidBy: z.enum(methodKinds),
    isDisputed: z.boolean(),
    lines: z
      .array(
        z.strictObject({
          name: z.string().trim().min(1).max(120),
          category: z.string().trim().min(1).max(80).nullable(),
          isFinalSale: z.boolean(),
          unitPriceMinor: minor,
          quantity: pieces.min(1),
          asked: pieces,
        }),
      )
      .min(1)
      .max(20),
    membership: z.string().trim().min(1).max(80).nullable(),
    /** The customer's, this one included. */
    orders: z.int().min(1).max(100_000),
    refundsIn90Days: z.int().min(0).max(100_000),
    action: z.enum(policyActions),
    reason: z.string().trim().min(1).max(200).nullable(),
    /** Where the money shall go; null: where it came from. */
    method: z.enum(methodKinds).nullable(),
    shippingMinor: minor,
    goodwillMinor: minor.min(1).nullable(),
    ...claimFields,
  })
  .readonly();
export type TypedOrder = z.output<typeof typedOrderInput>;

/** The facts of it, as if the shop had sent the order and nothing of it was ever refunded. */
export function factsOfTyped(typed: TypedOrder, timeZone: string): PolicyFacts {
  const lines = typed.lines.map(({ asked: _, ...line }, index) => ({
    ...{ itemId: String(index + 1), ...line },
    left: line.quantity,
  }));
  const goodsMinor = lines.reduce((sum, { quantity, unitPriceMinor }) => sum + quantity * unitPriceMinor, 0);
  const totalMinor = goodsMinor + typed.shippingPaidMinor;
  return {
    request: {
      ...{ action: typed.action, reason: typed.reason },
      lines: typed.lines.flatMap(({ asked }, index) =>
        asked > 0 ? [{ itemId: String(index + 1), quantity: asked }] : [],
      ),
      ...{ shippingMinor: typed.shippingMinor, goodwillMinor: typed.goodwillMinor, methodId: typed.method },
      condition: typed.condition ?? null,
      evidence: typed.evidence.map((kind) => ({ kind, confirmedBy: null })),
      confirmedBy: null,
    },
    askerId: customerId,
    order: {
      ...{ number: "typed", customerId, status: typed.status, currency: typed.currency },
      ...{ country: typed.country, placedAt: typed.placedAt, deliveredAt: typed.deliveredAt },
      ...{ totalMinor, shippingMinor: typed.shippingPaidMinor, lines },
    },
    charges: [
      {
        methodId: typed.paidBy,
        state: "captured",
        refundableMinor: totalMinor,
        hasOpenDispute: typed.isDisputed,
      },
    ],
    methods: ownMethods(typed.paidBy),
    customer: {
      ...{ membership: typed.membership, orders: typed.orders, refundsIn90Days: typed.refundsIn90Days },
      refundedOrdersIn90Days: Math.min(typed.refundsIn90Days, typed.orders),
      ...{ refundedIn24HoursMinor: 0, goodwillIn90DaysMinor: 0 },
    },
    ...{ timeZone, refundedOfOrderMinor: 0, shippingLeftMinor: typed.shippingPaidMinor },
    openDecisionsElsewhere: 0,
  };
}

const customerId = "typed";

// What the shop itself can open for anybody, and what was paid with.
const ownMethods = (paidBy: MethodKind): PolicyFacts["methods"] =>
  [...new Set<MethodKind>([paidBy, "gift_card", "store_credit"])].map((kind) => ({ id: kind, kind }));
