import { parseMoney } from "@/lib/platform/money";
import { type ConversationState, faultInLabel, plainLabel } from "./schema";

/** What `is:` knows. Each split of the inbox is one of them. */
export const isWords = [
  "mine",
  "unassigned",
  "needs-decision",
  "awaiting-approval",
  "attention",
  "sla",
  "overdue",
  "snoozed",
  "approved",
  "denied",
  "paid",
] as const;
export type IsWord = (typeof isWords)[number];

const statusWords = {
  open: "open",
  waiting: "waiting_customer",
  snoozed: "snoozed",
  resolved: "resolved",
  closed: "closed",
  merged: "merged",
  spam: "spam",
} as const satisfies Record<string, ConversationState>;

export const comparisons = [">=", "<=", ">", "<", "="] as const;
export type Comparison = (typeof comparisons)[number];

/** One thing that a case must be to be found. All of them must hold. */
export type SearchTerm =
  | Readonly<{ kind: "text"; text: string }>
  | Readonly<{ kind: "status"; states: readonly ConversationState[] }>
  /** "me", "none", or a part of a name. */
  | Readonly<{ kind: "assignee"; name: string }>
  /** `value` as written, in major units; without a currency the workspace's own counts. */
  | Readonly<{ kind: "amount"; comparison: Comparison; value: string; currency?: string }>
  | Readonly<{ kind: "order"; number: string }>
  | Readonly<{ kind: "tag"; label: string }>
  /** A day such as "2026-01-31", or how long ago: "7d", "2w". */
  | Readonly<{ kind: "before" | "after"; when: string }>
  | Readonly<{ kind: "is"; word: IsWord }>;

/** A part of the search that cannot be read, and how to write it instead. */
type Problem = Readonly<{ text: string; message: string }>;

export type Search = Readonly<{ terms: readonly SearchTerm[]; problems: readonly Problem[] }>;

export const longestSearch = 400;
const mostTerms = 20;

