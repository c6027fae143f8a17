import Link from "next/link";
import { Money } from "@/components/money";
import { RelativeTime } from "@/components/relative-time";
import { StatusBadge } from "@/components/status-badge";
import { CopyButton } from "@/components/ui/copy-button";
import { type Column, DataTable } from "@/components/ui/data-table";
import type { LedgerRow } from "@/lib/modules/refunds/ledger-schema";
import type { PayoutMethod } from "@/lib/modules/refunds/schema";

export const methodWords: Readonly<Record<PayoutMethod, string>> = {
  refund: "Back to the payment",
  void: "Given up before it was taken",
  store_credit: "Store credit",
  manual: "By hand",
};

type TableProps = Readonly<{
  rows: readonly LedgerRow[];
  slug: string;
  tenantCurrency: string;
  /** The address that shows one refund in detail. */
  hrefOf: (refundId: string) => string;
}>;

export const LedgerTable = ({ rows, ...shown }: TableProps) => (
  <DataTable
    caption="Refunds, newest first"
    columns={columnsFor(shown)}
    rows={rows}
    rowKey={(row) => row.id}
  />
);

const columnsFor = ({
  slug,
  tenantCurrency,
  hrefOf,
}: Omit<TableProps, "rows">): readonly Column<LedgerRow>[] => [
  {
    header: "Case",
    cell: (row) => (
      <Link className="link" href={`/t/${slug}/cases/${row.caseId}`} prefetch={false}>
        #{row.caseNumber}
      </Link>
    ),
  },
  { header: "Order", cell: (row) => row.orderExternalId },
  { header: "Customer", cell: (row) => row.customerName },
  {
    header: "Amount",
    isNumeric: true,
    cell: (row) => (
      <Money amountMinor={row.amountMinor} currency={row.currency} tenantCurrency={tenantCurrency} />
    ),
  },
  { header: "State", cell: (row) => <StatusBadge kind="refund" state={row.state} /> },
  { header: "To", cell: (row) => row.destination },
  {
    header: "Provider’s id",
    cell: (row) => (row.providerRefundId ? <ProviderId row={row} /> : <Faint>Not submitted</Faint>),
  },
  { header: "Decided", cell: (row) => <RelativeTime at={row.createdAt} /> },
  {
    header: "Settled",
    cell: (row) => (row.settledAt ? <RelativeTime at={row.settledAt} /> : <Faint>Not yet</Faint>),
  },
  {
    header: "Details",
    cell: (row) => (
      <Link className="link" href={hrefOf(row.id)} prefetch={false} scroll={false}>
        Details<span className="sr-only"> of the refund of #{row.caseNumber}</span>
      </Link>
    ),
  },
];

const Faint = ({ children }: Readonly<{ children: string }>) => (
  <span className="text-ink-faint">{children}</span>
);

const ProviderId = ({ row }: Readonly<{ row: LedgerRow }>) => (
  <span className="inline-flex items-center gap-0.5 text-ink-muted">
    {row.providerRefundId}
    <CopyButton value={row.providerRefundId ?? ""} label={`Copy the provider’s id for #${row.caseNumber}`} />
  </span>
);
