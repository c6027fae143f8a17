import { Money } from "@/components/money";
import type { LedgerSum } from "@/lib/modules/refunds/ledger-schema";

type SumsProps = Readonly<{ sums: readonly LedgerSum[]; tenantCurrency: string }>;

/** What the filter adds up to, each currency for itself. */
export function LedgerSums({ sums, tenantCurrency }: SumsProps) {
  return (
    <dl
      aria-label="Sums"
      className="flex flex-wrap gap-x-10 gap-y-3 border-b border-line bg-sunken px-4 py-3"
      data-sums=""
    >
      {sums.flatMap(({ currency, count, ...sum }) =>
        [
          { term: `Paid, ${currency}`, amountMinor: sum.paidMinor, isShown: true },
          { term: `On its way, ${currency}`, amountMinor: sum.openMinor, isShown: true },
          { term: `Failed, ${currency}`, amountMinor: sum.failedMinor, isShown: sum.failedMinor > 0 },
        ]
          .filter(({ isShown }) => isShown)
          .map(({ term, amountMinor }, index) => (
            <div key={term}>
              <dt className="text-xs text-ink-muted">
                {term}
                {index === 0 && `, of ${count} ${count === 1 ? "refund" : "refunds"}`}
              </dt>
              <dd className="text-lg font-semibold">
                <Money amountMinor={amountMinor} currency={currency} tenantCurrency={tenantCurrency} />
              </dd>
            </div>
          )),
      )}
    </dl>
  );
}
