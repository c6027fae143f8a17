import fc from "fast-check";
import { expect, it } from "vitest";
import { anyAct, captured, leftOf, newBook, perform, standing, sumOf } from "@/lib/testing/reservations";

it("no order of acts promises more than was captured, or money that the bank or somebody else already took", () => {
  fc.assert(
    fc.property(fc.array(anyAct, { maxLength: 60 }), (acts) => {
      const book = newBook();
      for (const act of acts) {
        const before = leftOf(book);
        const reserved = [...book.reserved];
        perform(book, act);
        const legs = book.cases.flatMap((one) => one.legs);
        for (const [index, capturedMinor] of captured.entries()) {
          const now = book.reserved[index] ?? 0;
          expect(now).toBe(sumOf(legs, index, standing));
          expect(now).toBeLessThanOrEqual(capturedMinor);
          // Only a proposal takes, and at most what was left at that moment.
          const taken = now - (reserved[index] ?? 0);
          expect(taken).toBeLessThanOrEqual(act.kind === "propose" ? (before[index] ?? 0) : 0);
        }
      }
    }),
    { numRuns: 2_000 },
  );
});

it("what ended is never paid, and what was paid is never taken back", () => {
  fc.assert(
    fc.property(fc.array(anyAct, { maxLength: 60 }), (acts) => {
      const book = newBook();
      const settled = new Map<object, string>();
      for (const act of acts) {
        perform(book, act);
        for (const leg of book.cases.flatMap((one) => one.legs)) {
          if (settled.has(leg)) expect(leg.state).toBe(settled.get(leg));
          if (["succeeded", "failed", "canceled"].includes(leg.state)) settled.set(leg, leg.state);
        }
      }
    }),
    { numRuns: 1_000 },
  );
});
