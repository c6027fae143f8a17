import Link from "next/link";
import type { InboxRow } from "@/lib/modules/cases/schema";
import { FollowThroughBadge } from "./follow-through-badge";
import { Money } from "./money";
import { RelativeTime } from "./relative-time";
import { StatusBadge } from "./status-badge";
import { Avatar } from "./ui/avatar";

type CaseRowProps = Readonly<{
  row: InboxRow;
  href: string;
  isSelected?: boolean;
  tenantCurrency?: string;
  now?: Date;
}>;

/** A case in a list: who and what they want, then number, amount, state and how far it got. */
export function CaseRow({ row, href, isSelected = false, tenantCurrency, now = new Date() }: CaseRowProps) {
  return (
    <li className="border-b border-line">
      <Link
        href={href}
        prefetch={false}
        data-case={row.id}
        aria-current={isSelected ? "true" : undefined}
        className="relative flex flex-col gap-1 px-4 py-2.5 text-sm transition-colors hover:bg-hover focus-visible:-outline-offset-2 aria-[current]:bg-selected aria-[current]:before:absolute aria-[current]:before:inset-y-0 aria-[current]:before:left-0 aria-[current]:before:w-0.5 aria-[current]:before:bg-accent"
      >
        <span className="flex items-baseline gap-2">
          <span className="shrink-0 font-medium text-ink">{row.customerName}</span>
          <span className="min-w-0 flex-1 truncate text-ink-muted">{row.subject}</span>
          <span className="text-xs text-ink-muted">
            <RelativeTime at={row.lastMessageAt} now={now} />
          </span>
        </span>
        <span className="flex h-5 items-center gap-2 text-xs text-ink-muted">
          <span className="tabular-nums">#{row.number}</span>
          {row.amountMinor !== null && row.currency !== null && (
            <span className="font-medium text-ink">
              <Money amountMinor={row.amountMinor} currency={row.currency} tenantCurrency={tenantCurrency} />
            </span>
          )}
          <RowState row={row} />
          <span className="ml-auto inline-flex shrink-0 items-center gap-2">
            {row.decision !== "none" && <FollowThroughBadge steps={row.followThrough} />}
            {row.assigneeName && <Avatar name={row.assigneeName} isLabelled size="sm" />}
          </span>
        </span>
      </Link>
    </li>
  );
}

/** The one state that matters most now: the refund's, else the decision's, else the conversation's. Open is no news. */
function RowState({ row }: Readonly<{ row: InboxRow }>) {
  if (row.refund !== "none" && row.decision === "approved") {
    return <StatusBadge kind="refund" state={row.refund} />;
  }
  if (row.decision !== "none") return <StatusBadge kind="decision" state={row.decision} />;
  if (row.conversation !== "open") return <StatusBadge kind="conversation" state={row.conversation} />;
  return <span className="min-w-0 truncate">{row.preview}</span>;
}
