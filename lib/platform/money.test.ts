import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimalOf, exponentOf, formatMoney, parseMoney } from "./money";

describe("money in words", () => {
  it.each([
    [4_210, "USD", "$42.10"],
    [5, "USD", "$0.05"],
    [9_800, "JPY", "¥9,800"],
    [1_250, "KWD", "KWD 1.250"],
    [-4_210, "USD", "-$42.10"],
    [900_719_925_474_099_1, "USD", "$90,071,992,547,409.91"],
  ])("%s %s is %s", (amountMinor, currency, words) => {
    expect(formatMoney(amountMinor, currency).replace(/\u00a0/g, " ")).toBe(words);
  });

  it.each(["USD", "EUR", "GBP", "JPY", "CHF", "KWD"])("%s is written as Intl writes it", (currency) => {
    const digits = exponentOf(currency);
    const format = new Intl.NumberFormat("en-US", {
      ...{ style: "currency", currency, minimumFractionDigits: digits, maximumFractionDigits: digits },
    });
    fc.assert(
      fc.property(fc.maxSafeInteger(), (amountMinor) => {
        const decimal = decimalOf(amountMinor, currency) as Intl.StringNumericLiteral;
        expect(formatMoney(amountMinor, currency)).toBe(format.format(decimal));
      }),
    );
  });
});

describe("an amount that somebody typed", () => {
  it.each([
    ["12.5", "USD", 1_250],
    ["12,50", "EUR", 1_250],
    [" 7 ", "USD", 700],
    ["9800", "JPY", 9_800],
    ["1.25", "KWD", 1_250],
    ["0.1", "USD", 10],
    ["999999999999", "USD", 99_999_999_999_900],
  ])("%s %s is %s", (text, currency, minor) => {
    expect(parseMoney(text, currency)).toBe(minor);
  });

  it.each([
    ["", "USD"],
    ["1.234", "USD"],
    ["9.5", "JPY"],
    ["1,234.50", "USD"],
    ["-1", "USD"],
    ["1e3", "USD"],
    ["0x10", "USD"],
    ["١٠", "USD"],
    ["12.", "USD"],
    ["1234567890123", "USD"],
  ])("%s %s is none", (text, currency) => {
    expect(parseMoney(text, currency)).toBeUndefined();
  });
});
