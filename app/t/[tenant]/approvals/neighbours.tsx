import { LinkButton } from "@/components/ui/link-button";
import type { ApprovalQuery, QueuedApproval } from "@/lib/modules/decisions/approval-schema";

/** The address of the queue with one card open. */
export function approvalHref(slug: string, { sort, cursor, open }: Partial<ApprovalQuery>): string {
  const search = new URLSearchParams({
    ...(sort && sort !== "age" && { sort }),
    ...(cursor && { cursor }),
    ...(open && { open }),
  });
  return `/t/${slug}/approvals${search.size > 0 ? `?${search}` : ""}`;
}

type NeighboursProps = Readonly<{
  rows: readonly QueuedApproval[];
  at: number;
  hrefOf: (approvalId: string) => string;
}>;

/** On a phone there is one card at a time: which one this is, and the ways to its neighbours. */
export function Neighbours({ rows, at, hrefOf }: NeighboursProps) {
  const [previous, next] = [rows[at - 1], rows[at + 1]];
  return (
    <nav
      aria-label="Other approvals"
      className="flex min-h-13 shrink-0 items-center justify-between gap-2 border-b border-line px-4 py-1 text-sm md:hidden"
    >
      <span className="tabular-nums text-ink-muted">
        {at + 1} of {rows.length}
      </span>
      <span className="flex gap-2">
        {previous && <LinkButton href={hrefOf(previous.approvalId)}>One before</LinkButton>}
        {next && <LinkButton href={hrefOf(next.approvalId)}>Next</LinkButton>}
      </span>
    </nav>
  );
}
