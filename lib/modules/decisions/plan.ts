import { createHash } from "node:crypto";
import type { LockedCase } from "@/lib/modules/cases/commands";
import { lockCharges } from "@/lib/modules/orders/commands";
import { loadOrderFacts, type OrderFacts } from "@/lib/modules/orders/facts";
import type { Charge, PaymentMethod } from "@/lib/modules/orders/schema";
import { payments } from "@/lib/modules/payments/provider";
import { findPolicyInForce } from "@/lib/modules/policies/queries";
import { engineVersion, evaluate } from "@/lib/modules/policies/rules";
import type { StoredTrace } from "@/lib/modules/policies/schema";
import type { PolicyAction } from "@/lib/modules/policies/terms";
import type { Actor } from "@/lib/platform/actor";
import type { Transaction } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { formatMoney } from "@/lib/platform/money";
import { planLegs, priceLines, shareOut } from "./amounts";
import { countExposure, sumActedToday } from "./exposure";
import { actionOf, askedLines, claimsOf, type LoadedFacts } from "./facts";
import { loadFacts } from "./load-facts";
import { type Exposure, pays } from "./policy";
import type { DecisionExtra, DecisionLeg, DecisionLine, ProposeRefund } from "./schema";

/** Everything a decision is made of, before anybody is asked. */
export type Plan = Readonly<{
  order: OrderFacts;
  action: PolicyAction;
  stored: StoredTrace;
  lines: readonly DecisionLine[];
  extras: readonly DecisionExtra[];
  legs: readonly DecisionLeg[];
  amountMinor: number;
  currency: string;
  exposure: Exposure;
}>;

/**
 * Works out what the input comes to, from the order's own facts: what the policy says, how much it is, and how it is
 * split. Holds the sums of customer and proposer and, when money is to move, the order's charges until the commit.
 * @throws DomainError `invalid` with the field
 */
export async function planDecision(
  tx: Transaction,
  actor: Actor,
  locked: LockedCase,
  { input, decisionId }: Readonly<{ input: ProposeRefund; decisionId: string }>,
): Promise<Plan> {
  const order = await requireOrder(tx, locked);
  const { shippingMinor, goodwillMinor } = input;
  const action = actionOf(input.action, order, { lines: input.lines.length, goodwillMinor, shippingMinor });
  const counted = await countExposure(tx, actor.tenantId, {
    orderId: order.id,
    customerId: order.customer.id,
    currency: order.currency,
    amountMinor: 0,
    proposerId: actor.kind === "member" ? actor.userId : actor.kind === "key" ? actor.keyId : null,
    decisionId,
  });
  const exposure = { ...counted, actorMinor: await sumOf(tx, actor, counted, order.currency) };
  if (pays(input.outcome)) await lockCharges(tx, locked.tenantId, order.id);
  // Read again: whoever held the charges before may have taken of them.
  const fresh = await requireOrder(tx, locked);
  const asker = fresh.customer.id === locked.customerId ? fresh.customer.externalId : locked.customerId;
  const destination = fresh.methods.find(({ id }) => id === input.methodId);
  if (input.methodId && !destination) {
    throw new DomainError("invalid", "This is not one of the customer's payment methods.", {
      field: "methodId",
    });
  }
  const chosen = shareTotal(input, fresh);
  const loaded = await loadFacts(tx, locked.tenantId, fresh, {
    asked: {
      action,
      reason: input.reasonCode,
      lines: askedLines(chosen, fresh.lines),
      shippingMinor,
      goodwillMinor: goodwillMinor > 0 ? goodwillMinor : null,
      methodId: destination?.externalId ?? originalOf(fresh.charges),
      ...claimsOf(input, actor.kind === "member" && input.isEvidenceConfirmed ? actor.name : null),
      askerId: asker,
    },
  });
  const version = await findPolicyInForce(tx, locked.tenantId);
  const trace = evaluate(loaded.facts, version, new Date());
  const priced = price({ ...input, lines: chosen }, action, fresh, loaded);
  return {
    order: fresh,
    action,
    stored: { trace, facts: loaded.facts, engine: engineVersion },
    ...priced,
    legs: [],
    currency: fresh.currency,
    exposure: addAmount(exposure, priced.amountMinor),
  };
}

// A lead's day has one bound for what they decide and what they approve.
const sumOf = async (tx: Transaction, actor: Actor, { actorMinor }: Exposure, currency: string) =>
  actor.kind === "member" && actor.role === "lead"
    ? sumActedToday(tx, actor.tenantId, { personId: actor.userId, currency })
    : actorMinor;

