import { formatMoney } from "@/lib/platform/money";

type MoneyProps = Readonly<{
  amountMinor: number;
  currency: string;
  /** The ISO code is written unless the amount is in this currency. */
  tenantCurrency?: string | undefined;
  locale?: string;
}>;

export function Money({ amountMinor, currency, tenantCurrency, locale = "en-US" }: MoneyProps) {
  return (
    <span className="whitespace-nowrap tabular-nums">
      {moneyWords(amountMinor, currency, tenantCurrency, locale)}
    </span>
  );
}

/** The same as text, for labels and titles: "$42.10", or "¥9,800 JPY" in a shop that sells in dollars. */
export function moneyWords(
  amountMinor: number,
  currency: string,
  tenantCurrency?: string,
  locale = "en-US",
): string {
  const amount = formatMoney(amountMinor, currency, locale);
  return currency === tenantCurrency || amount.includes(currency) ? amount : `${amount}\u00a0${currency}`;
}
