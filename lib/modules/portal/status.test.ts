import { describe, expect, it } from "vitest";
import { conversationStates } from "@/lib/modules/cases/schema";
import { decisionStates } from "@/lib/modules/decisions/schema";
import { outcomes } from "@/lib/modules/decisions/terms";
import { payoutMethods, refundStates } from "@/lib/modules/refunds/schema";
import { english } from "./english";
import { german } from "./german";
import { type RequestFacts, statusOf, type ToldDecision, type ToldRefund } from "./status";

const at = (day: number) => new Date(Date.UTC(2026, 10, day, 12));

const refund = (change: Partial<ToldRefund> = {}): ToldRefund => ({
  ...{ id: "r", state: "succeeded", method: "refund", amountMinor: 4_210, currency: "EUR" },
  ...{ label: "Visa •4242", reference: "7421", replacesId: null, submittedAt: at(11), settledAt: at(12) },
  ...change,
});

const decision = (change: Partial<ToldDecision> = {}): ToldDecision => ({
  ...{ id: "d", state: "approved", outcome: "approve", amountMinor: 4_210, currency: "EUR" },
  ...{ denial: null, appealOfId: null, at: at(10) },
  ...change,
});

const facts = (change: Partial<RequestFacts> = {}): RequestFacts => ({
  ...{ conversation: "open", isOpenToWords: true, createdAt: at(9), lastWroteAt: at(9) },
  ...{ decision: null, refunds: [] },
  ...change,
});

/** Every combination of states that a customer's role could be shown. */
const all = conversationStates.flatMap((conversation) =>
  [null, ...decisionStates].flatMap((state) =>
    outcomes.flatMap((outcome) =>
      [undefined, ...refundStates].flatMap((first) =>
        [undefined, ...refundStates].map((second) =>
          facts({
            conversation,
            decision: state && decision({ state, outcome }),
            refunds: [first, second].flatMap((name) => (name ? [refund({ state: name })] : [])),
          }),
        ),
      ),
    ),
  ),
);

// What says that money has left us, in both languages.
const claimsPaid =
  /\bwe sent\b|sent to your bank|sent by transfer|added to|abgeschickt|geschickt, für|überwiesen|gutgeschrieben/i;

describe.each([
  ["English", english],
  ["German", german],
] as const)("in %s", (_, words) => {
  const wordsOf = (told: RequestFacts): string => {
    const status = statusOf(told);
    const { title, text } = words.request.states[status.state];
    const sent = { amount: "42,10 €", label: "Visa •4242", date: "12 Nov", reference: "7421" };
    const legs = status.legs.map((leg) =>
      leg.progress === "paid" ? words.request.paid[leg.method](sent) : words.request.legs[leg.progress](sent),
    );
    return [title, text, ...legs].join(" ");
  };

  it("every combination of states has words, and only money that left us is said to have", () => {
    expect(all.length).toBeGreaterThan(5_000);
    for (const told of all) {
      const said = wordsOf(told);
      expect(said.trim(), JSON.stringify(told)).not.toBe("");
      const isPaid = told.refunds.some(({ state }) => state === "succeeded");
      if (!isPaid) expect(said, JSON.stringify(told)).not.toMatch(claimsPaid);
    }
  });

  it("what failed, is pending or unknown never heads the page as sent, whatever else was", () => {
    const uncertain = [
      "submitting",
      "pending",
      "requires_action",
      "unknown",
      "failed",
      "failed_late",
    ] as const;
    for (const state of uncertain) {
      const told = facts({ decision: decision(), refunds: [refund(), refund({ state })] });
      expect(words.request.states[statusOf(told).state].title).not.toMatch(claimsPaid);
    }
  });

  it("a sent refund names its day, the bank's five to ten days and the reference", () => {
    const said = wordsOf(facts({ decision: decision(), refunds: [refund()] }));
    expect(said).toContain("12 Nov");
    expect(said).toContain("5–10");
    expect(said).toContain("7421");
    for (const method of payoutMethods) {
      expect(wordsOf(facts({ decision: decision(), refunds: [refund({ method })] }))).toContain("42,10");
    }
  });
});

describe("a request", () => {
  it("is asked for an answer until the customer has given one", () => {
    const question = decision({ state: "proposed", outcome: "need_info" });
    expect(statusOf(facts({ decision: question })).state).toBe("question");
    expect(statusOf(facts({ decision: question, lastWroteAt: at(11) })).state).toBe("looking");
  });

  it("can be appealed once, while it takes words, and not when the denial is the last one", () => {
    const denial = { clauses: [], reason: "Too late.", wouldChange: [], mayAppeal: true };
    const denied = decision({ state: "denied", denial });
    expect(statusOf(facts({ decision: denied })).mayAppeal).toBe(true);
    expect(statusOf(facts({ decision: { ...denied, appealOfId: "first" } })).mayAppeal).toBe(false);
    expect(
      statusOf(facts({ decision: { ...denied, denial: { ...denial, mayAppeal: false } } })).mayAppeal,
    ).toBe(false);
    expect(statusOf(facts({ decision: denied, isOpenToWords: false })).mayAppeal).toBe(false);
  });

  it("can be canceled until money is handed on, and says so afterwards", () => {
    const cancelWith = (state: ToldRefund["state"]) =>
      statusOf(facts({ decision: decision(), refunds: [refund({ state })] })).cancel;
    expect(statusOf(facts()).cancel).toBe("possible");
    expect(cancelWith("scheduled")).toBe("possible");
    expect(cancelWith("submitting")).toBe("too_late");
    expect(cancelWith("unknown")).toBe("too_late");
    expect(cancelWith("succeeded")).toBe("too_late");
    expect(cancelWith("failed")).toBe("none");
  });

  it("counts neither what another refund took the place of, nor a replacement that was dropped", () => {
    const replaced = [refund({ state: "replaced" }), refund({ id: "n", method: "manual", replacesId: "r" })];
    expect(statusOf(facts({ decision: decision(), refunds: replaced })).state).toBe("paid");
    const dropped = [refund(), refund({ id: "n", state: "canceled", replacesId: "r" })];
    expect(statusOf(facts({ decision: decision(), refunds: dropped })).legs).toHaveLength(1);
  });

  it("shows real days on its steps, and none for what has not happened", () => {
    const { steps } = statusOf(facts({ decision: decision(), refunds: [refund()] }));
    expect(steps.map((step) => step.at?.getUTCDate())).toEqual([9, 10, 12]);
    expect(statusOf(facts()).steps.map((step) => step.at?.getUTCDate())).toEqual([9, undefined, undefined]);
  });
});
