import type { Charge, OrderLine, PaymentMethod } from "@/lib/modules/orders/schema";
import { DomainError } from "@/lib/platform/errors";
import { formatMoney } from "@/lib/platform/money";
import type { DecisionLeg, DecisionLine, ProposeRefund } from "./schema";

/**
 * Prices the chosen lines from the order's own facts.
 * @param taken quantity of each line that earlier decisions refund, by line id
 * @throws DomainError `invalid` for a line of another order or more pieces than are left
 */
export function priceLines(
  chosen: ProposeRefund["lines"],
  lines: readonly OrderLine[],
  taken: ReadonlyMap<string, number>,
): DecisionLine[] {
  return chosen.map(({ orderLineId, quantity, amountMinor }, index) => {
    const field = `lines.${index}.quantity`;
    const line = lines.find((candidate) => candidate.id === orderLineId);
    if (!line) {
      throw new DomainError("invalid", "This line is not part of the case's order.", {
        field: `lines.${index}.orderLineId`,
      });
    }
    const left = line.quantity - (taken.get(line.id) ?? 0);
    if (left <= 0) throw new DomainError("invalid", `${line.name} is already refunded.`, { field });
    if (quantity > left) {
      throw new DomainError("invalid", `Only ${left} of ${line.name} can still be refunded.`, { field });
    }
    const priceMinor = quantity * line.unitPriceMinor;
    if (amountMinor !== undefined && amountMinor > priceMinor) {
      throw new DomainError("invalid", `${line.name} cost less than that.`, {
        field: `lines.${index}.amountMinor`,
      });
    }
    return { orderLineId, quantity, amountMinor: amountMinor ?? priceMinor };
  });
}

type Split = Readonly<{
  amountMinor: number;
  currency: string;
  charges: readonly Charge[];
  /** The customer's own account that everything goes to; missing: each charge goes back to where it came from. */
  destination: PaymentMethod | undefined;
  methods: readonly PaymentMethod[];
  /** Somebody pays it out by transfer or from the till. */
  isByHand?: boolean;
  /** The smallest amount the provider moves, in minor units. */
  step: number;
}>;

/**
 * Splits an amount over the charges of an order, oldest charge first, and says how each share goes back.
 * @returns one leg for each charge touched; the legs add up to `amountMinor`
 * @throws DomainError `invalid` when the charges do not cover it, or a share cannot be paid as it is
 */
export function planLegs(split: Split): DecisionLeg[] {
  const legs: DecisionLeg[] = [];
  let open = split.amountMinor;
  for (const charge of split.charges) {
    const share = payable(charge, Math.min(open, charge.refundableMinor), split);
    if (share > 0) legs.push(legOf(charge, share, split));
    open -= share;
  }
  if (open > 0) throw notPayable(split, open);
  return legs;
}

/** What of a share can be paid: the provider moves whole steps only, our own ledger any amount. */
const payable = (charge: Charge, shareMinor: number, { destination, step, isByHand }: Split): number =>
  isAtProvider(charge, destination) && !isByHand ? shareMinor - (shareMinor % step) : shareMinor;

const isAtProvider = (charge: Charge, destination: PaymentMethod | undefined): boolean =>
  destination === undefined && charge.provider !== "store_credit" && charge.state !== "authorized";

function notPayable(split: Split, openMinor: number): DomainError {
  const { charges, currency, amountMinor, step } = split;
  const words = (minor: number) => formatMoney(minor, currency);
  const left = charges.reduce((sum, charge) => sum + charge.refundableMinor, 0);
  const most = charges.reduce((sum, charge) => sum + payable(charge, charge.refundableMinor, split), 0);
  const below = amountMinor - openMinor;
  const near = below + step <= most ? `${words(below)} and ${words(below + step)}` : words(below);
  return new DomainError(
    "invalid",
    amountMinor > left
      ? `Only ${words(left)} of this order can still be refunded.`
      : `The provider pays in steps of ${words(step)}. What it can pay next to that: ${near}.`,
    { field: "lines" },
  );
}

function legOf(charge: Charge, amountMinor: number, split: Split): DecisionLeg {
  const { destination, methods, isByHand } = split;
  const leg = { chargeId: charge.id, amountMinor };
  if (charge.state === "authorized") {
    if (destination || isByHand || amountMinor < charge.authorizedMinor) {
      throw new DomainError(
        "invalid",
        `${charge.methodLabel} was not charged yet, so it can only be given up as a whole. Cancel the order, or wait until it is charged.`,
        { field: "lines" },
      );
    }
    return { ...leg, method: "void", destinationId: null };
  }
  if (isByHand) return { ...leg, method: "manual", destinationId: null };
  if (destination) return { ...leg, method: "store_credit", destinationId: destination.id };
  if (charge.provider === "store_credit") {
    const account = methods.find(({ externalId }) => externalId === charge.methodExternalId);
    if (!account) {
      throw new DomainError(
        "invalid",
        `${charge.methodLabel} is not known as an account of this customer. Choose another one.`,
        { field: "methodId" },
      );
    }
    return { ...leg, method: "store_credit", destinationId: account.id };
  }
  return { ...leg, method: "refund", destinationId: null };
}

/**
 * Shares an amount out by weight, no part above its weight: what is left over after rounding down to the step goes to
 * the largest remainders.
 * @returns one part for each weight, in multiples of `step` and adding up to `amountMinor`
 * @throws RangeError when `amountMinor` is no multiple of `step` or more than the weights hold in whole steps: callers
 * check first
 */
export function shareOut(amountMinor: number, weights: readonly number[], step = 1): number[] {
  const room = weights.map((weight) => Math.floor(weight / step));
  const steps = amountMinor / step;
  if (!Number.isInteger(steps) || steps > room.reduce((sum, one) => sum + one, 0)) {
    throw new RangeError(`${amountMinor} cannot be shared out in steps of ${step}`);
  }
  const total = BigInt(
    Math.max(
      1,
      weights.reduce((sum, weight) => sum + weight, 0),
    ),
  );
  const exact = weights.map((weight) => BigInt(steps) * BigInt(weight));
  const parts = exact.map((share, index) => Math.min(Number(share / total), room[index] ?? 0));
  const byRemainder = exact
    .map((share, index) => ({ index, rest: share % total }))
    .sort((one, other) =>
      one.rest === other.rest ? one.index - other.index : one.rest > other.rest ? -1 : 1,
    );
  let missing = steps - parts.reduce((sum, part) => sum + part, 0);
  // More than one round only where a part has no room for its share.
  while (missing > 0) {
    for (const { index } of byRemainder) {
      if (missing === 0 || (parts[index] ?? 0) >= (room[index] ?? 0)) continue;
      parts[index] = (parts[index] ?? 0) + 1;
      missing -= 1;
    }
  }
  return parts.map((part) => part * step);
}