/** How the plan's amount goes back. Separate, because a no needs none. */
export function withLegs(
  plan: Plan,
  { methodId, isByHand }: Pick<ProposeRefund, "methodId" | "isByHand">,
): Plan {
  const { order, amountMinor, currency, stored } = plan;
  const charges = order.charges.map((charge, index) => ({
    ...charge,
    refundableMinor: stored.facts.charges[index]?.refundableMinor ?? 0,
  }));
  const legs = planLegs({
    amountMinor,
    currency,
    charges,
    destination: destinationOf(order, methodId),
    isByHand,
    methods: order.methods,
    step: payments.minorStep(currency),
  });
  return { ...plan, legs };
}

// The original method needs no destination: money goes back to where it came from by itself.
function destinationOf(order: OrderFacts, id: string | undefined): PaymentMethod | undefined {
  const method = order.methods.find((candidate) => candidate.id === id);
  if (!method || order.charges.every((charge) => charge.methodExternalId === method.externalId))
    return undefined;
  if (method.kind === "gift_card" || method.kind === "store_credit") return method;
  throw new DomainError(
    "invalid",
    `A payment cannot be sent to ${method.label}. Choose the original method or store credit.`,
    { field: "methodId" },
  );
}

async function requireOrder(tx: Transaction, locked: LockedCase): Promise<OrderFacts> {
  const order = locked.orderId && (await loadOrderFacts(tx, locked.tenantId, { id: locked.orderId }));
  if (order) return order;
  throw new DomainError("invalid", "This case has no order to decide about.", { field: "caseId" });
}

// Nobody chose a method: the money goes back to where it came from.
const originalOf = (charges: readonly Charge[]): string | null => charges[0]?.methodExternalId ?? null;

// A total for several lines is theirs in proportion to their prices, to the smallest amount the provider moves.
function shareTotal({ lines, linesTotalMinor }: ProposeRefund, order: OrderFacts): ProposeRefund["lines"] {
  if (linesTotalMinor === undefined) return lines;
  const prices = lines.map(
    ({ orderLineId, quantity }) =>
      quantity * (order.lines.find(({ id }) => id === orderLineId)?.unitPriceMinor ?? 0),
  );
  const step = payments.minorStep(order.currency);
  const price = prices.reduce((sum, one) => sum + (one - (one % step)), 0);
  if (linesTotalMinor > price || linesTotalMinor % step !== 0) {
    throw new DomainError(
      "invalid",
      `Ask for at most ${formatMoney(price, order.currency)}, in steps of ${formatMoney(step, order.currency)}.`,
      { field: "linesTotalMinor" },
    );
  }
  const parts = shareOut(linesTotalMinor, prices, step);
  return lines.flatMap((line, index) => {
    const amountMinor = parts[index] ?? 0;
    return amountMinor > 0 ? [{ ...line, amountMinor }] : [];
  });
}

function price(
  input: ProposeRefund,
  action: PolicyAction,
  order: OrderFacts,
  { taken, shippingLeftMinor }: LoadedFacts,
) {
  const isWhole = action === "cancel" && input.lines.length === 0;
  const chosen = isWhole
    ? order.lines.flatMap(({ id, quantity }) => {
        const left = quantity - (taken.get(id) ?? 0);
        return left > 0 ? [{ orderLineId: id, quantity: left }] : [];
      })
    : input.lines;
  const lines = priceLines(chosen, order.lines, taken);
  const shippingMinor = isWhole ? shippingLeftMinor : input.shippingMinor;
  if (shippingMinor > shippingLeftMinor) {
    throw new DomainError("invalid", "That is more shipping than the customer paid.", {
      field: "shippingMinor",
    });
  }
  const extras: DecisionExtra[] = [];
  if (shippingMinor > 0) extras.push({ kind: "shipping", amountMinor: shippingMinor });
  if (input.goodwillMinor > 0) extras.push({ kind: "goodwill", amountMinor: input.goodwillMinor });
  const amountMinor = [...lines, ...extras].reduce((sum, part) => sum + part.amountMinor, 0);
  return { lines, extras, amountMinor };
}

export const addAmount = (exposure: Exposure, amountMinor: number): Exposure => ({
  decisionMinor: exposure.decisionMinor + amountMinor,
  orderMinor: exposure.orderMinor + amountMinor,
  customerMinor: exposure.customerMinor + amountMinor,
  actorMinor: exposure.actorMinor + amountMinor,
});

/** An approval is for exactly these amounts to exactly these destinations. */
export const hashOf = (
  legs: readonly DecisionLeg[],
  currency: string,
  { charges, methods }: Pick<OrderFacts, "charges" | "methods">,
): string =>
  createHash("sha256")
    .update(
      JSON.stringify(
        legs.map((leg) => [
          ...[leg.chargeId, leg.amountMinor, currency, leg.method],
          charges.find((charge) => charge.id === leg.chargeId)?.methodLabel ?? null,
          methods.find((method) => method.id === leg.destinationId)?.externalId ?? null,
        ]),
      ),
    )
    .digest("hex");
