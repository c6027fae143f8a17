import Link from "next/link";
import { Money } from "@/components/money";
import { DataTable } from "@/components/ui/data-table";
import type { DayRow, Period } from "@/lib/modules/reports/schema";
import { decimalOf } from "@/lib/platform/money";
import { Chart } from "./chart";
import { drillHref } from "./report-href";

type SectionProps = Readonly<{
  slug: string;
  period: Period;
  currency: string;
  tenantCurrency: string;
  days: readonly DayRow[];
}>;

const dayMs = 86_400_000;

/** What reached customers on each day of the period. */
export function PaidSection({ slug, period, currency, tenantCurrency, days }: SectionProps) {
  const title = `Paid back each day, ${currency}`;
  return (
    <section aria-label={title} className="border-b border-line">
      <h2 className="px-4 pt-4 text-base">{title}</h2>
      {days.length === 0 ? (
        <p className="px-4 py-3 text-sm text-ink-muted">Nothing was paid in {currency} in this period.</p>
      ) : (
        <div className="grid gap-4 p-4 md:grid-cols-2">
          <Chart
            kind="days"
            label={`${title}. The table has the same numbers.`}
            currency={currency}
            points={everyDay(period, days)}
          />
          <div className="max-h-64 overflow-y-auto">
            <DataTable
              caption={`${title}, as a table`}
              rows={days.toReversed()}
              rowKey={(row) => row.day}
              columns={[
                {
                  header: "Day",
                  cell: ({ day }) => (
                    <Link
                      className="link"
                      prefetch={false}
                      href={drillHref(slug, { from: day, to: day }, { measure: "paid", currency })}
                    >
                      {day}
                    </Link>
                  ),
                },
                {
                  header: "Paid",
                  isNumeric: true,
                  cell: (row) => (
                    <Money
                      amountMinor={row.amountMinor}
                      currency={row.currency}
                      tenantCurrency={tenantCurrency}
                    />
                  ),
                },
              ]}
            />
          </div>
        </div>
      )}
    </section>
  );
}

// A day without payments is a gap in the bars, not a day that is missing.
function everyDay({ from, to }: Period, days: readonly DayRow[]) {
  const paid = new Map(days.map(({ day, amountMinor, currency }) => [day, decimalOf(amountMinor, currency)]));
  const count = Math.round((Date.parse(to) - Date.parse(from)) / dayMs) + 1;
  return Array.from({ length: count }, (_, index) => {
    const day = new Date(Date.parse(from) + index * dayMs).toISOString().slice(0, 10);
    return { name: day.slice(5), value: Number(paid.get(day) ?? 0) };
  });
}
