import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { providerStates } from "@/lib/modules/payments/schema";
import type { MemberActor, Role } from "@/lib/platform/actor";
import {
  demand,
  mayAgreeToReplacement,
  mayAskReplacement,
  mayCancelHeld,
  mayDeclineReplacement,
  mayReconcile,
  mayRecordManual,
  mayRetry,
  mayTakeIn,
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

describe("what an attempt becomes", () => {
  // pending, requires_action, succeeded, failed, canceled: as the provider reports them; "–" is no news.
  it.each([
    ["submitting", "pending requires_action succeeded failed canceled"],
    ["unknown", "pending requires_action succeeded failed canceled"],
    ["pending", "– requires_action succeeded failed canceled"],
    ["requires_action", "– – succeeded failed canceled"],
    ["succeeded", "– – – failed_late –"],
    ["failed", "– – – – –"],
    ["failed_late", "– – – – –"],
    ["canceled", "– – – – –"],
  ] as const)("that is %s: %s", (state, becomes) => {
    const seen = providerStates.map((reported) => nextAttemptState(state, reported) ?? "–");
    expect(seen.join(" ")).toBe(becomes);
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

  it("and whatever else nobody may do says why, in words for the desk", () => {
    const asked = { state: "reserved", method: "manual", replacesId: "r" } as const;
    const agreed = { ...asked, state: "scheduled" } as const;
    const why = (permission: ReturnType<typeof mayRetry>) =>
      permission.allowed ? "allowed" : permission.reason;
    expect(why(mayRetry(as("lead"), { ...failed, state: "unknown" }, limits))).toBe(
      "Only a refund that has certainly failed is paid again.",
    );
    expect(why(mayRetry(key, failed, limits))).toBe("Only a person has a failed refund paid again.");
    expect(why(mayRetry(as("viewer"), failed, limits))).toBe(
      "Your role (viewer) does not decide about money.",
    );
    expect(why(mayRetry(as("agent"), { ...failed, amountMinor: 20_001 }, limits))).toBe(
      "This amount is above your limit. A lead or finance can do it.",
    );
    expect(why(mayAskReplacement(as("lead"), { ...failed, state: "pending" }))).toBe(
      "Only a refund that has certainly failed is paid another way.",
    );
    expect(why(mayAskReplacement(as("agent"), failed))).toBe("A lead or finance decides to pay another way.");
    const nothing = "Nothing waits for an agreement here.";
    expect(why(mayAgreeToReplacement(as("finance"), agreed, "lead"))).toBe(nothing);
    expect(why(mayAgreeToReplacement(as("lead"), asked, "lead2"))).toBe("Finance has to agree.");
    expect(why(mayAgreeToReplacement(key, asked, "lead"))).toBe("Finance has to agree.");
    expect(why(mayAgreeToReplacement(as("finance", "ada"), asked, "ada"))).toBe(
      "Somebody else has to agree to what you asked for.",
    );
    expect(why(mayDeclineReplacement(as("lead"), agreed))).toBe(nothing);
    expect(why(mayDeclineReplacement(as("agent"), asked))).toBe("A lead or finance declines it.");
    expect(why(mayRecordManual(as("lead"), asked))).toBe("No payout by hand waits here.");
    expect(why(mayRecordManual(as("agent"), agreed))).toBe("A lead or finance notes payouts by hand.");
    expect(why(mayReconcile(as("agent")))).toBe("A lead or finance compares the books.");
  });

  it("or held is given up by a lead or finance alone, while it is not submitted and something holds it", () => {
    const held = { state: "scheduled" } as const;
    expect(every.filter((role) => mayCancelHeld(as(role), held, ["chargeback"]).allowed)).toEqual([
      "lead",
      "finance",
    ]);
    expect(mayCancelHeld(key, held, ["chargeback"])).toEqual({
      allowed: false,
      reason: "A lead or finance gives up a refund.",
    });
    expect(
      refundStates.filter((state) => mayCancelHeld(as("lead"), { state }, ["chargeback"]).allowed),
    ).toEqual(["scheduled"]);
    expect(mayCancelHeld(as("lead"), { state: "pending" }, ["chargeback"])).toEqual({
      allowed: false,
      reason: "Only a refund that was not submitted yet is given up.",
    });
    expect(mayCancelHeld(as("lead"), held, [])).toEqual({
      allowed: false,
      reason: "Nothing holds this refund. It is paid in a moment.",
    });
  });

  it("of which the books differ is taken in as the provider says, where money can have moved like that", () => {
    expect(every.filter((role) => mayReconcile(as(role)).allowed)).toEqual(["lead", "finance"]);
    expect(mayReconcile(key).allowed).toBe(false);
    const differs = (oursState: string | null, theirsState: string | null, kind = "status_differs") =>
      mayTakeIn({ kind, oursState, theirsState }).allowed;
    expect(differs(null, null, "theirs_not_ours")).toBe(true);
    expect(differs("pending", "succeeded")).toBe(true);
    expect(differs("succeeded", "failed")).toBe(true);
    expect(differs("failed", "succeeded")).toBe(false);
    expect(differs("pending", "pending")).toBe(false);
    expect(differs(null, "succeeded")).toBe(false);
    expect(differs("pending", null)).toBe(false);
    expect(differs("pending", "succeeded", "amount_differs")).toBe(false);
    expect(mayTakeIn({ kind: "ours_not_theirs", oursState: "pending", theirsState: null })).toEqual({
      allowed: false,
      reason: "Look at both books: what happened cannot be taken over as it is.",
    });
  });

  it("that somebody may not touch is refused as forbidden, with the reason", () => {
    expect(() => demand({ allowed: true })).not.toThrow();
    expect(() => demand({ allowed: false, reason: "Not you." })).toThrow(
      expect.objectContaining({ code: "forbidden", publicMessage: "Not you." }),
    );
  });
});
