import type { ApprovalNeed } from "@/lib/modules/decisions/policy";
import type { Outcome } from "@/lib/modules/decisions/schema";
import type { Check } from "./use-check";

export const outcomeOptions: readonly Readonly<{ value: Outcome; label: string }>[] = [
  { value: "approve", label: "Refund" },
  { value: "deny", label: "Deny" },
  { value: "need_info", label: "Ask the customer for something" },
  { value: "escalate", label: "Leave it to a lead" },
];

const answerLabels: Readonly<Record<string, string>> = {
  deny: "Deny and tell the customer",
  need_info: "Ask the customer",
  escalate: "Hand it to a lead",
};
const answerWords: Readonly<Record<string, string>> = {
  deny: "The customer is told by mail. They may appeal once, and another person decides then.",
  need_info: "The customer is asked by mail, and the case waits for them.",
  escalate: "No money moves. A lead or finance decides.",
};

type Said = Readonly<{
  outcome: Outcome;
  sum: number;
  refundable: number;
  need: ApprovalNeed;
  destination: string;
  check: Check | undefined;
  words: (minor: number) => string;
}>;

/** What the button does, in its own words, with amount and destination. */
export function buttonLabel({ outcome, sum, need, destination, words }: Said): string {
  if (outcome !== "approve") return answerLabels[outcome] ?? "Decide";
  if (sum === 0) return "Refund";
  return `${need.votes === 0 ? "Refund" : "Propose refund of"} ${words(sum)} to ${destination}`;
}

/** Why the button cannot be pressed; undefined when it can. */
export function obstacle({ outcome, sum, refundable, check, words }: Said): string | undefined {
  if (outcome !== "approve") return undefined;
  if (sum === 0) return "Choose at least one line.";
  if (sum > refundable) return `Only ${words(refundable)} of this order can still be refunded.`;
  if (!check) return undefined;
  const { verdict, capMinor } = check.trace;
  if (verdict === "deny") return `The policy does not allow this. ${becauseOf(check)}`;
  if (verdict === "need_info") return `The policy needs to know more first. ${becauseOf(check)}`;
  return check.amountMinor > capMinor ? `The policy allows at most ${words(capMinor)} here.` : undefined;
}

/** What follows from pressing it. */
export function consequence({ outcome, sum, need, check }: Said): string {
  if (outcome !== "approve") return answerWords[outcome] ?? "";
  if (sum === 0) return "";
  // What was decided earlier today counts too, and only the desk knows it.
  if (need.votes === 0 && !check) return "This pays at once if the policy and today’s limits allow it.";
  if (need.votes === 0) return "This pays at once. Ctrl or ⌘ with Enter does it.";
  return need.role === "lead"
    ? "Another person, a lead or finance, has to approve it before anything is paid."
    : "Finance has to approve it before anything is paid.";
}

const becauseOf = ({ trace }: Check): string =>
  trace.rules
    .filter(({ verdict, result }) => verdict === trace.verdict && result !== "pass")
    .map(({ words }) => words)
    .join(" ");
