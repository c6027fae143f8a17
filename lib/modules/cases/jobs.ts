import { and, eq, lte, sql } from "drizzle-orm";
import { asRelay, asTenant } from "@/lib/platform/db";
import { changeCaseIn } from "./change";
import { lockCases } from "./commands";
import { forgetInboxCounts } from "./counts";
import { mayChangeCase } from "./policy";
import type { CaseChange } from "./schema";
import { cases } from "./tables";

const perRound = 100;

/** Wakes the cases whose time has come, and closes what was resolved a week ago. Repeatable. */
export async function tendCases(tenantId: string): Promise<void> {
  const woken = await changeDue(tenantId, isDueToWake, { snoozedUntil: null });
  const closed = await changeDue(tenantId, isDueToClose, { conversation: "closed" });
  if (woken + closed > 0) await forgetInboxCounts(tenantId);
}

// By the database's clock, like the look-up of the tenants that have such cases.
const isDueToWake = and(eq(cases.conversation, "snoozed"), lte(cases.snoozedUntil, sql`now()`));
const isDueToClose = and(
  eq(cases.conversation, "resolved"),
  lte(cases.resolvedAt, sql`now() - interval '7 days'`),
  sql`${cases.decision} <> 'awaiting_approval' and ${cases.needsAttention} = 0`,
);

const changeDue = (tenantId: string, isDue: typeof isDueToWake, change: CaseChange): Promise<number> =>
  asTenant(tenantId, async (tx, actor) => {
    const due = await tx
      .select({ id: cases.id, version: cases.version })
      .from(cases)
      .where(and(eq(cases.tenantId, tenantId), isDue))
      .limit(perRound);
    if (due.length === 0) return 0;
    const versions = new Map(due.map(({ id, version }) => [id, version]));
    const locked = await lockCases(tx, tenantId, [...versions.keys()]);
    // Somebody may have been quicker: then the next round looks at the case again.
    const still = locked.filter(
      (subject) =>
        versions.get(subject.id) === subject.version && mayChangeCase(actor, subject, change).allowed,
    );
    for (const subject of still) await changeCaseIn(tx, actor, subject, change);
    return still.length;
  });

/** Forgets files that were added to a message a day ago and never sent, for every tenant. Repeatable. @returns how many */
export async function forgetUnsentFiles(): Promise<number> {
  const [row] = await asRelay((tx) =>
    tx.execute<{ forgotten: number }>(sql`select private.forget_unsent_files() as forgotten`),
  );
  return row?.forgotten ?? 0;
}
