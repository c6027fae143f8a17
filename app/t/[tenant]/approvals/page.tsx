import { Stamp } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { type Desk, requireDesk } from "@/app/t/[tenant]/desk";
import { Money } from "@/components/money";
import { PageHeader } from "@/components/page-header";
import { RelativeTime } from "@/components/relative-time";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { type ApprovalDesk, findApprovalDesk } from "@/lib/modules/decisions/desk";
import { reasonWords } from "@/lib/modules/policies/schema";

export const metadata: Metadata = { title: "Approvals" };

export default async function ApprovalsPage({ params }: Readonly<{ params: Promise<{ tenant: string }> }>) {
  const desk = await requireDesk((await params).tenant);
  const { rows: waiting } = await findApprovalDesk(desk.actor);
  return (
    <>
      <PageHeader title="Approvals" description="Refunds that wait for a second person, oldest first." />
      {waiting.length === 0 ? (
        <EmptyState icon={Stamp} title="Nothing waits for a yes">
          A refund above its proposer’s limit appears here.
        </EmptyState>
      ) : (
        <ul aria-label="Waiting for approval">
          {waiting.map((approval) => (
            <WaitingRow key={approval.approvalId} approval={approval} desk={desk} />
          ))}
        </ul>
      )}
    </>
  );
}

function WaitingRow({ approval, desk }: Readonly<{ approval: ApprovalDesk["rows"][number]; desk: Desk }>) {
  const { permission } = approval;
  return (
    <li className="border-b border-line">
      <Link
        href={`/t/${desk.tenant.slug}/cases/${approval.caseId}`}
        prefetch={false}
        className="grid gap-x-6 gap-y-1 px-4 py-3 text-sm transition-colors hover:bg-hover focus-visible:-outline-offset-2 md:grid-cols-[7rem_minmax(0,1fr)_auto]"
      >
        <span className="text-lg font-semibold">
          <Money
            amountMinor={approval.amountMinor}
            currency={approval.currency}
            tenantCurrency={desk.tenant.currency}
          />
        </span>
        <span className="min-w-0">
          <span className="flex flex-wrap items-baseline gap-x-2">
            <span className="text-ink-muted tabular-nums">#{approval.caseNumber}</span>
            <span className="font-medium">{approval.customerName}</span>
            <span className="min-w-0 truncate text-ink-muted">{approval.subject}</span>
          </span>
          <span className="mt-0.5 block max-w-prose text-ink-muted">
            {reasonWords[approval.reasonCode]}: {approval.rationale}
          </span>
          <span className="mt-1 block text-xs text-ink-muted">
            Proposed by {approval.proposedByName}, <RelativeTime at={approval.createdAt} /> · expires{" "}
            <RelativeTime at={approval.expiresAt} />
          </span>
        </span>
        <span className="flex flex-col items-start gap-1 md:items-end">
          <Badge tone="waiting">
            {approval.requiredRole === "finance" ? "Needs finance" : "Needs a lead"}
            {approval.requiredVotes > 1 && `, ${approval.votes.length} of ${approval.requiredVotes}`}
          </Badge>
          <span className="text-xs text-ink-muted md:max-w-form md:text-right">
            {permission.allowed ? "You can approve this" : permission.reason}
          </span>
        </span>
      </Link>
    </li>
  );
}