const token = /(?:([a-z]+)(:|[<>]=?|=))?(?:"([^"]*)("?)|(\S*))/giy;

/**
 * Reads the words of the search box. What it cannot read becomes a problem and is left out, never guessed.
 * @param currency of amounts that name none
 */
export function parseSearch(words: string, currency = "USD"): Search {
  const terms: SearchTerm[] = [];
  const problems: Problem[] = [];
  for (const part of tokensOf(words.slice(0, longestSearch))) {
    if (terms.length === mostTerms) {
      problems.push({ text: part.whole, message: `A search has at most ${mostTerms} parts.` });
      break;
    }
    const read = readToken(part, currency);
    if ("message" in read) problems.push(read);
    else if (!terms.some((term) => sameTerm(term, read))) terms.push(read);
  }
  return { terms, problems };
}

type Token = Readonly<{
  whole: string;
  name?: string;
  operator?: string;
  value: string;
  isQuoted: boolean;
  isUnclosed: boolean;
}>;

function* tokensOf(words: string): Generator<Token> {
  const text = words.trim();
  let at = 0;
  while (at < text.length) {
    token.lastIndex = at;
    const match = token.exec(text);
    if (!match) return;
    const [whole, name, operator, quoted, end, bare = ""] = match;
    const isQuoted = quoted !== undefined;
    yield {
      whole,
      ...(name && operator && { name: name.toLowerCase(), operator }),
      value: (quoted ?? bare).trim().replace(/\s+/g, " "),
      isQuoted,
      isUnclosed: isQuoted && end === "",
    };
    at += whole.length;
    while (/\s/.test(text[at] ?? "")) at += 1;
  }
}

type Reader = (value: string, operator: string, currency: string) => SearchTerm | string;

function readToken(part: Token, currency: string): SearchTerm | Problem {
  const { whole, name, operator = ":", value, isQuoted } = part;
  if (part.isUnclosed) return { text: whole, message: 'A quote is not closed: add " at its end.' };
  if (!name || isPlainText(part)) return readText(isQuoted ? value : whole, whole);
  const reader = Object.hasOwn(readers, name) ? readers[name] : undefined;
  if (!reader) {
    return {
      text: whole,
      message: `There is no ${name}${operator} here. Put it in quotes to look for it as text.`,
    };
  }
  if (operator !== ":" && name !== "amount") return { text: whole, message: `Write ${name}: with a colon.` };
  if (value === "") return { text: whole, message: `Say something after ${name}${operator}` };
  const read = reader(value, operator, currency);
  return typeof read === "string" ? { text: whole, message: read } : read;
}

// An address such as https://… or a time such as 10:30 is no operator.
const isPlainText = ({ operator, value, name = "" }: Token): boolean =>
  operator === ":" && value.startsWith("//") && !Object.hasOwn(readers, name);

function readText(text: string, whole: string): SearchTerm | Problem {
  const cleaned = text.replaceAll('"', "").trim();
  return cleaned === ""
    ? { text: whole, message: "There is nothing between the quotes." }
    : { kind: "text", text: cleaned };
}

const readers: Readonly<Record<string, Reader>> = {
  status: readStatus,
  assignee: (value) => ({ kind: "assignee", name: /^(me|none)$/i.test(value) ? value.toLowerCase() : value }),
  amount: readAmount,
  order: (value) => ({ kind: "order", number: value }),
  tag: (value) => {
    const label = plainLabel(value);
    return faultInLabel(label) ?? { kind: "tag", label };
  },
  before: (value) => readWhen("before", value),
  after: (value) => readWhen("after", value),
  is: (value) => {
    const word = isWords.find((known) => known === value.toLowerCase());
    return word ? { kind: "is", word } : `is: knows ${isWords.join(", ")}.`;
  },
};

function readStatus(value: string): SearchTerm | string {
  const words = value.toLowerCase().split(",").filter(Boolean);
  const states = words.flatMap((word) =>
    Object.hasOwn(statusWords, word) ? [statusWords[word as keyof typeof statusWords]] : [],
  );
  return states.length === words.length && states.length > 0
    ? { kind: "status", states: [...new Set(states)] }
    : `status: knows ${Object.keys(statusWords).join(", ")}; several with commas.`;
}

function readAmount(value: string, operator: string, own: string): SearchTerm | string {
  const [, sign, digits, named] =
    /^(>=|<=|>|<|=)?\s?(\d{1,12}(?:[.,]\d{1,3})?)\s?([a-z]{3})?$/i.exec(value) ?? [];
  const comparison = comparisons.find((known) => known === (operator === ":" ? (sign ?? "=") : operator));
  if (!digits || !comparison || (operator !== ":" && sign))
    return "Write an amount like amount>50 or amount<=20.50EUR.";
  const currency = named?.toUpperCase();
  if (parseMoney(digits, currency ?? own) === undefined)
    return `${currency ?? own} has fewer decimals than ${digits}.`;
  return { kind: "amount", comparison, value: digits.replace(",", "."), ...(currency && { currency }) };
}

const relative = /^(\d{1,4})([hdwm])$/;

function readWhen(kind: "before" | "after", value: string): SearchTerm | string {
  const when = value.toLowerCase();
  if (relative.test(when) || isDay(when)) return { kind, when };
  return `Write a day like ${kind}:2026-01-31, or how long ago: ${kind}:7d, ${kind}:2w.`;
}

// A day that is in no calendar rolls over into the next month.
const isDay = (when: string): boolean => {
  const midnight = new Date(/^\d{4}-\d{2}-\d{2}$/.test(when) ? `${when}T00:00:00Z` : Number.NaN);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(when);
};

const hoursOf = { h: 1, d: 24, w: 24 * 7, m: 24 * 30 } as const;

/** The moment a `before:` or `after:` means; a day begins at midnight UTC, and `after:` a day means after its end. */
export function momentOf({ kind, when }: Extract<SearchTerm, { when: string }>, now: Date): Date {
  const [, count, unit] = relative.exec(when) ?? [];
  if (count && unit) {
    return new Date(now.getTime() - Number(count) * hoursOf[unit as keyof typeof hoursOf] * 3_600_000);
  }
  const midnight = new Date(`${when}T00:00:00Z`);
  return kind === "before" ? midnight : new Date(midnight.getTime() + 86_400_000);
}

/** The words that `parseSearch` reads as these terms. */
export const printSearch = (terms: readonly SearchTerm[]): string => terms.map(printTerm).join(" ");

function printTerm(term: SearchTerm): string {
  switch (term.kind) {
    case "text":
      return /[\s:<>=]/.test(term.text) ? `"${term.text}"` : term.text;
    case "status":
      return `status:${term.states.map((state) => (state === "waiting_customer" ? "waiting" : state)).join(",")}`;
    case "assignee":
      return `assignee:${quoted(term.name)}`;
    case "amount":
      return `amount${term.comparison}${term.value}${term.currency ?? ""}`;
    case "order":
      return `order:${quoted(term.number)}`;
    case "tag":
      return `tag:${quoted(term.label)}`;
    case "before":
    case "after":
      return `${term.kind}:${term.when}`;
    case "is":
      return `is:${term.word}`;
  }
}

const quoted = (text: string): string => (/\s/.test(text) ? `"${text}"` : text);

const sameTerm = (one: SearchTerm, other: SearchTerm): boolean => printTerm(one) === printTerm(other);

/** The words without one of their terms, for the cross on its chip. */
export const withoutTerm = (terms: readonly SearchTerm[], index: number): string =>
  printSearch(terms.filter((_, at) => at !== index));
