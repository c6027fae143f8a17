import { describe, expect, it } from "vitest";
import { nextDisputeState, overdraftOf } from "./policy";
import type { DisputeState } from "./schema";

const day = (number: number) => new Date(Date.UTC(2026, 0, number));

describe("the state of a dispute", () => {
  it.each<[DisputeState | undefined, DisputeState, DisputeState]>([
    [undefined, "inquiry", "inquiry"],
    [undefined, "lost", "lost"],
    ["inquiry", "open", "open"],
    ["inquiry", "won", "won"],
    ["open", "inquiry", "open"],
    ["open", "lost", "lost"],
    ["won", "open", "won"],
    ["lost", "inquiry", "lost"],
  ])("only moves forward: %s, told %s, is %s", (known, reported, expected) => {
    const closedAt = known === "won" || known === "lost" ? day(1) : null;
    const before = known && { state: known, closedAt };
    expect(nextDisputeState(before, { state: reported, reportedAt: day(9) })).toBe(expected);
  });

  it("follows an appeal, whichever ending is heard of first", () => {
    const lost = { state: "lost", closedAt: day(1) } as const;
    expect(nextDisputeState(lost, { state: "won", reportedAt: day(30) })).toBe("won");
    const won = { state: "won", closedAt: day(30) } as const;
    expect(nextDisputeState(won, { state: "lost", reportedAt: day(1) })).toBe("won");
  });
});

describe("an overdraft", () => {
  const charge = {
    state: "captured",
    authorizedMinor: 0,
    capturedMinor: 1_000,
    reservedMinor: 600,
    externalRefundedMinor: 300,
    disputedMinor: 100,
  } as const;

  it("begins with the first cent that is missing", () => {
    expect(overdraftOf(charge)).toBe(0);
    expect(overdraftOf({ ...charge, disputedMinor: 101 })).toBe(1);
  });

  it("counts what is held while nothing was taken, and nothing once it was given up", () => {
    const held = { ...charge, state: "authorized", authorizedMinor: 1_000, capturedMinor: 0 } as const;
    expect(overdraftOf(held)).toBe(0);
    expect(overdraftOf({ ...held, state: "voided" })).toBe(1_000);
  });
});
