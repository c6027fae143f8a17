import { and, eq, isNull, sql } from "drizzle-orm";
import { appendEvent } from "@/lib/modules/outbox/outbox";
import type { Transaction } from "@/lib/platform/db";
import { countAttention, type LockedCase } from "./commands";
import { takesMessages } from "./messages";
import { cases, messages } from "./tables";
import { recordThreadEvent } from "./thread-event";

type SentMail = Readonly<{ id: string; mailId: string; authorName: string; body: string }>;

/**
 * Puts a mail that the product sent by itself into the thread, as the customer got it. It is no reply of a person: it
 * stops no clock and moves no case in the inbox.
 */
export async function recordSentMail(tx: Transaction, locked: LockedCase, sent: SentMail): Promise<void> {
  const place = { tenantId: locked.tenantId, caseId: locked.id, kind: "reply", channel: "mail" } as const;
  await tx
    .insert(messages)
    .values({ ...sent, ...place, createdAt: new Date() })
    .onConflictDoNothing();
}

/** Keeps the id under which a reply went out, by which its answer is found again. */
export async function recordMailId(
  tx: Transaction,
  { tenantId }: LockedCase,
  messageId: string,
  mailId: string,
): Promise<void> {
  await tx
    .update(messages)
    .set({ mailId })
    .where(and(eq(messages.tenantId, tenantId), eq(messages.id, messageId), isNull(messages.mailId)));
}

const opened = { conversation: "open", snoozedUntil: null, resolvedAt: null } as const;

/**
 * Shows how many replies of a case did not arrive. A new failure is told in the thread and opens the case again.
 * @param failure the effect that failed, and why
 */
export async function recordFailedReplies(
  tx: Transaction,
  locked: LockedCase,
  failedReplies: number,
  failure?: Readonly<{ id: string; words: string }>,
): Promise<void> {
  const { tenantId, id: caseId } = locked;
  if (failedReplies !== locked.failedReplies) {
    const opens = failure && takesMessages(locked.conversation);
    await tx
      .update(cases)
      .set({
        failedReplies,
        needsAttention: countAttention(locked.followThrough, failedReplies),
        updatedAt: new Date(),
        ...(opens ? { ...opened, version: sql`${cases.version} + 1` } : {}),
      })
      .where(and(eq(cases.tenantId, tenantId), eq(cases.id, caseId)));
  }
  if (failure) {
    await recordThreadEvent(tx, { tenantId, caseId }, `A reply did not reach the customer. ${failure.words}`);
  }
  await appendEvent(
    tx,
    { tenantId, type: "case", id: caseId },
    { type: "follow_through.changed", payload: { caseId, step: "reply" } },
  );
}
