import Link from "next/link";
import { Money } from "@/components/money";
import { RelativeTime } from "@/components/relative-time";
import { StatusBadge } from "@/components/status-badge";
import { CopyButton } from "@/components/ui/copy-button";
import { Facts } from "@/components/ui/facts";
import { LinkButton } from "@/components/ui/link-button";
import type { LedgerEntry } from "@/lib/modules/refunds/ledger-schema";
import { methodWords } from "./ledger-table";

type DetailsProps = Readonly<{
  entry: LedgerEntry;
  slug: string;
  tenantCurrency: string;
  closeHref: string;
}>;

/** One refund from end to end: who decided it, every try, and the ids to look it up elsewhere. */
export function RefundDetails({ entry, slug, tenantCurrency, closeHref }: DetailsProps) {
  return (
    <section
      aria-labelledby="refund-title"
      className="flex flex-col gap-4 border-b border-line bg-surface px-4 py-4"
    >
      <header className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h2 id="refund-title" className="text-lg">
          <Money amountMinor={entry.amountMinor} currency={entry.currency} tenantCurrency={tenantCurrency} />{" "}
          to {entry.destination}
        </h2>
        <StatusBadge kind="refund" state={entry.state} />
        <span className="ml-auto flex gap-2">
          <LinkButton href={`/t/${slug}/cases/${entry.caseId}`} size="sm">
            Open case #{entry.caseNumber}
          </LinkButton>
          <LinkButton href={closeHref} size="sm" variant="ghost">
            Close
          </LinkButton>
        </span>
      </header>
      <div className="grid gap-6 md:grid-cols-2">
        <Facts facts={factsOf(entry, slug)} />
        <Tries entry={entry} />
      </div>
    </section>
  );
}

const factsOf = (entry: LedgerEntry, slug: string) => [
  { term: "Order", detail: entry.orderExternalId },
  { term: "Customer", detail: entry.customerName },
  { term: "Method", detail: methodWords[entry.method] },
  { term: "Decided by", detail: entry.decidedByName ?? "Nobody yet" },
  { term: "Refund id", detail: <Id value={entry.id} label="Copy the refund’s id" /> },
  ...(entry.providerRefundId
    ? [
        {
          term: "Provider’s id",
          detail: <Id value={entry.providerRefundId} label="Copy the provider’s id" />,
        },
      ]
    : []),
  ...(entry.manualReference ? [{ term: "Reference", detail: entry.manualReference }] : []),
  ...(entry.failureReason
    ? [{ term: "Why it failed", detail: entry.failureReason.replaceAll("_", " ") }]
    : []),
  ...(entry.holds.length > 0
    ? [{ term: "Held by", detail: entry.holds.join(", ").replaceAll("_", " ") }]
    : []),
  ...(entry.replacesId
    ? [
        {
          term: "Stands in for",
          detail: (
            <Link className="link" href={`/t/${slug}/refunds?open=${entry.replacesId}`} prefetch={false}>
              the refund that failed
            </Link>
          ),
        },
      ]
    : []),
];

const Id = ({ value, label }: Readonly<{ value: string; label: string }>) => (
  <span className="inline-flex max-w-full items-center gap-0.5 break-all">
    {value}
    <CopyButton value={value} label={label} />
  </span>
);

function Tries({ entry: { tries } }: Readonly<{ entry: LedgerEntry }>) {
  if (tries.length === 0) {
    return <p className="text-sm text-ink-muted">It was not submitted to the provider yet.</p>;
  }
  return (
    <ol aria-label="Tries" className="flex flex-col gap-3 text-sm">
      {tries.map((attempt) => (
        <li
          key={attempt.generation}
          className="flex flex-col gap-1 border-l-2 border-line pl-3"
          data-try={attempt.generation}
        >
          <span className="flex flex-wrap items-center gap-2">
            <span className="font-medium">Try {attempt.generation}</span>
            <StatusBadge kind="refund" state={attempt.state} />
            <span className="text-ink-muted">
              <RelativeTime at={attempt.startedAt} format="clock" />
              {attempt.finishedAt && (
                <>
                  {" to "}
                  <RelativeTime at={attempt.finishedAt} format="clock" />
                </>
              )}{" "}
              UTC
            </span>
          </span>
          {attempt.providerRefundId && (
            <span className="text-ink-muted">
              <Id
                value={attempt.providerRefundId}
                label={`Copy the provider’s id of try ${attempt.generation}`}
              />
            </span>
          )}
          <span className="text-xs text-ink-muted">
            Key <Id value={attempt.providerKey} label={`Copy the key of try ${attempt.generation}`} />
          </span>
          {attempt.failureReason && (
            <span className="text-attention">{attempt.failureReason.replaceAll("_", " ")}</span>
          )}
        </li>
      ))}
    </ol>
  );
}
