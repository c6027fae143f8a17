import { and, desc, eq, isNotNull, sql } from "drizzle-orm";
import type { PastDecision } from "@/lib/modules/policies/backtest";
import type { Actor } from "@/lib/platform/actor";
import { readAs } from "@/lib/platform/db";
import { decisions } from "./tables";

/** As many decisions as a back-test looks at. */
export const pastLimit = 5_000;

/** The decisions of the last 90 days with what the policy knew and said then, the newest first. */
export async function listPastDecisions(
  actor: Actor,
): Promise<readonly (PastDecision & Readonly<{ caseId: string }>)[]> {
  const [rows] = await readAs(actor, (db) => [
    db
      .select({
        decisionId: decisions.id,
        caseId: decisions.caseId,
        stored: decisions.trace,
        amountMinor: decisions.amountMinor,
        currency: decisions.currency,
      })
      .from(decisions)
      .where(
        and(
          eq(decisions.tenantId, actor.tenantId),
          isNotNull(decisions.trace),
          sql`${decisions.createdAt} > now() - interval '90 days'`,
        ),
      )
      .orderBy(desc(decisions.createdAt), desc(decisions.id))
      .limit(pastLimit),
  ]);
  return rows.flatMap(({ stored, ...row }) => (stored ? [{ ...row, ...stored }] : []));
}
