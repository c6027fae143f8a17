import type { Asked } from "./asked";
import type { Reason } from "./reason";
import type { Fact, PolicyFacts, RuleResult } from "./schema";

/** What a rule is checked against. */
export type Setting = Readonly<{
  facts: PolicyFacts;
  asked: Asked;
  reason: Reason;
  now: Date;
  /** What is asked for, less the fee that is kept of it. */
  payableMinor: number;
  /** What fees, caps and the balance leave of the whole price of the pieces. */
  mostMinor: () => number;
}>;

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
