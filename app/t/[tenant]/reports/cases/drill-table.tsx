import Link from "next/link";
import { durationWords } from "@/app/t/[tenant]/reports/duration-words";
import { Money } from "@/components/money";
import { RelativeTime } from "@/components/relative-time";
import { StatusBadge } from "@/components/status-badge";
import { type Column, DataTable } from "@/components/ui/data-table";
import { VerdictBadge } from "@/components/verdict-badge";
import { verdicts } from "@/lib/modules/policies/terms";
import type { DrillRow } from "@/lib/modules/reports/schema";

type TableProps = Readonly<{
  rows: readonly DrillRow[];
  slug: string;
  tenantCurrency: string;
  caption: string;
}>;

export const DrillTable = ({ rows, slug, tenantCurrency, caption }: TableProps) => (
  <DataTable
    caption={caption}
    columns={columnsFor(slug, tenantCurrency)}
    rows={rows}
    rowKey={(row) => row.id}
  />
);

const columnsFor = (slug: string, tenantCurrency: string): readonly Column<DrillRow>[] => [
  {
    header: "Case",
    cell: (row) => (
      <Link className="link" href={`/t/${slug}/cases/${row.caseId}`} prefetch={false}>
        #{row.caseNumber}
      </Link>
    ),
  },
  { header: "Customer", cell: (row) => row.customerName },
  { header: "Subject", cell: (row) => <span className="block max-w-form truncate">{row.subject}</span> },
  {
    header: "Amount",
    isNumeric: true,
    cell: ({ amountMinor, currency }) =>
      amountMinor !== null &&
      currency !== null && (
        <Money amountMinor={amountMinor} currency={currency} tenantCurrency={tenantCurrency} />
      ),
  },
  {
    header: "Policy said",
    cell: ({ verdict }) => {
      const known = verdicts.find((name) => name === verdict);
      return known ? <VerdictBadge verdict={known} /> : <span className="text-ink-faint">Not asked</span>;
    },
  },
  { header: "Decision", cell: (row) => <StatusBadge kind="decision" state={row.state} /> },
  { header: "By", cell: (row) => row.decidedByName ?? "" },
  {
    header: "Took",
    isNumeric: true,
    cell: (row) => (row.seconds === null ? "" : durationWords(row.seconds)),
  },
  { header: "When", cell: (row) => <RelativeTime at={row.at} /> },
];
