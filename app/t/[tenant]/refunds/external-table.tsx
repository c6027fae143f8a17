import { Money } from "@/components/money";
import { CopyButton } from "@/components/ui/copy-button";
import { type Column, DataTable } from "@/components/ui/data-table";
import type { ExternalRow } from "@/lib/modules/refunds/ledger-schema";

type TableProps = Readonly<{ rows: readonly ExternalRow[]; tenantCurrency: string }>;

/** What others than Makegood refunded: the shop, somebody at the provider's dashboard, another system. */
export const ExternalTable = ({ rows, tenantCurrency }: TableProps) => (
  <DataTable
    caption="Charges that were refunded elsewhere"
    columns={columnsFor(tenantCurrency)}
    rows={rows}
    rowKey={(row) => row.chargeId}
  />
);

const columnsFor = (tenantCurrency: string): readonly Column<ExternalRow>[] => [
  { header: "Order", cell: (row) => row.orderExternalId },
  { header: "Customer", cell: (row) => row.customerName },
  { header: "Charge", cell: (row) => row.methodLabel },
  {
    header: "Paid",
    isNumeric: true,
    cell: (row) => (
      <Money amountMinor={row.capturedMinor} currency={row.currency} tenantCurrency={tenantCurrency} />
    ),
  },
  {
    header: "Refunded elsewhere",
    isNumeric: true,
    cell: (row) => (
      <Money amountMinor={row.externalMinor} currency={row.currency} tenantCurrency={tenantCurrency} />
    ),
  },
  {
    header: "Payment at the provider",
    cell: (row) => (
      <span className="inline-flex items-center gap-0.5 text-ink-muted">
        {row.providerPaymentId}
        <CopyButton value={row.providerPaymentId} label={`Copy the payment’s id of ${row.orderExternalId}`} />
      </span>
    ),
  },
];
