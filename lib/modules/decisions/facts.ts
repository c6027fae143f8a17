import type { OrderFacts } from "@/lib/modules/orders/facts";
import type { Charge, OrderLine } from "@/lib/modules/orders/schema";
import type { PolicyFacts } from "@/lib/modules/policies/schema";
import type { PolicyAction } from "@/lib/modules/policies/terms";
import type { Decided } from "./queries";
import type { DecisionLine } from "./schema";

/** What is asked for, in our own ids where we have them. */
export type Asked = Readonly<{
  action: PolicyAction;
  reason: string | null;
  lines: PolicyFacts["request"]["lines"];
  shippingMinor: number;
  goodwillMinor: number | null;
  /** The shop's own id of where the money shall go; null: where it came from. */
  methodId: string | null;
  condition: string | null;
  evidence: PolicyFacts["request"]["evidence"];
  /** Who looked at what the customer claims and believes it. */
  confirmedBy: string | null;
  /** The customer who asks, by the shop's own id. */
  askerId: string;
}>;

/** Facts with what they were made of, so that a decision splits exactly what the policy saw. */
export type LoadedFacts = Readonly<{
  facts: PolicyFacts;
  /** Pieces of each line that decisions refund already, by line id. */
  taken: ReadonlyMap<string, number>;
  charges: readonly Charge[];
  shippingLeftMinor: number;
}>;

/** What was decided before, as far as it counts. */
export type Before = Readonly<{
  decided: readonly Decided[];
  /** A decision that counts as not made: the one that is looked at again. */
  own: Decided | undefined;
  history: Omit<PolicyFacts["customer"], "membership" | "orders">;
  timeZone: string;
}>;

/** Everything a policy may read about an order, of what was loaded. */
export function buildFacts(
  order: OrderFacts,
  asked: Asked,
  { decided, own, history, timeZone }: Before,
): LoadedFacts {
  const taken = countPieces(decided.flatMap(({ lines }) => lines));
  const charges = order.charges.map((charge) => withoutDecision(charge, own));
  const shippingLeftMinor = Math.max(0, order.shippingMinor - sumExtras(decided, "shipping"));
  const { askerId, ...request } = asked;
  return {
    taken,
    charges,
    shippingLeftMinor,
    facts: {
      request,
      askerId,
      order: {
        number: order.number,
        customerId: order.customer.externalId,
        status: order.status,
        currency: order.currency,
        country: order.country ?? order.customer.country,
        placedAt: order.placedAt.toISOString(),
        deliveredAt: order.deliveredAt?.toISOString() ?? null,
        totalMinor: order.totalMinor,
        shippingMinor: order.shippingMinor,
        lines: order.lines.map((line) => factsOfLine(line, taken)),
      },
      charges: charges.map((charge) => ({
        methodId: charge.methodExternalId,
        state: charge.state,
        refundableMinor: charge.refundableMinor,
        hasOpenDispute: order.disputedChargeIds.includes(charge.id),
      })),
      methods: order.methods.map(({ externalId, kind }) => ({ id: externalId, kind })),
      customer: { membership: order.customer.membership, orders: order.customerOrders, ...history },
      timeZone,
      refundedOfOrderMinor:
        decided.reduce((sum, { amountMinor }) => sum + amountMinor, 0) +
        order.charges.reduce((sum, { externalRefundedMinor }) => sum + externalRefundedMinor, 0),
      shippingLeftMinor,
      openDecisionsElsewhere: decided.filter((one) => competes(one, request.goodwillMinor)).length,
    },
  };
}

// Pieces and shipping are counted by what is left of them. A gesture leaves no trace but its decision.
const competes = ({ state, extras }: Decided, goodwillMinor: number | null): boolean =>
  state === "awaiting_approval" || (goodwillMinor !== null && extras.some(({ kind }) => kind === "goodwill"));

// A decision that is looked at again must not stand in its own way.
function withoutDecision(charge: Charge, decision: Decided | undefined): Charge {
  const own = (decision?.legs ?? [])
    .filter(({ chargeId }) => chargeId === charge.id)
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return own === 0 ? charge : { ...charge, refundableMinor: charge.refundableMinor + own };
}

const factsOfLine = (
  line: OrderLine,
  taken: ReadonlyMap<string, number>,
): PolicyFacts["order"]["lines"][number] => ({
  itemId: line.externalId,
  name: line.name,
  category: line.category,
  isFinalSale: line.isFinalSale,
  quantity: line.quantity,
  left: Math.max(0, line.quantity - (taken.get(line.id) ?? 0)),
  unitPriceMinor: line.unitPriceMinor,
});

export const countPieces = (lines: readonly DecisionLine[]): ReadonlyMap<string, number> => {
  const pieces = new Map<string, number>();
  for (const line of lines) pieces.set(line.orderLineId, (pieces.get(line.orderLineId) ?? 0) + line.quantity);
  return pieces;
};

const sumExtras = (decided: readonly Decided[], kind: "shipping" | "goodwill"): number =>
  decided
    .flatMap(({ extras }) => extras)
    .reduce((sum, extra) => sum + (extra.kind === kind ? extra.amountMinor : 0), 0);

/** The shop's own words for chosen lines, as a policy reads them. */
export function askedLines(
  chosen: readonly Readonly<{ orderLineId: string; quantity: number; amountMinor?: number | undefined }>[],
  lines: readonly OrderLine[],
): PolicyFacts["request"]["lines"] {
  return chosen.map(({ orderLineId, quantity, amountMinor }) => ({
    itemId: lines.find(({ id }) => id === orderLineId)?.externalId ?? orderLineId,
    quantity,
    ...(amountMinor === undefined ? {} : { amountMinor }),
  }));
}

/** Left out, the action follows from where the order is: what was not delivered is canceled. */
export const actionOf = (
  given: PolicyAction | undefined,
  order: Pick<OrderFacts, "status">,
  asked: Readonly<{ lines: number; goodwillMinor: number; shippingMinor: number }>,
): PolicyAction => {
  if (given) return given;
  if (asked.lines === 0 && asked.goodwillMinor > 0 && asked.shippingMinor === 0) return "goodwill";
  return order.status === "pending" ? "cancel" : "return";
};

/** What is claimed of the goods; `confirmedBy` is the person who looked at the evidence and believes it. */
export const claimsOf = (
  { condition, evidence }: Readonly<{ condition?: string | undefined; evidence: readonly string[] }>,
  confirmedBy: string | null,
): Pick<Asked, "condition" | "evidence" | "confirmedBy"> => ({
  condition: condition ?? null,
  evidence: evidence.map((kind) => ({ kind, confirmedBy })),
  confirmedBy,
});
