import { ReceiptText } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { requireDesk } from "@/app/t/[tenant]/desk";
import { Money } from "@/components/money";
import { PageHeader } from "@/components/page-header";
import { RelativeTime } from "@/components/relative-time";
import { StatusBadge } from "@/components/status-badge";
import { CopyButton } from "@/components/ui/copy-button";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { listRefunds, sumRefunds } from "@/lib/modules/refunds/queries";
import type { RefundRow, RefundSum } from "@/lib/modules/refunds/schema";

export const metadata: Metadata = { title: "Refunds" };

export default async function RefundsPage({ params }: Readonly<{ params: Promise<{ tenant: string }> }>) {
  const { actor, tenant } = await requireDesk((await params).tenant);
  const [rows, sums] = await Promise.all([listRefunds(actor), sumRefunds(actor)]);
  return (
    <>
      <PageHeader title="Refunds" description="Every refund with what the payment provider says of it." />
      {rows.length === 0 ? (
        <EmptyState icon={ReceiptText} title="No refunds yet">
          A refund appears here as soon as somebody proposes one.
        </EmptyState>
      ) : (
        <>
          <Sums sums={sums} tenantCurrency={tenant.currency} />
          <DataTable
            caption="Refunds, newest first"
            columns={columnsFor(tenant)}
            rows={rows}
            rowKey={(row) => row.id}
          />
        </>
      )}
    </>
  );
}

function Sums({ sums, tenantCurrency }: Readonly<{ sums: readonly RefundSum[]; tenantCurrency: string }>) {
  return (
    <dl className="flex flex-wrap gap-x-10 gap-y-3 border-b border-line bg-sunken px-4 py-3">
      {sums.flatMap(({ currency, paidMinor, openMinor }) =>
        [
          { term: `Paid, ${currency}`, amountMinor: paidMinor },
          { term: `On its way, ${currency}`, amountMinor: openMinor },
        ].map(({ term, amountMinor }) => (
          <div key={term}>
            <dt className="text-xs text-ink-muted">{term}</dt>
            <dd className="text-lg font-semibold">
              <Money amountMinor={amountMinor} currency={currency} tenantCurrency={tenantCurrency} />
            </dd>
          </div>
        )),
      )}
    </dl>
  );
}

const columnsFor = (tenant: Readonly<{ slug: string; currency: string }>): readonly Column<RefundRow>[] => [
  {
    header: "Case",
    cell: (row) => (
      <Link className="link" href={`/t/${tenant.slug}/cases/${row.caseId}`} prefetch={false}>
        #{row.caseNumber}
      </Link>
    ),
  },
  { header: "Customer", cell: (row) => row.customerName },
  {
    header: "Amount",
    isNumeric: true,
    cell: (row) => (
      <Money amountMinor={row.amountMinor} currency={row.currency} tenantCurrency={tenant.currency} />
    ),
  },
  { header: "State", cell: (row) => <StatusBadge kind="refund" state={row.state} /> },
  { header: "To", cell: (row) => row.methodLabel },
  {
    header: "Provider’s id",
    cell: (row) =>
      row.providerRefundId ? (
        <span className="inline-flex items-center gap-0.5 text-ink-muted">
          {row.providerRefundId}
          <CopyButton value={row.providerRefundId} label={`Copy the provider’s id for #${row.caseNumber}`} />
        </span>
      ) : (
        <span className="text-ink-faint">Not submitted</span>
      ),
  },
  {
    header: "Decided",
    cell: (row) => <RelativeTime at={row.createdAt} />,
  },
  {
    header: "Settled",
    cell: (row) =>
      row.settledAt ? <RelativeTime at={row.settledAt} /> : <span className="text-ink-faint">Not yet</span>,
  },
];
