const zeroDecimal = new Set("bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf".split(" "));
const threeDecimal = new Set(["bhd", "jod", "kwd", "omr", "tnd"]);
const wholeUnitsOnly = new Set(["isk", "ugx"]);

/** Smallest step of an amount, in minor units. Source: https://docs.stripe.com/currencies */
export function amountStep(currency: string): number {
  if (threeDecimal.has(currency)) return 10;
  return wholeUnitsOnly.has(currency) ? 100 : 1;
}

export function formatAmount(amount: number, currency: string): string {
  const digits = zeroDecimal.has(currency) ? 0 : threeDecimal.has(currency) ? 3 : 2;
  return new Intl.NumberFormat("en-US", {
    style: "currency",
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(amount / 10 ** digits);
}
