import { and, eq, sql } from "drizzle-orm";
import { type LockedCase, lockCase } from "@/lib/modules/cases/commands";
import { recordFailedReplies, recordMailId } from "@/lib/modules/cases/sent-mail";
import { asTenant, type Transaction } from "@/lib/platform/db";
import { endTry } from "./commands";
import type { Delivered, Failed } from "./outcome";
import { caseOf, type Effect } from "./schema";
import { effects } from "./tables";

/**
 * Writes down how sending a reply ended. The steps of a decision know nothing of it: a reply that does not arrive
 * stands in red by itself, and opens its case again.
 */
export async function recordReplyDelivery(effect: Effect, outcome: Delivered | Failed): Promise<void> {
  await asTenant(effect.tenantId, async (tx) => {
    const locked = await lockCase(tx, effect.tenantId, caseOf(effect));
    const ended = await endTry(
      tx,
      effect,
      "error" in outcome
        ? { state: "retrying", error: outcome.error }
        : { state: "done", providerId: outcome.providerId },
    );
    if (!ended) return;
    if (!("error" in outcome)) await recordMailId(tx, locked, effect.subjectId, outcome.providerId);
    await countFailedReplies(tx, locked, ended.state === "dead" ? failureOf(effect, outcome) : undefined);
  });
}

/** Brings the case's count of failed replies up to date and tells whoever watches it. */
export async function countFailedReplies(
  tx: Transaction,
  locked: LockedCase,
  failure?: Readonly<{ id: string; words: string }>,
): Promise<void> {
  const [row] = await tx.execute<{ count: number }>(sql`
    select count(*)::int as count from makegood.effects
    where tenant_id = ${locked.tenantId} and case_id = ${locked.id}
      and kind = 'mail' and template = 'reply' and state = 'dead'`);
  await recordFailedReplies(tx, locked, row?.count ?? 0, failure);
}

const failureOf = (effect: Effect, outcome: Delivered | Failed) => ({
  id: effect.id,
  words: "error" in outcome ? outcome.error : "",
});

/** Lets a failed reply be tried again at once, or gives it up. @returns whether there was one */
export async function endFailedReply(
  tx: Transaction,
  locked: LockedCase,
  messageId: string,
  ending: "retry" | Readonly<{ givenUpBy: string }>,
): Promise<boolean> {
  const change =
    ending === "retry"
      ? { state: "retrying" as const, attempts: 0, error: null, finishedAt: null, nextRunAt: sql`now()` }
      : { state: "skipped" as const, skippedReason: `Given up by ${ending.givenUpBy}.` };
  const changed = await tx
    .update(effects)
    .set({ ...change, dispatchedUntil: null })
    .where(
      and(
        eq(effects.tenantId, locked.tenantId),
        eq(effects.caseId, locked.id),
        eq(effects.subjectId, messageId),
        eq(effects.template, "reply"),
        eq(effects.state, "dead"),
      ),
    )
    .returning({ id: effects.id });
  if (changed.length > 0) await countFailedReplies(tx, locked);
  return changed.length > 0;
}
