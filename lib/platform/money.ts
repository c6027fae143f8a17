// Currencies whose smallest unit is not a hundredth. Source: ISO 4217.
const exponents: Readonly<Record<string, number>> = {
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
};

/** How many decimals `currency` has: 0, 2 or 3. */
export const exponentOf = (currency: string): number => exponents[currency] ?? 2;

/** `4210`, `USD` → `$42.10`. */
export function formatMoney(amountMinor: number, currency: string, locale = "en-US"): string {
  const decimal = decimalOf(amountMinor, currency);
  const symbol = locale === "en-US" ? americanSymbols[currency] : undefined;
  if (!symbol) return formatOf(currency, locale).format(decimal as Intl.StringNumericLiteral);
  const [whole = "", decimals] = decimal.replace("-", "").split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return `${amountMinor < 0 ? "-" : ""}${symbol}${grouped}${decimals ? `.${decimals}` : ""}`;
}

/** Written as `Intl` does, and without it: to begin with it takes a phone a fifth of a second, while a page waits to be used. */
const americanSymbols: Readonly<Record<string, string>> = { USD: "$", EUR: "€", GBP: "£", JPY: "¥" };

/** `4210`, `USD` → `42.10`. Exact: the digits are moved as text, never divided as a float. */
export function decimalOf(amountMinor: number, currency: string): string {
  const exponent = exponentOf(currency);
  const digits = Math.abs(amountMinor)
    .toString()
    .padStart(exponent + 1, "0");
  const whole = digits.slice(0, digits.length - exponent);
  const decimal = exponent === 0 ? whole : `${whole}.${digits.slice(-exponent)}`;
  return `${amountMinor < 0 ? "-" : ""}${decimal}`;
}

// Making a format costs fifty times as much as using it.
const formats = new Map<string, Intl.NumberFormat>();

function formatOf(currency: string, locale: string): Intl.NumberFormat {
  const name = `${currency} ${locale}`;
  const known = formats.get(name);
  if (known) return known;
  const digits = exponentOf(currency);
  const format = new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  formats.set(name, format);
  return format;
}

/** `12.5`, `USD` → `1250`; undefined for what is no amount of that currency. Exact: the digits are moved as text. */
export function parseMoney(text: string, currency: string): number | undefined {
  const exponent = exponentOf(currency);
  const [, whole, decimals = ""] = /^(\d{1,12})(?:[.,](\d{1,3}))?$/.exec(text.trim()) ?? [];
  if (whole === undefined || decimals.length > exponent) return undefined;
  return Number(whole + decimals.padEnd(exponent, "0"));
}
