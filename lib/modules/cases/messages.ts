import { and, eq, sql } from "drizzle-orm";
import { loadSettings } from "@/lib/modules/access/settings";
import { appendEvent } from "@/lib/modules/outbox/outbox";
import type { Transaction } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import type { LockedCase } from "./commands";
import type { Channel, ConversationState } from "./schema";
import { clocksAfterCustomer } from "./sla";
import { cases, messages } from "./tables";

type Written = Readonly<{
  /** Made by whoever writes, where the same message may be sent twice. */
  id?: string;
  authorName: string;
  body: string;
  channel: Channel;
  /** Of the mail it came in with. */
  mailId?: string;
}>;

/**
 * Writes down what the customer said and wakes the case: whatever it waited for, it is open again and a reply is owed.
 * The caller holds the case's lock and has made sure that it is not closed, merged or spam.
 * @returns the message's id
 */
export async function recordCustomerMessage(
  tx: Transaction,
  locked: LockedCase,
  written: Written,
): Promise<string> {
  const { tenantId, id: caseId } = locked;
  const [messageId, now] = [written.id ?? newId(), new Date()];
  await tx.insert(messages).values({
    ...written,
    id: messageId,
    tenantId,
    caseId,
    kind: "customer",
    createdAt: now,
  });
  await tx
    .update(cases)
    .set({
      conversation: "open",
      snoozedUntil: null,
      resolvedAt: null,
      preview: previewOf(written.body),
      lastMessageAt: now,
      updatedAt: now,
      version: sql`${cases.version} + 1`,
      ...clocksAfterCustomer(await loadSettings(tx, tenantId), now, locked),
    })
    .where(and(eq(cases.tenantId, tenantId), eq(cases.id, caseId)));
  await appendEvent(
    tx,
    { tenantId, type: "case", id: caseId },
    { type: "message.posted", payload: { caseId, messageId, kind: "customer" } },
  );
  return messageId;
}

/** The case that a message of this id was written to; undefined where there is none. */
export async function findCaseOfMessage(
  tx: Transaction,
  tenantId: string,
  id: string,
): Promise<string | undefined> {
  const [found] = await tx
    .select({ caseId: messages.caseId })
    .from(messages)
    .where(and(eq(messages.tenantId, tenantId), eq(messages.id, id)));
  return found?.caseId;
}

/** States in which a case takes what the customer writes; in any other one a new case begins. */
export const takesMessages = (conversation: ConversationState): boolean =>
  conversation === "open" ||
  conversation === "waiting_customer" ||
  conversation === "snoozed" ||
  conversation === "resolved";

/** The first words of a message, as lists show them. */
export const previewOf = (body: string): string => [...body].slice(0, 140).join("");
