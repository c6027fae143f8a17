import type { Asked } from "./asked";
import { claimedReasons, codeOf, type Fact, type PolicyFacts, type RuleResult } from "./schema";

/** What a rule is checked against. */
export type Setting = Readonly<{ facts: PolicyFacts; asked: Asked; now: Date }>;

/** What one rule found, before its verdict is drawn. */
export type Finding = Readonly<{
  result: RuleResult;
  facts: readonly Fact[];
  words: string;
  wouldChange?: string;
  capMinor: number | null;
  /** Fields that the customer can tell; an unknown without them is the shop's own gap. */
  needs?: readonly string[];
}>;

/** A fact of our own records or of the provider, or something the customer wants rather than says. */
export const known = (name: string, value: Fact["value"]): Fact => ({ name, value, provenance: "system" });

/** What somebody says of the world, until a person looked at it. */
export const claimed = (name: string, value: Fact["value"], confirmedBy: string | null): Fact => ({
  ...{ name, value, provenance: "claimed" as const },
  ...(confirmedBy ? { confirmedBy } : {}),
});

/** The given reason: to want something else is a fact, that it arrived broken is a claim. */
export function reasonFact({ reason, confirmedBy }: PolicyFacts["request"]): Fact {
  const code = codeOf(reason);
  return code && claimedReasons.includes(code)
    ? claimed("reason", reason, confirmedBy)
    : known("reason", reason);
}

export const pass = (words: string, facts: readonly Fact[], capMinor: number | null = null): Finding => ({
  result: "pass",
  ...{ words, facts, capMinor },
});
export const fail = (words: string, facts: readonly Fact[], wouldChange: string): Finding => ({
  result: "fail",
  ...{ words, facts, wouldChange },
  capMinor: null,
});
export const unknown = (words: string, facts: readonly Fact[], needs: readonly string[]): Finding => ({
  result: "unknown",
  ...{ words, facts, needs },
  capMinor: null,
});
