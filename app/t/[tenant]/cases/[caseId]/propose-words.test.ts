import { describe, expect, it } from "vitest";
import { formatMoney } from "@/lib/platform/money";
import { buttonLabel, consequence, obstacle } from "./propose-words";
import type { Check } from "./use-check";

const words = (minor: number) => formatMoney(minor, "USD");
const nobody = { role: "none", votes: 0 } as const;
const lead = { role: "lead", votes: 1 } as const;
const said = {
  outcome: "approve" as const,
  ...{ sum: 4_210, refundable: 10_000, need: nobody, destination: "Visa •4242" },
  check: undefined,
  words,
};
const checked = (verdict: string, capMinor: number): Check =>
  ({
    trace: { verdict, capMinor, rules: [{ verdict, result: "fail", words: "It is 40 days." }] },
    amountMinor: 4_210,
  }) as unknown as Check;

describe("the button of a decision", () => {
  it("says what it does, to whom the money goes, and who has to agree", () => {
    expect(buttonLabel(said)).toBe("Refund $42.10 to Visa •4242");
    expect(buttonLabel({ ...said, need: lead })).toBe("Propose refund of $42.10 to Visa •4242");
    expect(buttonLabel({ ...said, outcome: "deny" })).toBe("Deny and tell the customer");
    expect(consequence({ ...said, need: lead })).toContain("Another person");
    expect(consequence({ ...said, check: checked("allow", 5_000) })).toContain("This pays at once.");
    expect(consequence(said)).toContain("if the policy and today’s limits allow it");
  });

  it("says why it cannot be pressed", () => {
    expect(obstacle({ ...said, sum: 0 })).toBe("Choose at least one line.");
    expect(obstacle({ ...said, sum: 10_001 })).toBe("Only $100.00 of this order can still be refunded.");
    expect(obstacle({ ...said, check: checked("deny", 0) })).toBe(
      "The policy does not allow this. It is 40 days.",
    );
    expect(obstacle({ ...said, check: checked("need_info", 0) })).toContain("needs to know more");
    expect(obstacle({ ...said, check: checked("allow", 4_000) })).toBe(
      "The policy allows at most $40.00 here.",
    );
    expect(obstacle({ ...said, check: checked("need_approval", 5_000) })).toBeUndefined();
    expect(obstacle({ ...said, outcome: "escalate", sum: 0 })).toBeUndefined();
  });
});
