import { describe, expect, it } from "vitest";
import { compareBooks, type OurAttempt, type TheirRefund } from "./compare";

const hour = 3_600_000;
const now = new Date("2026-06-20T12:00:00Z").getTime();
const ago = (hours: number) => new Date(now - hours * hour);

const ours = (change: Partial<OurAttempt> = {}): OurAttempt => ({
  attemptId: "try-1",
  refundId: "refund-1",
  chargeId: "charge-1",
  state: "succeeded",
  amountMinor: 4_210,
  currency: "USD",
  startedAt: ago(2),
  ...change,
});
const theirs = (change: Partial<TheirRefund> = {}): TheirRefund => ({
  providerRefundId: "re_1",
  state: "succeeded",
  amountMinor: 4_210,
  failureReason: null,
  attemptId: "try-1",
  paymentId: "pi_1",
  currency: "USD",
  createdAt: ago(2),
  chargeId: "charge-1",
  isKnown: false,
  ...change,
});

const compare = (our: readonly OurAttempt[], their: readonly TheirRefund[]) =>
  compareBooks({ ours: our, theirs: their, completeSince: ago(100), settledBefore: ago(1) }).map(
    ({ kind, refundId, providerRefundId }) => [kind, refundId, providerRefundId],
  );

describe("the books of the provider and ours", () => {
  it("agree when each try of ours is there with its amount and state", () => {
    expect(compare([ours()], [theirs()])).toEqual([]);
    expect(compare([ours({ state: "failed_late" })], [theirs({ state: "failed" })])).toEqual([]);
    expect(compare([ours({ state: "failed" })], [])).toEqual([]);
  });

  it.each([
    ["we paid and they know nothing", [ours()], [], "ours_not_theirs", "refund-1", null],
    [
      "they paid what we know nothing of",
      [],
      [theirs({ attemptId: undefined })],
      "theirs_not_ours",
      null,
      "re_1",
    ],
    ["the amounts differ", [ours()], [theirs({ amountMinor: 4_211 })], "amount_differs", "refund-1", "re_1"],
    [
      "we say paid, they say failed",
      [ours()],
      [theirs({ state: "failed" })],
      "status_differs",
      "refund-1",
      "re_1",
    ],
    [
      "we say failed, they paid",
      [ours({ state: "failed" })],
      [theirs()],
      "status_differs",
      "refund-1",
      "re_1",
    ],
  ] as const)("differ once when %s", (_, our, their, kind, refundId, providerRefundId) => {
    expect(compare(our, their)).toEqual([[kind, refundId, providerRefundId]]);
  });

  it("do not differ in what others refunded and we took in, or what came to nothing", () => {
    expect(compare([], [theirs({ attemptId: undefined, isKnown: true })])).toEqual([]);
    expect(compare([], [theirs({ attemptId: undefined, state: "failed" })])).toEqual([]);
  });

  it("are not judged on what may still be under way, or on what was not listed any more", () => {
    expect(compare([ours({ startedAt: ago(0.5) })], [])).toEqual([]);
    expect(compare([], [theirs({ attemptId: undefined, createdAt: ago(0.5) })])).toEqual([]);
    expect(compare([ours({ startedAt: ago(200) })], [])).toEqual([]);
  });
});
