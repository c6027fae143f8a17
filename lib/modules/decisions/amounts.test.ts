import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Charge, OrderLine } from "@/lib/modules/orders/schema";
import { priceLines, splitOverCharges } from "./amounts";

const chargeWith = (refundableMinor: number, index: number): Charge => ({
  id: `charge-${index}`,
  provider: "stripe",
  methodLabel: "Visa •4242",
  methodExternalId: null,
  state: "captured",
  currency: "USD",
  authorizedMinor: 0,
  capturedMinor: refundableMinor,
  reservedMinor: 0,
  externalRefundedMinor: 0,
  disputedMinor: 0,
  refundableMinor,
});

describe("a refund over several charges", () => {
  it("adds up to the amount, takes no more of a charge than is left, oldest charge first", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 6 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (balances, share) => {
          const charges = balances.map(chargeWith);
          const total = balances.reduce((sum, balance) => sum + balance, 0);
          const amount = Math.floor(total * share);
          const legs = splitOverCharges(amount, charges);
          expect(legs.reduce((sum, leg) => sum + leg.amountMinor, 0)).toBe(amount);
          for (const leg of legs) {
            const charge = charges.find((candidate) => candidate.id === leg.chargeId);
            expect(leg.amountMinor).toBeGreaterThan(0);
            expect(leg.amountMinor).toBeLessThanOrEqual(charge?.refundableMinor ?? 0);
          }
          const used = legs.slice(0, -1).every((leg) => {
            const charge = charges.find((candidate) => candidate.id === leg.chargeId);
            return charge?.refundableMinor === leg.amountMinor;
          });
          expect(used).toBe(true);
        },
      ),
    );
  });

  it("one cent above what is left is refused and says how much is", () => {
    expect(() => splitOverCharges(4_211, [chargeWith(4_210, 0)])).toThrow("Only $42.10 of this order");
  });
});

describe("the price of chosen lines", () => {
  const line: OrderLine = {
    id: "line-1",
    externalId: "1",
    name: "Water Bottle",
    options: "",
    category: null,
    isFinalSale: false,
    quantity: 3,
    unitPriceMinor: 4_784,
  };

  it("comes from the order, not from whoever asks", () => {
    const chosen = [{ orderLineId: "line-1", quantity: 2 }];
    expect(priceLines(chosen, [line], new Map())).toEqual([
      { orderLineId: "line-1", quantity: 2, amountMinor: 9_568 },
    ]);
  });

  it("counts what other decisions refund already", () => {
    const taken = new Map([["line-1", 2]]);
    const ask = (quantity: number) => priceLines([{ orderLineId: "line-1", quantity }], [line], taken);
    expect(ask(1)).toHaveLength(1);
    expect(() => ask(2)).toThrow("Only 1 of Water Bottle");
    expect(() => priceLines([{ orderLineId: "other", quantity: 1 }], [line], taken)).toThrow("not part of");
  });
});
