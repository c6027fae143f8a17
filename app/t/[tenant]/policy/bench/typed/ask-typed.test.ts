import { describe, expect, it } from "vitest";
import { questionOf, typedValuesOf } from "./ask-typed";

const own = { version: "3", currency: "USD" };
const asked = { action: "return", "name.1": "Lamp", "price.1": "19.90", "asked.1": "1" };
const valuesOf = (change: Record<string, string>) =>
  typedValuesOf({ ...typedValuesOf({}, own), ...asked, ...change }, own);

it("begins with an order like most, in the shop's currency, asked of the version in force", () => {
  expect(typedValuesOf({}, own)).toMatchObject({ ...own, status: "delivered", paidBy: "card" });
  expect(questionOf(valuesOf({}))).toMatchObject({
    versionNumber: 3,
    typed: { currency: "USD", lines: [{ name: "Lamp", unitPriceMinor: 1_990, quantity: 1, asked: 1 }] },
  });
});

it("reads amounts in the digits of the currency", () => {
  expect(questionOf(valuesOf({ currency: "JPY", "price.1": "1990" })).typed.lines[0]?.unitPriceMinor).toBe(
    1_990,
  );
  expect(questionOf(valuesOf({ currency: "KWD", "price.1": "1.990" })).typed.lines[0]?.unitPriceMinor).toBe(
    1_990,
  );
});

describe("what it cannot read is told at its field", () => {
  it.each([
    ["currency", "usd"],
    ["currency", "DOLLAR"],
    ["country", "Germany"],
    ["price.1", ""],
    ["price.1", "19.901"],
    ["price.1", "-1"],
    ["price.1", "1e3"],
    ["price.1", "99999999999"],
    ["bought.1", "0"],
    ["bought.1", "1001"],
    ["bought.1", "two"],
    ["asked.1", "-1"],
    ["asked.1", "1.5"],
    ["orders", "0"],
    ["refunds", "many"],
    ["placedAt", "yesterday"],
    ["deliveredAt", "2026-13-01 09:00"],
    ["at", "2026-02-30T25:00"],
    ["placedAt", "2026-02-30 09:00"],
    ["status", "lost"],
    ["paidBy", "cash"],
    ["method", "cash"],
    ["action", "steal"],
    ["shipping", "free"],
    ["goodwill", "a little"],
    ["version", "newest"],
  ])("%s: %j", (field, value) => {
    expect(() => questionOf(valuesOf({ [field]: value }))).toThrow(
      expect.objectContaining({ code: "invalid", detail: expect.objectContaining({ field }) }),
    );
  });

  it("in the line that it stands in, whichever lines are left empty", () => {
    const third = { "name.1": "", "price.1": "", "name.3": "Bulb", "price.3": "3", "bought.3": "5000" };
    expect(() => questionOf(valuesOf(third))).toThrow(
      expect.objectContaining({ detail: expect.objectContaining({ field: "bought.3" }) }),
    );
  });

  it("an order without a line", () => {
    expect(() => questionOf(valuesOf({ "name.1": "", "price.1": "" }))).toThrow(/at least one line/);
  });
});
