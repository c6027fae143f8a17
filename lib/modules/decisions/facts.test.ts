import { describe, expect, it } from "vitest";
import type { OrderFacts } from "@/lib/modules/orders/facts";
import type { Charge, OrderLine } from "@/lib/modules/orders/schema";
import { type Asked, actionOf, askedLines, type Before, buildFacts, claimsOf, countPieces } from "./facts";

const line = (id: string, change: Partial<OrderLine> = {}): OrderLine => ({
  ...{ id, externalId: `item-${id}`, name: `Item ${id}`, options: "", category: "toys", isFinalSale: true },
  ...{ quantity: 3, unitPriceMinor: 1_000 },
  ...change,
});
const charge = (id: string, refundableMinor: number): Charge => ({
  ...{ id, provider: "stripe", methodLabel: "Visa", methodExternalId: "card", state: "captured" },
  ...{ currency: "USD", authorizedMinor: 0, capturedMinor: 5_000, reservedMinor: 0, disputedMinor: 0 },
  ...{ externalRefundedMinor: 70, refundableMinor },
});
const order: OrderFacts = {
  ...{ id: "o", number: "#W1", status: "delivered", currency: "USD", totalMinor: 5_500, shippingMinor: 500 },
  country: null,
  placedAt: new Date("2026-06-01T00:00:00Z"),
  deliveredAt: new Date("2026-06-05T00:00:00Z"),
  customer: { id: "c", externalId: "ana", country: "DE", membership: "gold" },
  customerOrders: 4,
  lines: [line("a"), line("b", { quantity: 1 })],
  charges: [charge("one", 4_000), charge("two", 100)],
  methods: [{ id: "m", externalId: "card", kind: "card", label: "Visa" }],
  disputedChargeIds: ["two"],
};
const asked: Asked = {
  ...{ action: "return", reason: "damaged", lines: [], shippingMinor: 0, goodwillMinor: null },
  ...{ methodId: null, condition: "unused", evidence: [], confirmedBy: null, askerId: "ana" },
};
const history = {
  ...{ refundedOrdersIn90Days: 1, refundsIn90Days: 2, refundedIn24HoursMinor: 3, goodwillIn90DaysMinor: 4 },
};
type Decided = Before["decided"][number];
const decision = (change: Partial<Decided> = {}): Decided => ({
  ...{ id: "d", state: "approved", amountMinor: 1_200, lines: [], legs: [], extras: [] },
  ...change,
});
const build = (before: Partial<Before> = {}, change: Partial<Asked> = {}) =>
  buildFacts(
    order,
    { ...asked, ...change },
    {
      ...{ decided: [], own: undefined, history, timeZone: "Europe/Berlin" },
      ...before,
    },
  );

