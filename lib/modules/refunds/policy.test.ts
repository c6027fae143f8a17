import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { providerStates } from "@/lib/modules/payments/schema";
import type { MemberActor, Role } from "@/lib/platform/actor";
import {
  mayAgreeToReplacement,
  mayAskReplacement,
  mayDeclineReplacement,
  mayRecordManual,
  mayRetry,
  nextAttemptState,
  summarizeRefunds,
} from "./policy";
import { type AttemptState, attemptStates, refundStates } from "./schema";

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

describe("a failed refund", () => {
  const as = (role: Role, userId: string = role): MemberActor => ({
    kind: "member",
    tenantId: "t",
    sessionId: "s",
    name: role,
    role,
    userId,
  });
  const key = { kind: "key", tenantId: "t", keyId: "k", name: "bot", scopes: [], isAi: true } as const;
  const failed = { state: "failed", amountMinor: 20_000 } as const;
  const limits = { agentMinor: 20_000 };
  const every: readonly Role[] = ["viewer", "agent", "lead", "finance", "admin"];

  it("is paid again only after it has certainly failed", () => {
    const may = refundStates.filter((state) => mayRetry(as("lead"), { ...failed, state }, limits).allowed);
    expect(may).toEqual(["failed", "failed_late"]);
    const mayAsk = refundStates.filter(
      (state) => mayAskReplacement(as("lead"), { ...failed, state }).allowed,
    );
    expect(mayAsk).toEqual(may);
  });

  it("is paid again by an agent up to their limit, by a lead or finance, and by no program", () => {
    const may = (amountMinor: number) =>
      every.filter((role) => mayRetry(as(role), { ...failed, amountMinor }, limits).allowed);
    expect(may(20_000)).toEqual(["agent", "lead", "finance"]);
    expect(may(20_001)).toEqual(["lead", "finance"]);
    expect(mayRetry(key, failed, limits).allowed).toBe(false);
  });

  it("is paid another way when a lead or finance asks and another person of finance agrees", () => {
    expect(every.filter((role) => mayAskReplacement(as(role), failed).allowed)).toEqual(["lead", "finance"]);
    const asked = { state: "reserved", method: "manual", replacesId: "r" } as const;
    expect(every.filter((role) => mayAgreeToReplacement(as(role), asked, "lead").allowed)).toEqual([
      "finance",
    ]);
    expect(mayAgreeToReplacement(as("finance", "ada"), asked, "ada").allowed).toBe(false);
    expect(mayAgreeToReplacement(as("finance"), { ...asked, replacesId: null }, "lead").allowed).toBe(false);
    expect(mayAgreeToReplacement(as("finance"), { ...asked, state: "scheduled" }, "lead").allowed).toBe(
      false,
    );
    expect(mayAgreeToReplacement(key, asked, "lead").allowed).toBe(false);
  });

  it("asked to go another way is declined or taken back by a lead or finance, while nobody agreed", () => {
    const asked = { state: "reserved", method: "manual", replacesId: "r" } as const;
    expect(every.filter((role) => mayDeclineReplacement(as(role), asked).allowed)).toEqual([
      "lead",
      "finance",
    ]);
    expect(mayDeclineReplacement(as("lead"), { ...asked, state: "scheduled" }).allowed).toBe(false);
    expect(mayDeclineReplacement(as("lead"), { ...asked, replacesId: null }).allowed).toBe(false);
  });

  it("paid by hand is noted by a lead or finance, once it was agreed to", () => {
    const agreed = { state: "scheduled", method: "manual", replacesId: "r" } as const;
    expect(every.filter((role) => mayRecordManual(as(role), agreed).allowed)).toEqual(["lead", "finance"]);
    expect(mayRecordManual(as("lead"), { ...agreed, method: "refund" }).allowed).toBe(false);
    expect(mayRecordManual(as("lead"), { ...agreed, state: "reserved" }).allowed).toBe(false);
  });
});
