import fc from "fast-check";
import { expect, it } from "vitest";
import { proposeLimits, roundUp } from "./policy";

it("proposes limits under which agents would have decided four of five refunds alone", () => {
  const amounts = Array.from({ length: 100 }, (_, index) => (index + 1) * 100);
  expect(proposeLimits(amounts)).toEqual({ agentMinor: 10_000, fourEyesMinor: 10_000, leadMinor: 10_000 });
  expect(proposeLimits([...amounts.map(() => 1_900), 90_000, 95_000, 99_000])).toEqual({
    agentMinor: 2_000,
    fourEyesMinor: 2_000,
    leadMinor: 100_000,
  });
});

it("proposes nothing from too few refunds", () => {
  expect(proposeLimits(Array.from({ length: 19 }, () => 100))).toBeUndefined();
});

it("rounds up, never down, and by less than two and a half times", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000_000_000 }), (amount) => {
      const rounded = roundUp(amount);
      expect(rounded).toBeGreaterThanOrEqual(amount);
      expect(rounded).toBeLessThanOrEqual(amount * 2.5);
    }),
  );
});
