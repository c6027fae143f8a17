import { claimed, known } from "./finding";
import type { Fact, PolicyDocument, PolicyFacts } from "./schema";
import { claimedReasons, codeOf, plainWords, type ReasonCode } from "./terms";

/** Why somebody asks, read once for every rule that depends on it. */
export type Reason = Readonly<{
  given: string | null;
  /** Missing: none was given, or in words that nobody has laid down a meaning for. */
  code: ReasonCode | undefined;
  /** To want something else is a fact. That it arrived broken, or what nobody understands, is a claim. */
  fact: Fact;
}>;

/** The shop's own words for a reason come first, then ours. */
export function readReason(
  { reason, confirmedBy }: PolicyFacts["request"],
  document: PolicyDocument,
): Reason {
  if (reason === null) return { given: null, code: undefined, fact: known("reason", null) };
  const code = wordsOf(document).get(plainWords(reason)) ?? codeOf(reason);
  const isWish = code !== undefined && !claimedReasons.includes(code);
  return {
    given: reason,
    code,
    fact: isWish ? known("reason", reason) : claimed("reason", reason, confirmedBy),
  };
}

// A document never changes, and it is asked thousands of times.
const words = new WeakMap<PolicyDocument, ReadonlyMap<string, ReasonCode>>();

function wordsOf(document: PolicyDocument): ReadonlyMap<string, ReasonCode> {
  const known = words.get(document);
  if (known) return known;
  const meanings = new Map<string, ReasonCode>();
  for (const rule of document.rules) {
    if (rule.kind !== "reason") continue;
    for (const accepted of rule.accepted) {
      for (const word of accepted.words) {
        if (!meanings.has(plainWords(word))) meanings.set(plainWords(word), accepted.code);
      }
    }
  }
  words.set(document, meanings);
  return meanings;
}
