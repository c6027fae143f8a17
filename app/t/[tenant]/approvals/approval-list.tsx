import Link from "next/link";
import type { Desk } from "@/app/t/[tenant]/desk";
import { Money } from "@/components/money";
import { RelativeTime } from "@/components/relative-time";
import { LinkButton } from "@/components/ui/link-button";
import type { ApprovalPage, ApprovalQuery, QueuedApproval } from "@/lib/modules/decisions/approval-schema";
import { approvalHref } from "./neighbours";

type ListProps = Readonly<{
  desk: Desk;
  page: ApprovalPage;
  query: ApprovalQuery;
  selectedId: string | undefined;
}>;

const sorts = [
  { sort: "age", label: "Oldest first" },
  { sort: "amount", label: "Largest first" },
] as const;

/** The queue beside the card, in the order that the address asks for. */
export function ApprovalList({ desk, page, query, selectedId }: ListProps) {
  const { slug, currency } = desk.tenant;
  return (
    <>
      <nav aria-label="Order" className="flex gap-0.5 border-b border-line px-2 py-2">
        {sorts.map(({ sort, label }) => (
          <Link
            key={sort}
            href={approvalHref(slug, { sort })}
            prefetch={false}
            aria-current={query.sort === sort ? "true" : undefined}
            className="inline-flex h-7 items-center rounded-md px-2 text-xs font-medium text-ink-muted transition-colors hover:bg-hover aria-[current]:bg-selected aria-[current]:text-ink pointer-coarse:h-11"
          >
            {label}
          </Link>
        ))}
      </nav>
      <ul aria-label="Waiting for approval">
        {page.rows.map((row) => (
          <WaitingRow
            key={row.approvalId}
            row={row}
            tenantCurrency={currency}
            href={approvalHref(slug, { ...query, open: row.approvalId })}
            isSelected={row.approvalId === selectedId}
          />
        ))}
      </ul>
      {page.nextCursor && (
        <div className="flex justify-center p-4">
          <LinkButton href={approvalHref(slug, { sort: query.sort, cursor: page.nextCursor })} size="sm">
            More
          </LinkButton>
        </div>
      )}
    </>
  );
}

type RowProps = Readonly<{
  row: QueuedApproval;
  tenantCurrency: string;
  href: string;
  isSelected: boolean;
}>;

function WaitingRow({ row, tenantCurrency, href, isSelected }: RowProps) {
  return (
    <li className="border-b border-line">
      <Link
        href={href}
        prefetch={false}
        aria-current={isSelected ? "true" : undefined}
        className="relative flex flex-col gap-1 px-4 py-2.5 text-sm transition-colors hover:bg-hover focus-visible:-outline-offset-2 aria-[current]:bg-selected aria-[current]:before:absolute aria-[current]:before:inset-y-0 aria-[current]:before:left-0 aria-[current]:before:w-0.5 aria-[current]:before:bg-accent"
      >
        <span className="flex items-baseline gap-2">
          <span className="font-semibold">
            <Money amountMinor={row.amountMinor} currency={row.currency} tenantCurrency={tenantCurrency} />
          </span>
          <span className="min-w-0 flex-1 truncate">{row.customerName}</span>
          <span className="text-xs text-ink-muted">
            <RelativeTime at={row.askedAt} />
          </span>
        </span>
        <span className="flex items-baseline gap-2 text-xs text-ink-muted">
          <span className="tabular-nums">#{row.caseNumber}</span>
          <span className="min-w-0 flex-1 truncate">{row.subject}</span>
          <span className="shrink-0">
            {row.requiredRole === "finance" ? "finance" : "lead"}
            {row.requiredVotes > 1 && `, ${row.votes} of ${row.requiredVotes}`}
          </span>
        </span>
      </Link>
    </li>
  );
}
