/** What a mail program writes before it repeats what it answers. */
const introductions = [
  /^\s*(on|am|le|el|il|op)\b.{4,250}\b(wrote|schrieb|a écrit|escribió|ha scritto|schreef)\b.{0,120}:\s*$/i,
  /^\s*-{2,}\s*(original message|ursprüngliche nachricht|forwarded message|message d'origine)\s*-{2,}\s*$/i,
  /^_{20,}\s*$/,
];
const outlookHead = /^\s*\*?(from|von|de|van):\*?\s.+/i;
const outlookLine = /^\s*\*?(sent|gesendet|date|datum|to|an|subject|betreff|envoyé|verzonden):/i;

/**
 * The new part of an answer: without the mail that it repeats below. Whoever writes between the quoted lines is shown
 * whole, because their words make no sense without them; so is a mail that is nothing but a quote.
 */
export function withoutQuote(text: string): string {
  const lines = text.split("\n");
  const start = lines.findIndex((_, index) => startsQuote(lines, index));
  if (start < 0) return text.trim();
  const quote = lines.slice(start);
  const quoted = quote.findIndex((line) => line.startsWith(">"));
  // Without ">" nobody can tell whose words they are, and all of it is the quote.
  const isAnsweredInside = quoted >= 0 && quote.slice(quoted).some(isOwnWord);
  const kept = lines.slice(0, start).join("\n").trim();
  return kept === "" || isAnsweredInside ? text.trim() : kept;
}

function startsQuote(lines: readonly string[], index: number): boolean {
  const line = lines[index] ?? "";
  // Some programs break the introduction over two lines.
  const joined = `${line} ${lines[index + 1] ?? ""}`;
  if (introductions.some((pattern) => pattern.test(line))) return true;
  if (/^\s*(on|am|le)\b/i.test(line) && line.length < 200 && introductions[0]?.test(joined)) return true;
  if (outlookHead.test(line)) return lines.slice(index + 1, index + 4).some((next) => outlookLine.test(next));
  return (
    line.startsWith(">") && lines.slice(index).every((next) => next.startsWith(">") || next.trim() === "")
  );
}

const isOwnWord = (line: string): boolean => line.trim() !== "" && !line.startsWith(">");
