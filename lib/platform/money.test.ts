import { describe, expect, it } from "vitest";
import { formatMoney } from "./money";

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
});
