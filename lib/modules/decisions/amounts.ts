import type { Charge, OrderLine } from "@/lib/modules/orders/schema";
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
  return chosen.map(({ orderLineId, quantity }, index) => {
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
    return { orderLineId, quantity, amountMinor: quantity * line.unitPriceMinor };
  });
}

/**
 * Splits an amount over the charges of an order, oldest charge first.
 * @returns one share for each charge touched; the shares add up to `amountMinor`
 * @throws DomainError `invalid` when the charges do not cover it
 */
export function splitOverCharges(amountMinor: number, charges: readonly Charge[]): DecisionLeg[] {
  const legs: DecisionLeg[] = [];
  let open = amountMinor;
  for (const charge of charges) {
    const share = Math.min(open, charge.refundableMinor);
    if (share > 0)
      legs.push({ chargeId: charge.id, amountMinor: share, method: "refund", destinationId: null });
    open -= share;
  }
  if (open > 0) {
    const left = charges.reduce((sum, charge) => sum + charge.refundableMinor, 0);
    const currency = charges[0]?.currency ?? "USD";
    throw new DomainError(
      "invalid",
      `Only ${formatMoney(left, currency)} of this order can still be refunded.`,
      {
        field: "lines",
      },
    );
  }
  return legs;
}
