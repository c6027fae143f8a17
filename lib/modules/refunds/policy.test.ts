import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { providerStates } from "@/lib/modules/payments/schema";
import { nextAttemptState, summarizeRefunds } from "./policy";
import { type AttemptState, attemptStates } from "./schema";

const follow = (start: AttemptState, news: readonly (typeof providerStates)[number][]): AttemptState =>
  news.reduce<AttemptState>((state, reported) => nextAttemptState(state, reported) ?? state, start);

describe("news of an attempt", () => {
  it("told twice changes nothing the second time", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...attemptStates),
        fc.constantFrom(...providerStates),
        (state, reported) => {
          const once = follow(state, [reported]);
          // "failed" after "succeeded" means that the money came back later; said again it is no further news.
          expect(follow(once, [reported])).toBe(once);
        },
      ),
    );
  });

  it("never turns money that failed, came back or was canceled into paid", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("failed" as const, "failed_late" as const, "canceled" as const),
        fc.array(fc.constantFrom(...providerStates)),
        (state, news) => {
          expect(follow(state, news)).toBe(state);
        },
      ),
    );
  });

  it("never turns paid into anything but failed later", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...providerStates)), (news) => {
        expect(["succeeded", "failed_late"]).toContain(follow("succeeded", news));
      }),
    );
  });

  it("is the only way out of unknown", () => {
    expect(providerStates.map((reported) => nextAttemptState("unknown", reported))).toEqual([
      ...providerStates,
    ]);
  });
});

describe("several refunds of one decision", () => {
  it.each([
    [["succeeded", "succeeded"], "succeeded"],
    [["succeeded", "scheduled"], "scheduled"],
    [["succeeded", "pending", "scheduled"], "pending"],
    [["succeeded", "failed"], "failed"],
    [["failed", "failed_late"], "failed_late"],
    [["unknown", "submitting"], "unknown"],
    [["requires_action", "submitting"], "requires_action"],
    [["canceled", "succeeded"], "succeeded"],
    [["replaced", "succeeded"], "succeeded"],
    [["canceled", "replaced"], "replaced"],
    [["reserved", "scheduled"], "reserved"],
    [[], undefined],
  ] as const)("%j are together %s", (states, together) => {
    expect(summarizeRefunds(states)).toBe(together);
    expect(summarizeRefunds(states.toReversed())).toBe(together);
  });
});
