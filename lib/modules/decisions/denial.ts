import type { Transaction } from "@/lib/platform/db";
import { clausesOf } from "./clauses";
import type { Decision, Denial } from "./schema";

type Said = Readonly<{
  trace: Decision["trace"];
  /** What whoever decides tells the customer. */
  customerReason: string;
  isNo: boolean;
  /** It answers an appeal, so there is no other one. */
  isAppeal: boolean;
}>;

/** What a customer reads of a no or a question: the clauses it follows from, why, and what would change it. */
export async function wordsFor(
  tx: Transaction,
  tenantId: string,
  { trace, customerReason, isNo, isAppeal }: Said,
): Promise<Denial> {
  const failed =
    trace?.trace.rules.filter(({ result, waivedBy }) => result !== "pass" && waivedBy === null) ?? [];
  const clauses = trace ? await clausesOf(tx, tenantId, trace.trace) : [];
  return {
    clauses: clauses.filter(({ id }) => failed.some(({ clauseId }) => clauseId === id)),
    reason: customerReason,
    wouldChange: failed.flatMap(({ wouldChange }) => wouldChange ?? []),
    mayAppeal: isNo && !isAppeal,
  };
}
