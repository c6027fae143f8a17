// A spreadsheet takes a cell that begins so for a formula, the full-width forms too. Other separators count as well:
// it may split where we did not. Source: https://owasp.org/www-community/attacks/CSV_Injection
const formulaStart = /(?<=^|[,;|\t\r\n"'])( *)(?=[=+\-@\t\r＝＋－＠])/gu;

/** `value` as one cell that no spreadsheet calculates: quoted, with an apostrophe before whatever could begin a formula. */
export function csvCell(value: unknown): string {
  const text =
    value === null || value === undefined
      ? ""
      : typeof value === "object"
        ? JSON.stringify(value)
        : String(value);
  return `"${text.replace(formulaStart, "$1'").replaceAll('"', '""')}"`;
}

/** One line of comma-separated values, ended as RFC 4180 says. */
export const csvLine = (values: readonly unknown[]): string => `${values.map(csvCell).join(",")}\r\n`;
