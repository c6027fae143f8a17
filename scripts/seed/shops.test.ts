import { describe, expect, it } from "vitest";
import { policyDocumentInput } from "@/lib/modules/policies/schema";
import { dateOfCase, datesOfOrder } from "./dates";
import { countryOf, currencyOf, readShops, totalOf } from "./shops";

const dayMs = 86_400_000;
const now = new Date("2026-03-01T12:00:00Z");
const shops = readShops();

describe.each(shops)("demo data of $name", (shop) => {
  const customers = new Map(shop.customers.map((customer) => [customer.id, customer]));
  const orders = new Map(shop.orders.map((order) => [order.id, order]));

  it("names every customer and order once", () => {
    expect(customers.size).toBe(shop.customers.length);
    expect(orders.size).toBe(shop.orders.length);
  });

  it("knows the customer of every order", () => {
    expect(shop.orders.filter((order) => !customers.has(order.customer))).toEqual([]);
  });

  it("pays every order with a method of its own customer, under the same name", () => {
    const methods = new Map(shop.methods.map((method) => [method.id, method]));
    expect(methods.size).toBe(shop.methods.length);
    const strange = shop.orders.filter((order) => {
      const method = methods.get(order.methodId);
      const isSame = method?.kind === order.method && method.label === order.methodLabel;
      return method?.customer !== order.customer || !isSame;
    });
    expect(strange).toEqual([]);
  });

  it("knows the balance of gift cards and of nothing else", () => {
    const wrong = shop.methods.filter(
      ({ kind, balanceMinor }) => (kind === "gift_card") !== (balanceMinor !== undefined),
    );
    expect(wrong).toEqual([]);
  });

  it("delivers to countries whose law can be found, and sets limits in every currency it takes", () => {
    for (const order of shop.orders) {
      expect(countryOf(shop, order)).toMatch(/^[A-Z]{2}$/);
      expect(shop.currencies).toContain(currencyOf(shop, order));
    }
  });

  it("publishes a policy that the product accepts", () => {
    expect(policyDocumentInput.safeParse(shop.policy.document).error).toBeUndefined();
  });

  it("opens cases only about the customer's own orders", () => {
    const foreign = shop.cases.filter(
      ({ orderExternalId: id, customerExternalId }) => id && orders.get(id)?.customer !== customerExternalId,
    );
    expect(foreign).toEqual([]);
  });

  it("lets a customer write only after the order came", () => {
    const early = shop.cases.filter(({ orderExternalId, subject }) => {
      const order = orders.get(orderExternalId ?? "");
      if (!order) return false;
      const { placedAt, deliveredAt } = datesOfOrder(order.id, order.status, now);
      return (deliveredAt ?? placedAt) >= dateOfCase(subject, now);
    });
    expect(early).toEqual([]);
  });

  it("opens cases between five minutes and six days ago, each at its own time", () => {
    const agesMs = shop.cases.map(({ subject }) => now.getTime() - dateOfCase(subject, now).getTime());
    expect(Math.min(...agesMs)).toBeGreaterThanOrEqual(5 * 60_000);
    expect(Math.max(...agesMs)).toBeLessThanOrEqual(6 * dayMs);
    expect(new Set(agesMs).size).toBe(agesMs.length);
  });

  it("has mails that customers could have written", () => {
    for (const { body, subject } of shop.cases) {
      expect(body).toMatch(/\b(I|my|we|ich)\b/i);
      expect(body).not.toMatch(/\bagent\b|\bpolicy\b|^you (want|are)\b/im);
      expect(subject.length).toBeLessThanOrEqual(60);
    }
  });

  it("pays amounts that the provider takes", () => {
    const refused = shop.orders.filter((order) => {
      const step = currencyOf(shop, order) === "KWD" ? 10 : 1;
      return order.lines.some((line) => line.priceMinor % step !== 0) || totalOf(order) < 1;
    });
    expect(refused).toEqual([]);
  });
});

it("holds the whole data set", () => {
  const counts = shops.map((shop) => [shop.customers.length, shop.orders.length, shop.cases.length]);
  expect(counts).toEqual([
    [500, 1_000, 74],
    [12, 20, 6],
  ]);
});
