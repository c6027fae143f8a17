import Link from "next/link";
import { Money } from "@/components/money";
import { type Column, DataTable } from "@/components/ui/data-table";
import type { AmountDimension, AmountRow, Period } from "@/lib/modules/reports/schema";
import { decimalOf } from "@/lib/platform/money";
import { Chart } from "./chart";
import { drillHref } from "./report-href";

type SectionProps = Readonly<{
  slug: string;
  period: Period;
  currency: string;
  tenantCurrency: string;
  measure: AmountDimension;
  title: string;
  rows: readonly AmountRow[];
}>;

const chartedAtMost = 8;

/** What was approved, by one of its sides: as bars, and beside them as a table whose numbers open their cases. */
export function AmountSection({ title, rows, ...shown }: SectionProps) {
  const { currency, measure } = shown;
  return (
    <section aria-label={title} className="border-b border-line">
      <h2 className="px-4 pt-4 text-base">
        {title}, {currency}
      </h2>
      {rows.length === 0 ? (
        <p className="px-4 py-3 text-sm text-ink-muted">Nothing was approved in {currency} in this period.</p>
      ) : (
        <div className="grid gap-4 p-4 md:grid-cols-2">
          <Chart
            kind="bars"
            label={`${title} in ${currency}. The table has the same numbers.`}
            currency={currency}
            points={rows.slice(0, chartedAtMost).map((row) => ({
              name: row.label,
              value: Number(decimalOf(row.amountMinor, row.currency)),
            }))}
          />
          <DataTable
            caption={`${title} in ${currency}`}
            columns={columnsFor(shown, measure)}
            rows={rows}
            rowKey={(row) => row.key}
          />
        </div>
      )}
    </section>
  );
}

type Shown = Omit<SectionProps, "title" | "rows" | "measure">;

const sideWords = { reason: "Reason", clause: "Clause", actor: "Decided by" } as const;

const columnsFor = (
  { slug, period, tenantCurrency }: Shown,
  measure: AmountDimension,
): readonly Column<AmountRow>[] => [
  { header: sideWords[measure], cell: (row) => row.label },
  {
    header: "Amount",
    isNumeric: true,
    cell: (row) => (
      <Money amountMinor={row.amountMinor} currency={row.currency} tenantCurrency={tenantCurrency} />
    ),
  },
  {
    header: "Cases",
    isNumeric: true,
    cell: (row) => (
      <Link
        className="link"
        prefetch={false}
        href={drillHref(slug, period, { measure, key: row.key, currency: row.currency })}
      >
        {row.count}
        <span className="sr-only"> cases: {row.label}</span>
      </Link>
    ),
  },
];
