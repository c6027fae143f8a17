import { TriangleAlert } from "lucide-react";
import { moneyWords } from "@/components/money";
import { Facts } from "@/components/ui/facts";
import { verdictWords } from "@/components/verdict-badge";
import type { ApprovalCard } from "@/lib/modules/decisions/approval-schema";

type Props = Readonly<{ card: ApprovalCard; tenantCurrency: string }>;

/** What is asked held against what is allowed, what the customer had before, and what happened since. */
export function ApprovalFacts({ card, tenantCurrency }: Props) {
  const { decision, limits, history, evidence } = card;
  const money = (minor: number, currency = decision.currency) => moneyWords(minor, currency, tenantCurrency);
  const changes = changesOf(card);
  return (
    <section aria-label="Facts" className="flex flex-col gap-4">
      {changes.length > 0 && (
        <div className="rounded-md border border-waiting-line bg-waiting-soft px-4 py-3 text-sm">
          <p className="flex items-center gap-2 font-medium text-waiting">
            <TriangleAlert aria-hidden="true" className="size-4" /> Changed since it was proposed
          </p>
          <ul className="mt-1 list-disc pl-6">
            {changes.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        </div>
      )}
      <Facts
        facts={[
          { term: "Asked", detail: money(decision.amountMinor) },
          {
            term: "Policy",
            detail:
              decision.verdict && decision.capMinor !== null
                ? `${verdictWords[decision.verdict]}, at most ${money(decision.capMinor)}`
                : "Not asked",
          },
          ...(decision.proposedByKind === "key"
            ? [
                {
                  term: card.isByAi ? "AI against engine" : "Program against engine",
                  detail: engineWords(card),
                },
              ]
            : []),
          {
            term: "Limits",
            detail: `a lead alone ${money(limits.leadMinor)}, two people above ${money(limits.fourEyesMinor)}`,
          },
          {
            term: "Customer",
            detail: `${count(history.orders, "order")}, ${count(history.refunds, "refund")} in 90 days${
              history.sums.length > 0
                ? `: ${history.sums.map(({ amountMinor, currency }) => money(Number(amountMinor), currency)).join(", ")}`
                : ""
            }`,
          },
          {
            term: "Evidence",
            detail: `${count(evidence.files, "piece")}${
              evidence.confirmedBy ? `, confirmed by ${evidence.confirmedBy}` : ""
            }`,
          },
        ]}
      />
    </section>
  );
}

const count = (number: number, noun: string): string =>
  `${number === 0 ? "no" : number} ${noun}${number === 1 ? "" : "s"}`;

function engineWords({ decision }: ApprovalCard): string {
  if (!decision.verdict || decision.capMinor === null) return "The engine was not asked";
  if (decision.verdict === "allow") return "It proposes this, and the engine allows it";
  return `It proposes this; the engine says: ${verdictWords[decision.verdict].toLowerCase()}`;
}

const holdWords: Readonly<Record<string, string>> = {
  chargeback: "The customer’s bank disputes the payment; a payout would wait for that.",
  overdrawn_charge: "More of the payment was taken back elsewhere than it has left for this.",
  kill_switch: "The key that proposed this was stopped.",
  restore: "Payouts wait until the books are compared.",
};

function changesOf({ changes, decision }: ApprovalCard): string[] {
  const { messages, policyNow, decisions, disputes, holds } = changes;
  const policyThen = decision.trace?.trace.policyVersion.number ?? policyNow;
  return [
    messages > 0 ? `The customer wrote ${count(messages, "more message")}.` : "",
    policyNow !== policyThen
      ? `The policy is now version ${policyNow}; this was proposed under ${policyThen}.`
      : "",
    decisions > 0 ? `There is ${count(decisions, "newer decision")} about the same customer.` : "",
    disputes > 0 ? "The customer’s bank opened a dispute about the order." : "",
    ...holds.map((reason) => holdWords[reason] ?? ""),
  ].filter(Boolean);
}
