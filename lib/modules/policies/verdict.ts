import type { Finding } from "./finding";
import type { Rule } from "./schema";
import { type Verdict, verdicts } from "./terms";

/** What nobody but the customer vouches for reaches a person at most, even when it speaks for them. */
export function verdictOf(rule: Rule, { result, facts, needs = [] }: Finding): Verdict {
  if (result === "fail") return consequenceOf(rule);
  if (result === "unknown") return needs.length > 0 ? "need_info" : "escalate";
  const isClaimed = facts.some(({ provenance, confirmedBy }) => provenance === "claimed" && !confirmedBy);
  return isClaimed ? "need_approval" : "allow";
}

// Documents of before it was forbidden may still say that frequent refunds are denied.
const consequenceOf = ({ kind, otherwise }: Rule): Verdict =>
  kind === "velocity" ? milder(otherwise, "escalate") : otherwise;

export const milder = (one: Verdict, other: Verdict): Verdict =>
  verdicts.indexOf(one) > verdicts.indexOf(other) ? one : other;
