import { and, asc, desc, eq, ne, sql } from "drizzle-orm";
import { listTrail } from "@/lib/modules/audit/trail";
import type { Actor } from "@/lib/platform/actor";
import { readAs } from "@/lib/platform/db";
import { eventWords, toldActions } from "./event-words";
import type { CaseFile, ConversationState, Message } from "./schema";
import { attachments, cases, messages } from "./tables";

const longestThread = 300;

/** A case that ended in another one, or the one it ended in. */
export type RelatedCase = Readonly<{
  id: string;
  number: number;
  subject: string;
  conversation: ConversationState;
}>;

export type Thread = Readonly<{
  /** Mails, replies, notes and what happened, the oldest first; those of merged cases among them. */
  entries: readonly Message[];
  /** Everything that was added to the case, the oldest first. */
  attachments: readonly CaseFile[];
  /** Cases that ended in this one. */
  merged: readonly RelatedCase[];
}>;

/** What was said and done in a case and in those that were merged into it. */
export async function findThread(actor: Actor, caseId: string): Promise<Thread> {
  const { tenantId } = actor;
  const family = familyOf(tenantId, caseId);
  const [said, done, files, merged] = await readAs(actor, (db) => [
    db
      .select({ ...messageColumns, caseId: messages.caseId })
      .from(messages)
      .where(and(eq(messages.tenantId, tenantId), sql`${messages.caseId} in ${family}`))
      .orderBy(desc(messages.createdAt), desc(messages.id))
      .limit(longestThread),
    listTrail(db, tenantId, { subjectIds: family, actions: toldActions, limit: longestThread }),
    db
      .select(fileColumns)
      .from(attachments)
      .where(and(eq(attachments.tenantId, tenantId), sql`${attachments.caseId} in ${family}`))
      .orderBy(asc(attachments.createdAt), asc(attachments.id)),
    db
      .select(relatedColumns)
      .from(cases)
      .where(and(eq(cases.tenantId, tenantId), sql`${cases.id} in ${family}`))
      .orderBy(asc(cases.number)),
  ]);
  const numbers = new Map(merged.filter(({ id }) => id !== caseId).map(({ id, number }) => [id, number]));
  const words = said.map(({ caseId: of, ...message }) => ({
    ...message,
    ...(numbers.has(of) ? { fromCaseNumber: numbers.get(of) } : {}),
    attachments: files.filter(({ messageId }) => messageId === message.id),
  }));
  return {
    entries: [...words, ...done.flatMap(asEvents)].toSorted(byTime),
    attachments: files.filter(({ messageId }) => messageId !== null),
    merged: merged.filter(({ id }) => id !== caseId),
  };
}

/** What was said in one case alone, the oldest first. */
export async function listMessages(actor: Actor, caseId: string): Promise<Message[]> {
  const [said] = await readAs(actor, (db) => [
    db
      .select(messageColumns)
      .from(messages)
      .where(and(eq(messages.tenantId, actor.tenantId), eq(messages.caseId, caseId)))
      .orderBy(desc(messages.createdAt), desc(messages.id))
      .limit(longestThread),
  ]);
  return said.toReversed();
}

export async function findRelated(actor: Actor, caseId: string): Promise<RelatedCase | undefined> {
  const [[found]] = await readAs(actor, (db) => [
    db
      .select(relatedColumns)
      .from(cases)
      .where(and(eq(cases.tenantId, actor.tenantId), eq(cases.id, caseId))),
  ]);
  return found;
}

/** The labels of the tenant's cases, in alphabetical order: what to offer first. */
export async function listLabels(actor: Actor, limit = 200): Promise<string[]> {
  const label = sql<string>`unnest(${cases.labels})`;
  const [rows] = await readAs(actor, (db) => [
    db
      .selectDistinct({ label })
      .from(cases)
      .where(eq(cases.tenantId, actor.tenantId))
      .orderBy(label)
      .limit(limit),
  ]);
  return rows.map((row) => row.label);
}

/** The other cases of a customer, the newest first. */
export async function listCasesOf(
  actor: Actor,
  { customerId, exceptId, limit = 6 }: Readonly<{ customerId: string; exceptId: string; limit?: number }>,
): Promise<RelatedCase[]> {
  const [found] = await readAs(actor, (db) => [
    db
      .select(relatedColumns)
      .from(cases)
      .where(
        and(eq(cases.tenantId, actor.tenantId), eq(cases.customerId, customerId), ne(cases.id, exceptId)),
      )
      .orderBy(desc(cases.lastMessageAt))
      .limit(limit),
  ]);
  return found;
}

const relatedColumns = {
  id: cases.id,
  number: cases.number,
  subject: cases.subject,
  conversation: cases.conversation,
};

const messageColumns = {
  id: messages.id,
  kind: messages.kind,
  authorName: messages.authorName,
  authorId: messages.authorId,
  channel: messages.channel,
  body: messages.body,
  createdAt: messages.createdAt,
};

const fileColumns = {
  id: attachments.id,
  messageId: attachments.messageId,
  name: attachments.name,
  mediaType: attachments.mediaType,
  sizeBytes: attachments.sizeBytes,
  sha256: attachments.sha256,
  isStaffOnly: attachments.isStaffOnly,
  addedByName: attachments.addedByName,
  confirmedByName: attachments.confirmedByName,
  createdAt: attachments.createdAt,
};

// A case may end in one that ends in a third.
const familyOf = (tenantId: string, caseId: string) =>
  sql`(with recursive family (id) as (
    select ${caseId}::uuid
    union
    select c.id from makegood.cases c join family f on c.merged_into_id = f.id where c.tenant_id = ${tenantId}
  ) select id from family)`;

const asEvents = (entry: Awaited<ReturnType<typeof listTrail>>[number]): Message[] => {
  const body = eventWords(entry);
  return body === undefined
    ? []
    : [{ id: entry.id, kind: "event", authorName: entry.actorName, body, createdAt: entry.createdAt }];
};

export const byTime = (one: Message, other: Message): number =>
  one.createdAt.getTime() - other.createdAt.getTime();
