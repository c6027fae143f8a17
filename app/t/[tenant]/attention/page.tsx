import { CircleCheck } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { requireDesk } from "@/app/t/[tenant]/desk";
import { FollowThroughBadge } from "@/components/follow-through-badge";
import { Money } from "@/components/money";
import { PageHeader } from "@/components/page-header";
import { StatusBadge } from "@/components/status-badge";
import { stepNames } from "@/components/step-words";
import { EmptyState } from "@/components/ui/empty-state";
import { listAttention } from "@/lib/modules/cases/queries";
import type { InboxRow } from "@/lib/modules/cases/schema";

export const metadata: Metadata = { title: "Needs attention" };

export default async function AttentionPage({ params }: Readonly<{ params: Promise<{ tenant: string }> }>) {
  const { actor, tenant } = await requireDesk((await params).tenant);
  const rows = await listAttention(actor);
  return (
    <>
      <PageHeader
        title="Needs attention"
        description="Decisions whose follow-through is stuck, oldest first."
      />
      {rows.length === 0 ? (
        <EmptyState icon={CircleCheck} title="Every decision is followed through.">
          A payment, mail or CRM update that gets stuck appears here, with its owner.
        </EmptyState>
      ) : (
        <ul aria-label="Stuck cases">
          {rows.map((row) => (
            <StuckRow key={row.id} row={row} tenant={tenant} />
          ))}
        </ul>
      )}
    </>
  );
}

type StuckRowProps = Readonly<{ row: InboxRow; tenant: Readonly<{ slug: string; currency: string }> }>;

function StuckRow({ row, tenant }: StuckRowProps) {
  const stuck = row.followThrough.filter(({ state }) => state === "attention" || state === "unknown");
  return (
    <li className="border-b border-line">
      <Link
        href={`/t/${tenant.slug}/cases/${row.id}`}
        prefetch={false}
        className="grid gap-x-6 gap-y-1 px-4 py-3 text-sm transition-colors hover:bg-hover focus-visible:-outline-offset-2 md:grid-cols-[minmax(0,1fr)_auto]"
      >
        <span className="min-w-0">
          <span className="flex flex-wrap items-baseline gap-x-2">
            <span className="text-ink-muted tabular-nums">#{row.number}</span>
            <span className="font-medium">{row.customerName}</span>
            <span className="min-w-0 truncate text-ink-muted">{row.subject}</span>
          </span>
          {stuck.map(({ step, state, error, attempts }) => (
            <span key={step} className="mt-1 flex flex-wrap items-center gap-x-2">
              <StatusBadge kind="step" state={state} />
              <span className="font-medium">{stepNames[step]}</span>
              <span className="text-ink-muted">
                {error ?? "Nobody can say yet."}
                {attempts > 1 && <span className="tabular-nums"> {attempts} attempts.</span>}
              </span>
            </span>
          ))}
        </span>
        <span className="flex flex-wrap items-center gap-3 text-ink-muted">
          {row.amountMinor !== null && row.currency !== null && (
            <span className="font-medium text-ink">
              <Money amountMinor={row.amountMinor} currency={row.currency} tenantCurrency={tenant.currency} />
            </span>
          )}
          <FollowThroughBadge steps={row.followThrough} />
          <span className="text-xs">{row.assigneeName ?? "No owner yet"}</span>
        </span>
      </Link>
    </li>
  );
}
