import type { InboxRow } from "@/lib/modules/cases/schema";
import { verdicts } from "@/lib/modules/policies/terms";
import { FollowThroughBadge } from "./follow-through-badge";
import { Money } from "./money";
import { RelativeTime } from "./relative-time";
import { SlaClock } from "./sla-clock";
import { StatusBadge } from "./status-badge";
import { Avatar } from "./ui/avatar";
import { VerdictBadge } from "./verdict-badge";

type CaseRowProps = Readonly<{
  row: InboxRow;
  tenantCurrency: string;
  now: Date;
  /** Colleagues who have the case open now. */
  viewers?: readonly string[] | undefined;
}>;

/** A case in a list: who, what they want, and how far it got. Three lines of fixed height. */
export function CaseRow({ row, tenantCurrency, now, viewers = [] }: CaseRowProps) {
  return (
    <>
      <span className="flex items-baseline gap-2">
        <span className="min-w-0 flex-1 truncate font-medium text-ink">{row.customerName}</span>
        {row.dueAt && isActive(row) && (
          <span className="shrink-0 text-xs">
            <SlaClock dueAt={row.dueAt} now={now} />
          </span>
        )}
        <span className="shrink-0 text-xs text-ink-muted">
          <RelativeTime at={row.snoozedUntil ?? row.lastMessageAt} now={now} />
        </span>
      </span>
      <span className="block truncate text-ink-muted">
        <span className="text-ink">{row.subject}</span> {row.preview}
      </span>
      <span className="flex h-5 items-center gap-2 overflow-hidden text-xs text-ink-muted">
        <span className="shrink-0 tabular-nums">#{row.number}</span>
        {row.orderExternalId && <span className="truncate tabular-nums">{row.orderExternalId}</span>}
        {row.amountMinor !== null && row.currency !== null && (
          <span className="shrink-0 font-medium text-ink">
            <Money amountMinor={row.amountMinor} currency={row.currency} tenantCurrency={tenantCurrency} />
          </span>
        )}
        <RowState row={row} />
        {row.labels.slice(0, 2).map((label) => (
          <span key={label} className="truncate rounded-sm border border-line px-1">
            {label}
          </span>
        ))}
        <span className="ml-auto inline-flex shrink-0 items-center gap-2">
          {row.decision !== "none" && <FollowThroughBadge steps={row.followThrough} />}
          {viewers.length > 0 && <Presence names={viewers} />}
          {row.assigneeName && <Avatar name={row.assigneeName} isLabelled size="sm" />}
        </span>
      </span>
    </>
  );
}

const isActive = ({ conversation }: InboxRow): boolean =>
  conversation === "open" || conversation === "waiting_customer";

/** The one state that matters most now: the refund's, the decision's, what the policy says, the conversation's. */
function RowState({ row }: Readonly<{ row: InboxRow }>) {
  if (row.refund !== "none" && row.decision === "approved") {
    return <StatusBadge kind="refund" state={row.refund} />;
  }
  if (row.decision !== "none") return <StatusBadge kind="decision" state={row.decision} />;
  const verdict = verdicts.find((known) => known === row.verdict);
  if (verdict) return <VerdictBadge verdict={verdict} />;
  return row.conversation === "open" ? null : <StatusBadge kind="conversation" state={row.conversation} />;
}

function Presence({ names }: Readonly<{ names: readonly string[] }>) {
  const words = `${names.join(", ")} ${names.length === 1 ? "is" : "are"} here`;
  return (
    <span className="inline-flex items-center" title={words}>
      <span aria-hidden="true" className="size-2 rounded-full bg-info-solid" />
      <span className="sr-only">{words}</span>
    </span>
  );
}
