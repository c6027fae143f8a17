import { and, eq, inArray } from "drizzle-orm";
import { lockCase, recordStep } from "@/lib/modules/cases/commands";
import type { Transaction } from "@/lib/platform/db";
import { countFailedReplies } from "./reply-outcome";
import { effects } from "./tables";

/**
 * Writes down that a mail came back which the next server had taken. What was done is not: it stands in red, in the
 * step of its decision or as a failed reply. A second report of the same mail changes nothing.
 * @returns the case it was about; undefined when the tenant sent no such mail
 */
export async function recordBounce(
  tx: Transaction,
  tenantId: string,
  effectIds: readonly string[],
  reason: string,
): Promise<string | undefined> {
  if (effectIds.length === 0) return undefined;
  const ofMail = and(
    eq(effects.tenantId, tenantId),
    eq(effects.kind, "mail"),
    inArray(effects.id, [...effectIds]),
  );
  const [sent] = await tx.select().from(effects).where(ofMail).limit(1);
  if (!sent?.caseId) return undefined;
  const locked = await lockCase(tx, tenantId, sent.caseId);
  const error = `The mail came back: ${reason}`;
  const changed = await tx
    .update(effects)
    .set({ state: "dead", error, finishedAt: new Date() })
    .where(and(ofMail, eq(effects.id, sent.id), eq(effects.state, "done")))
    .returning({ id: effects.id });
  if (changed.length === 0) return sent.caseId;
  if (sent.template === "reply") await countFailedReplies(tx, locked, { id: sent.id, words: error });
  else await recordStep(tx, locked, { step: "mail", state: "attention", attempts: sent.attempts, error });
  return sent.caseId;
}
