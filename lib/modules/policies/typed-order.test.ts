import { expect, it } from "vitest";
import { documentOf } from "@/lib/testing/facts";
import { evaluate } from "./rules";
import { factsOfTyped, type TypedOrder, typedOrderInput } from "./typed-order";

const at = new Date("2026-06-20T12:00:00Z");

const typedWith = (change: Partial<TypedOrder> = {}): TypedOrder =>
  typedOrderInput.parse({
    ...{ currency: "EUR", status: "delivered", country: "DE", membership: null },
    ...{ placedAt: "2026-06-05T12:00:00Z", deliveredAt: "2026-06-10T12:00:00Z" },
    ...{ shippingPaidMinor: 500, paidBy: "paypal", isDisputed: false, orders: 3, refundsIn90Days: 0 },
    lines: [
      {
        ...{ name: "Lamp", category: "light", isFinalSale: false },
        ...{ unitPriceMinor: 2_000, quantity: 2, asked: 1 },
      },
      {
        ...{ name: "Bulb", category: null, isFinalSale: true },
        ...{ unitPriceMinor: 300, quantity: 1, asked: 0 },
      },
    ],
    ...{ action: "return", reason: "changed_mind", method: null, shippingMinor: 0, goodwillMinor: null },
    ...change,
  });

const ask = (change: Partial<TypedOrder>, ...rules: readonly object[]) =>
  evaluate(
    factsOfTyped(typedWith(change), "UTC"),
    { id: null, number: 1, title: "Test", document: documentOf(...rules) },
    at,
  );

it("is an order of its own customer, paid whole and never refunded, of which what was asked for comes back", () => {
  const facts = factsOfTyped(typedWith(), "Europe/Berlin");
  expect(facts).toMatchObject({
    askerId: facts.order.customerId,
    order: { totalMinor: 4_800, shippingMinor: 500 },
    charges: [{ methodId: "paypal", state: "captured", refundableMinor: 4_800, hasOpenDispute: false }],
    ...{ refundedOfOrderMinor: 0, shippingLeftMinor: 500, timeZone: "Europe/Berlin" },
  });
  expect(facts.request.lines).toEqual([{ itemId: "1", quantity: 1 }]);
  expect(facts.order.lines.map(({ left, quantity }) => [left, quantity])).toEqual([
    [2, 2],
    [1, 1],
  ]);
  expect(ask({}, { kind: "window", days: 30, from: "delivered" })).toMatchObject({
    ...{ verdict: "allow", capMinor: 2_000, currency: "EUR" },
  });
});

it("fails by what was typed: the moment, the dispute, the pieces", () => {
  const late = { deliveredAt: "2026-05-01T12:00:00Z", placedAt: "2026-04-28T12:00:00Z" };
  expect(ask(late, { kind: "window", days: 30, from: "delivered" }).verdict).toBe("deny");
  expect(ask({ isDisputed: true }, { kind: "identity" }).verdict).toBe("deny");
  const [line] = typedWith().lines;
  expect(ask({ lines: line ? [{ ...line, asked: 3 }] : [] }, { kind: "identity" }).verdict).toBe("deny");
});

it("pays back to what was paid with, a gift card or store credit, and to nothing else of the customer's", () => {
  const kinds = factsOfTyped(typedWith(), "UTC").methods.map(({ kind }) => kind);
  expect(kinds).toEqual(["paypal", "gift_card", "store_credit"]);
});