describe("facts of an order", () => {
  it("are what shop and provider say, and nothing that was asked for", () => {
    const { askerId, ...request } = asked;
    expect(build().facts).toEqual({
      request,
      askerId,
      order: {
        ...{ number: "#W1", customerId: "ana", status: "delivered", currency: "USD", country: "DE" },
        placedAt: "2026-06-01T00:00:00.000Z",
        deliveredAt: "2026-06-05T00:00:00.000Z",
        ...{ totalMinor: 5_500, shippingMinor: 500 },
        lines: [
          {
            ...{ itemId: "item-a", name: "Item a", category: "toys", isFinalSale: true },
            ...{ quantity: 3, left: 3, unitPriceMinor: 1_000 },
          },
          {
            ...{ itemId: "item-b", name: "Item b", category: "toys", isFinalSale: true },
            ...{ quantity: 1, left: 1, unitPriceMinor: 1_000 },
          },
        ],
      },
      charges: [
        { methodId: "card", state: "captured", refundableMinor: 4_000, hasOpenDispute: false },
        { methodId: "card", state: "captured", refundableMinor: 100, hasOpenDispute: true },
      ],
      methods: [{ id: "card", kind: "card" }],
      customer: { membership: "gold", orders: 4, ...history },
      timeZone: "Europe/Berlin",
      refundedOfOrderMinor: 140,
      shippingLeftMinor: 500,
      openDecisionsElsewhere: 0,
    });
  });

  it("name the order's own country first, and no delivery where there was none", () => {
    const { facts } = buildFacts({ ...order, country: "FR", deliveredAt: null }, asked, {
      ...{ decided: [], own: undefined, history, timeZone: "UTC" },
    });
    expect([facts.order.country, facts.order.deliveredAt]).toEqual(["FR", null]);
  });

  it("leave out pieces, shipping and money that decisions speak for", () => {
    const piece = (orderLineId: string, quantity: number) => ({ orderLineId, quantity, amountMinor: 1 });
    const { facts, taken, shippingLeftMinor } = build({
      decided: [
        decision({ lines: [piece("a", 1), piece("b", 2)], extras: [{ kind: "shipping", amountMinor: 200 }] }),
        decision({ lines: [piece("a", 1)], extras: [{ kind: "goodwill", amountMinor: 900 }] }),
      ],
    });
    expect(facts.order.lines.map(({ left }) => left)).toEqual([1, 0]);
    expect([...taken]).toEqual([
      ["a", 2],
      ["b", 2],
    ]);
    expect([facts.shippingLeftMinor, shippingLeftMinor]).toEqual([300, 300]);
    expect(facts.refundedOfOrderMinor).toBe(2_540);
    const all = build({ decided: [decision({ extras: [{ kind: "shipping", amountMinor: 900 }] })] });
    expect(all.shippingLeftMinor).toBe(0);
  });

  it("count a decision that is looked at again as not made", () => {
    const leg = (chargeId: string, amountMinor: number) => ({
      ...{ chargeId, amountMinor, method: "refund" as const, destinationId: null },
    });
    const { charges } = build({ own: decision({ legs: [leg("one", 600), leg("one", 50)] }) });
    expect(charges.map(({ refundableMinor }) => refundableMinor)).toEqual([4_650, 100]);
    expect(charges[1]).toBe(order.charges[1]);
  });

  it("know who else waits about the order, and of another gesture when one is asked for", () => {
    const gesture = decision({ extras: [{ kind: "goodwill", amountMinor: 1 }] });
    const waiting = decision({ state: "awaiting_approval" });
    const shipping = decision({ extras: [{ kind: "shipping", amountMinor: 1 }] });
    const open = (decided: Decided[], goodwillMinor: number | null) =>
      build({ decided }, { goodwillMinor }).facts.openDecisionsElsewhere;
    expect(open([gesture, waiting, shipping], null)).toBe(1);
    expect(open([gesture, waiting, shipping], 5)).toBe(2);
  });
});

describe("what is asked for", () => {
  it("names lines by the shop's own ids, and what is none of them as it came", () => {
    const chosen = [
      { orderLineId: "a", quantity: 2 },
      { orderLineId: "x", quantity: 1, amountMinor: 5 },
    ];
    expect(askedLines(chosen, order.lines)).toEqual([
      { itemId: "item-a", quantity: 2 },
      { itemId: "x", quantity: 1, amountMinor: 5 },
    ]);
  });

  it("follows from where the order is, unless it was said", () => {
    const nothing = { lines: 0, goodwillMinor: 0, shippingMinor: 0 };
    expect(actionOf("goodwill", { status: "pending" }, nothing)).toBe("goodwill");
    expect(actionOf(undefined, { status: "pending" }, nothing)).toBe("cancel");
    expect(actionOf(undefined, { status: "delivered" }, nothing)).toBe("return");
    const gesture = { ...nothing, goodwillMinor: 1 };
    expect(actionOf(undefined, { status: "delivered" }, gesture)).toBe("goodwill");
    expect(actionOf(undefined, { status: "delivered" }, { ...gesture, lines: 1 })).toBe("return");
    expect(actionOf(undefined, { status: "delivered" }, { ...gesture, shippingMinor: 1 })).toBe("return");
  });

  it("is a claim until somebody confirmed it", () => {
    expect(claimsOf({ evidence: ["photo"] }, null)).toEqual({
      ...{ condition: null, confirmedBy: null, evidence: [{ kind: "photo", confirmedBy: null }] },
    });
    expect(claimsOf({ condition: "worn", evidence: ["photo"] }, "Lea")).toEqual({
      ...{ condition: "worn", confirmedBy: "Lea", evidence: [{ kind: "photo", confirmedBy: "Lea" }] },
    });
  });

  it("counts pieces of a line over decisions", () => {
    expect(countPieces([]).size).toBe(0);
  });
});
