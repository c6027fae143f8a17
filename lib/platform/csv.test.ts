import fc from "fast-check";
import { expect, it } from "vitest";
import { csvCell, csvLine } from "./csv";

it.each([
  ['=HYPERLINK("http://evil.example")', `"'=HYPERLINK(""http://evil.example"")"`],
  ["+1", `"'+1"`],
  ["-1", `"'-1"`],
  ["@SUM(A1)", `"'@SUM(A1)"`],
  ["\t=1", `"'\t'=1"`],
  ["\r=1", `"'\r'=1"`],
  ["  =1", `"  '=1"`],
  ["＝1", `"'＝1"`],
  ["＋1", `"'＋1"`],
  ["－1", `"'－1"`],
  ["＠1", `"'＠1"`],
  ["a;=1", `"a;'=1"`],
  ["a,@b", `"a,'@b"`],
  ["a\n+1", `"a\n'+1"`],
  ['a"=1', `"a""'=1"`],
])("gives %j to a spreadsheet as words", (text, cell) => {
  expect(csvCell(text)).toBe(cell);
});

it.each([
  ["Ana Ruiz", '"Ana Ruiz"'],
  ["decision.approved", '"decision.approved"'],
  ["01a20b45-a4fe-73cf-92e2-481c280c5fb7", '"01a20b45-a4fe-73cf-92e2-481c280c5fb7"'],
  ["a=b and 3-2", '"a=b and 3-2"'],
  [null, '""'],
  [7, '"7"'],
  [{ amountMinor: -5 }, '"{""amountMinor"":-5}"'],
])("leaves %j as it is", (value, cell) => {
  expect(csvCell(value)).toBe(cell);
});

it("lets no cell begin like a formula, whatever it holds and however a spreadsheet splits it", () => {
  const nasty = fc.string({
    unit: fc.constantFrom("=", "+", "-", "@", "＝", "\t", "\r", "\n", ";", ",", '"', "'", " ", "a"),
  });
  fc.assert(
    fc.property(nasty, (text) => {
      const inside = csvCell(text).slice(1, -1).replaceAll('""', '"');
      for (const piece of inside.split(/[,;|\t\r\n"]/)) expect(piece).not.toMatch(/^ *[=+\-@＝]/);
      expect(inside).not.toMatch(/^ *[\t\r]/);
    }),
    { numRuns: 2_000 },
  );
});

it("ends a line as RFC 4180 says", () => {
  expect(csvLine(["a", 1])).toBe('"a","1"\r\n');
});
