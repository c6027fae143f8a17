import Link from "next/link";
import type { Desk } from "@/app/t/[tenant]/desk";
import { Money, moneyWords } from "@/components/money";
import { RelativeTime } from "@/components/relative-time";
import { TraceView } from "@/components/trace";
import { VerdictBadge } from "@/components/verdict-badge";
import type { ApprovalCard } from "@/lib/modules/decisions/approval-schema";
import { finalityWords } from "@/lib/modules/decisions/policy";
import { reasonWords } from "@/lib/modules/policies/terms";
import { ApprovalActs } from "./approval-acts";
import { ApprovalFacts } from "./approval-facts";
import { FourEyes } from "./four-eyes";

type CardProps = Readonly<{ desk: Desk; card: ApprovalCard; nextHref: string }>;

/** One refund that waits: how much, for what, what the policy says of it, and what the reader may say. */
export function ApprovalCardView({ desk, card, nextHref }: CardProps) {
  const { decision, approval, destination } = card;
  const { slug, currency: tenantCurrency } = desk.tenant;
  const amount = moneyWords(decision.amountMinor, decision.currency, tenantCurrency);
  const isLastVote = approval.votes.length + 1 >= approval.requiredVotes;
  return (
    <article aria-labelledby="approval-title" className="mx-auto flex max-w-prose flex-col gap-5 p-4 md:p-6">
      <header className="flex flex-col gap-1">
        <h2 id="approval-title" className="text-2xl">
          <Money
            amountMinor={decision.amountMinor}
            currency={decision.currency}
            tenantCurrency={tenantCurrency}
          />
        </h2>
        <p className="text-sm text-ink-muted">
          to {destination}, for{" "}
          <Link className="link" href={`/t/${slug}/cases/${card.case.id}`} prefetch={false}>
            #{card.case.number} {card.case.customerName}
          </Link>
        </p>
        <p className="text-sm">{card.case.subject}</p>
      </header>
      <FourEyes card={card} />
      <ApprovalActs
        tenantSlug={slug}
        decisionId={decision.id}
        version={decision.version}
        approve={card.approve}
        judge={card.judge}
        amount={amount}
        consequence={
          isLastVote
            ? `Approving pays ${amount} to ${destination}. ${finalityWords(card.holdSeconds)}`
            : `You are the first of two. Once another person approves it too, Makegood pays ${amount} to ${destination}.`
        }
        isFirstOfTwo={!isLastVote}
        nextHref={nextHref}
      />
      <Asked card={card} />
      <ApprovalFacts card={card} tenantCurrency={tenantCurrency} />
      {decision.trace && (
        <details className="rounded-md border border-line bg-surface text-sm">
          <summary className="flex cursor-pointer items-center gap-2 rounded-md px-4 py-2.5 font-medium hover:bg-hover">
            Why the policy says so
            {decision.verdict && <VerdictBadge verdict={decision.verdict} />}
          </summary>
          <div className="border-t border-line p-4">
            <TraceView trace={decision.trace.trace} clauses={card.clauses} />
          </div>
        </details>
      )}
    </article>
  );
}

/** Who asked for it, in their own words. */
function Asked({ card: { decision, lines, isByAi } }: Readonly<{ card: ApprovalCard }>) {
  const who = decision.proposedByKind === "key" ? (isByAi ? " (an AI)" : " (an API key)") : "";
  return (
    <section aria-label="Proposal" className="flex flex-col gap-2 text-sm">
      <p>
        <strong>{reasonWords[decision.reasonCode]}</strong>, proposed by {decision.proposedByName}
        {who} <RelativeTime at={decision.createdAt} />
      </p>
      <blockquote className="border-l-2 border-line-strong pl-3 text-ink-muted">
        {decision.rationale}
      </blockquote>
      {lines.length > 0 && (
        <ul className="list-disc pl-4 marker:text-ink-faint">
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
