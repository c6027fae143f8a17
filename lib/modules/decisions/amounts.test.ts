import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Charge, OrderLine, PaymentMethod } from "@/lib/modules/orders/schema";
import { planLegs, priceLines, shareOut } from "./amounts";

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

const usd = { currency: "USD", destination: undefined, methods: [], step: 1 } as const;
const card = (refundableMinor: number) => chargeWith(refundableMinor, 0);
const giftCard: PaymentMethod = {
  id: "account-1",
  externalId: "gift_1",
  kind: "gift_card",
  label: "Gift card •1",
};
const giftCharge: Charge = {
  ...chargeWith(3_000, 1),
  provider: "store_credit",
  methodExternalId: "gift_1",
  methodLabel: "Gift card •1",
};

const refusal = (publicMessage: string, field: string) =>
  expect.objectContaining({ code: "invalid", publicMessage, detail: { field } });

describe("a refund over several charges", () => {
  it("adds up to the amount, takes no more of a charge than is left, oldest charge first", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 6 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (balances, share) => {
          const charges = balances.map(chargeWith);
          const total = balances.reduce((sum, balance) => sum + balance, 0);
          const amountMinor = Math.floor(total * share);
          const legs = planLegs({ ...usd, amountMinor, charges });
          expect(legs.reduce((sum, leg) => sum + leg.amountMinor, 0)).toBe(amountMinor);
          for (const leg of legs) {
            const charge = charges.find((candidate) => candidate.id === leg.chargeId);
            expect(leg).toMatchObject({ method: "refund", destinationId: null });
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
    expect(() => planLegs({ ...usd, amountMinor: 4_211, charges: [card(4_210)] })).toThrow(
      "Only $42.10 of this order",
    );
  });

  it("that were paid by card and gift card, goes back to both", () => {
    const legs = planLegs({
      ...usd,
      amountMinor: 5_000,
      charges: [card(4_000), giftCharge],
      methods: [giftCard],
    });
    expect(legs).toEqual([
      { chargeId: "charge-0", amountMinor: 4_000, method: "refund", destinationId: null },
      { chargeId: "charge-1", amountMinor: 1_000, method: "store_credit", destinationId: "account-1" },
    ]);
  });

  it("goes to the customer's own account as a whole, when they want that", () => {
    const charges = [card(4_000), giftCharge];
    const legs = planLegs({ ...usd, amountMinor: 5_000, charges, destination: giftCard });
    expect(legs.map(({ method, destinationId }) => [method, destinationId])).toEqual([
      ["store_credit", "account-1"],
      ["store_credit", "account-1"],
    ]);
  });

  it("of a gift card that is nobody's account is refused", () => {
    expect(() => planLegs({ ...usd, amountMinor: 1, charges: [giftCharge] })).toThrow(
      "not known as an account",
    );
  });

  it("gives up what was only authorized, as a whole and nowhere else", () => {
    const held: Charge = { ...card(4_000), state: "authorized", authorizedMinor: 4_000, capturedMinor: 0 };
    expect(planLegs({ ...usd, amountMinor: 4_000, charges: [held] })).toEqual([
      { chargeId: "charge-0", amountMinor: 4_000, method: "void", destinationId: null },
    ]);
    expect(() => planLegs({ ...usd, amountMinor: 3_999, charges: [held] })).toThrow(
      "only be given up as a whole",
    );
    expect(() => planLegs({ ...usd, amountMinor: 4_000, charges: [held], destination: giftCard })).toThrow(
      "only be given up",
    );
  });

  it("keeps to the provider's step, and says which amounts are near", () => {
    const dinars = { ...usd, currency: "KWD", step: 10 };
    const of = (...balances: number[]) =>
      balances.map((balance, index) => ({ ...chargeWith(balance, index), currency: "KWD" }));
    expect(planLegs({ ...dinars, amountMinor: 1_250, charges: of(9_000) })).toHaveLength(1);
    expect(() => planLegs({ ...dinars, amountMinor: 1_254, charges: of(9_000) })).toThrow(
      /KWD.1\.250 and KWD.1\.260/,
    );
    const shares = planLegs({ ...dinars, amountMinor: 2_000, charges: of(1_255, 1_000) });
    expect(shares.map(({ amountMinor }) => amountMinor)).toEqual([1_250, 750]);
    expect(() => planLegs({ ...dinars, amountMinor: 1_255, charges: of(1_255) })).toThrow(
      /next to that: KWD.1\.250\./,
    );
    const both = [...of(1_255), { ...giftCharge, currency: "KWD", refundableMinor: 100 }];
    expect(
      planLegs({ ...dinars, amountMinor: 1_255, charges: both, methods: [giftCard] }).map(
        (leg) => leg.amountMinor,
      ),
    ).toEqual([1_250, 5]);
  });
});

describe("what cannot be paid as it is asked for", () => {
  const held: Charge = { ...card(4_000), state: "authorized", authorizedMinor: 4_000, capturedMinor: 0 };
  it("says why, and which field to change", () => {
    expect(() => planLegs({ ...usd, amountMinor: 4_211, charges: [card(4_210)] })).toThrow(
      refusal("Only $42.10 of this order can still be refunded.", "lines"),
    );
    const inSteps = { ...usd, currency: "USD", step: 10 };
    expect(() => planLegs({ ...inSteps, amountMinor: 8_996, charges: [card(9_000)] })).toThrow(
      refusal(
        "The provider pays in steps of $0.10. What it can pay next to that: $89.90 and $90.00.",
        "lines",
      ),
    );
    expect(() =>
      planLegs({
        ...usd,
        amountMinor: 1,
        charges: [giftCharge],
        methods: [{ ...giftCard, externalId: "x" }],
      }),
    ).toThrow(
      refusal("Gift card •1 is not known as an account of this customer. Choose another one.", "methodId"),
    );
    expect(() => planLegs({ ...usd, amountMinor: 4_000, charges: [held], isByHand: true })).toThrow(
      refusal(
        "Visa •4242 was not charged yet, so it can only be given up as a whole. Cancel the order, or wait until it is charged.",
        "lines",
      ),
    );
  });

  it("in the provider's step goes in any amount by hand, to an account, or by giving up a hold", () => {
    const odd = { ...usd, amountMinor: 1_255, step: 10 };
    expect(planLegs({ ...odd, charges: [card(1_300)], isByHand: true })).toEqual([
      { chargeId: "charge-0", amountMinor: 1_255, method: "manual", destinationId: null },
    ]);
    expect(planLegs({ ...odd, charges: [card(1_300)], destination: giftCard })).toEqual([
      { chargeId: "charge-0", amountMinor: 1_255, method: "store_credit", destinationId: "account-1" },
    ]);
    const hold = { ...held, authorizedMinor: 1_255, refundableMinor: 1_255 };
    expect(planLegs({ ...odd, charges: [hold] })).toEqual([
      { chargeId: "charge-0", amountMinor: 1_255, method: "void", destinationId: null },
    ]);
  });
});

describe("an amount that is shared out", () => {
  it("adds up exactly, in the step, and no part is a whole step away from its fair share", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 10_000_000 }), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.constantFrom(1, 10, 100),
        (weights, steps, step) => {
          const total = weights.reduce((sum, weight) => sum + weight, 0);
          const room = weights.reduce((sum, weight) => sum + Math.floor(weight / step), 0);
          fc.pre(room > 0);
          const amount = (steps % (room + 1)) * step;
          const parts = shareOut(amount, weights, step);
          expect(parts.reduce((sum, part) => sum + part, 0)).toBe(amount);
          for (const [index, part] of parts.entries()) {
            const weight = weights[index] ?? 0;
            expect(part % step).toBe(0);
            expect(part).toBeLessThanOrEqual(weight);
            // Where every part has room, none is a whole step away from its fair share.
            if (step === 1) expect(Math.abs(part - (amount * weight) / total)).toBeLessThan(1 + 1e-6);
          }
        },
      ),
    );
  });

  it("gives the cents that are left over to the largest remainders, the first of equals", () => {
    expect(shareOut(100, [50, 50, 50])).toEqual([34, 33, 33]);
    expect(shareOut(10, [1, 2, 3, 10])).toEqual([1, 1, 2, 6]);
    expect(shareOut(6, [4, 4, 4, 4])).toEqual([2, 2, 1, 1]);
    expect(shareOut(1_000, [1_000, 1_000, 4_000], 10)).toEqual([170, 170, 660]);
    expect(shareOut(20, [15, 15], 10)).toEqual([10, 10]);
    expect(shareOut(0, [0, 0])).toEqual([0, 0]);
  });

  it("that cannot be shared out is a bug of the caller", () => {
    expect(() => shareOut(5, [1], 10)).toThrow("5 cannot be shared out in steps of 10");
    expect(() => shareOut(5, [1], 10)).toThrow(RangeError);
    expect(() => shareOut(5, [0])).toThrow(RangeError);
    expect(() => shareOut(10, [5, 5], 10)).toThrow(RangeError);
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

  it("is what was asked for when that is less, and never more", () => {
    const part = (amountMinor: number) =>
      priceLines([{ orderLineId: "line-1", quantity: 2, amountMinor }], [line], new Map())[0]?.amountMinor;
    expect(part(9_567)).toBe(9_567);
    expect(part(9_568)).toBe(9_568);
    expect(() => part(9_569)).toThrow("Water Bottle cost less than that");
  });

  it("counts what other decisions refund already", () => {
    const taken = new Map([["line-1", 2]]);
    const ask = (quantity: number) => priceLines([{ orderLineId: "line-1", quantity }], [line], taken);
    expect(ask(1)).toHaveLength(1);
    expect(() => ask(2)).toThrow("Only 1 of Water Bottle");
    expect(() => priceLines([{ orderLineId: "other", quantity: 1 }], [line], taken)).toThrow("not part of");
  });

  it("refuses with the line and the field that is wrong", () => {
    const other = { ...line, id: "line-2", name: "Lamp", quantity: 1 };
    const ask = (wrong: { orderLineId: string; quantity: number; amountMinor?: number }, taken = 0) =>
      priceLines(
        [{ orderLineId: "line-2", quantity: 1 }, wrong],
        [line, other],
        new Map([["line-1", taken]]),
      );
    expect(() => ask({ orderLineId: "line-9", quantity: 1 })).toThrow(
      refusal("This line is not part of the case's order.", "lines.1.orderLineId"),
    );
    expect(() => ask({ orderLineId: "line-1", quantity: 1 }, 3)).toThrow(
      refusal("Water Bottle is already refunded.", "lines.1.quantity"),
    );
    expect(() => ask({ orderLineId: "line-1", quantity: 1 }, 4)).toThrow("Water Bottle is already refunded.");
    expect(() => ask({ orderLineId: "line-1", quantity: 2 }, 2)).toThrow(
      refusal("Only 1 of Water Bottle can still be refunded.", "lines.1.quantity"),
    );
    expect(() => ask({ orderLineId: "line-1", quantity: 1, amountMinor: 4_785 })).toThrow(
      refusal("Water Bottle cost less than that.", "lines.1.amountMinor"),
    );
  });
});
