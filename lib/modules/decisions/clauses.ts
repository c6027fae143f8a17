import { findClause } from "@/lib/modules/policies/clauses";
import { findPolicyVersion } from "@/lib/modules/policies/queries";
import type { Clause, Trace } from "@/lib/modules/policies/schema";
import type { Transaction } from "@/lib/platform/db";

/** The clauses that a trace's rules come from, as the version read that it was made on. */
export async function clausesOf(tx: Transaction, tenantId: string, trace: Trace): Promise<Clause[]> {
  const version = await findPolicyVersion(tx, tenantId, trace.policyVersion.number);
  if (!version) return [];
  const ids = [...new Set(trace.rules.map(({ clauseId }) => clauseId))];
  return ids.flatMap((id) => findClause(version, id) ?? []);
}
