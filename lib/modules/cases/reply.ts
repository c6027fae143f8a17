import { and, eq, inArray, sql } from "drizzle-orm";
import { recordAudit } from "@/lib/modules/audit/audit";
import { appendEvent } from "@/lib/modules/outbox/outbox";
import { type Actor, actorId } from "@/lib/platform/actor";
import { asActor, type Transaction } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { claimAttachments } from "./attachments";
import { changeCaseIn } from "./change";
import { type LockedCase, lockCase } from "./commands";
import { forgetInboxCounts } from "./counts";
import { requireMacro } from "./macros";
import { previewOf } from "./messages";
import { mayChangeCase, mayWrite } from "./policy";
import type { Posted, PostNote, PostReply } from "./reply-schema";
import type { CaseChange } from "./schema";
import { clocksAfterReply } from "./sla";
import { cases, messages } from "./tables";
import { loadVariables } from "./variable-values";
import { fillVariables, missingWords } from "./variables";

/**
 * Writes to the customer. That the customer wrote meanwhile refuses nothing; it is said in the answer. A message that
 * was posted already is not posted again.
 * @throws DomainError `invalid` with the variables that have no value, `forbidden` with the reason
 */
export async function postReply(actor: Actor, input: PostReply): Promise<Posted> {
  const posted = await asActor(actor, (tx) => postReplyIn(tx, actor, input));
  await forgetInboxCounts(actor.tenantId);
  return posted;
}

export async function postReplyIn(tx: Transaction, actor: Actor, input: PostReply): Promise<Posted> {
  const locked = await lockCase(tx, actor.tenantId, input.caseId);
  const repeated = await findOwn(tx, actor, input, "reply");
  if (repeated) return { wroteMeanwhile: [], body: repeated.body };
  demandWriting(actor, locked);
  const { text: body, missing } = fillVariables(input.body, await loadVariables(tx, actor, locked));
  const words = missingWords(missing);
  if (words) throw new DomainError("invalid", words, { field: "body" });

  await insertMessage(tx, actor, { ...input, body, kind: "reply" });
  const now = new Date();
  await tx
    .update(cases)
    .set({
      ...clocksAfterReply(now, locked),
      conversation: "waiting_customer",
      snoozedUntil: null,
      resolvedAt: null,
      preview: previewOf(body),
      lastMessageAt: now,
      updatedAt: now,
      version: locked.version + 1,
    })
    .where(and(eq(cases.tenantId, locked.tenantId), eq(cases.id, locked.id)));
  await appendEvent(
    tx,
    { tenantId: locked.tenantId, type: "case", id: locked.id },
    { type: "message.posted", payload: { caseId: locked.id, messageId: input.messageId, kind: "reply" } },
  );
  await auditMessage(tx, actor, locked, { action: "case.replied", messageId: input.messageId });
  const notResolved = input.macroId && (await doMacro(tx, actor, locked.id, input.macroId));
  return {
    wroteMeanwhile: await listMeanwhile(tx, actor, input),
    notResolved: notResolved || undefined,
    body,
  };
}

/** Writes a note: for colleagues alone, whatever happens to the case. */
export async function postNote(actor: Actor, input: PostNote): Promise<Posted> {
  return asActor(actor, (tx) => postNoteIn(tx, actor, input));
}

async function postNoteIn(tx: Transaction, actor: Actor, input: PostNote): Promise<Posted> {
  const locked = await lockCase(tx, actor.tenantId, input.caseId);
  const { tenantId, id: caseId } = locked;
  const repeated = await findOwn(tx, actor, input, "note");
  if (repeated) return { wroteMeanwhile: [], body: repeated.body };
  demandWriting(actor, locked, "note");
  await insertMessage(tx, actor, { ...input, kind: "note" });
  await tx
    .update(cases)
    .set({ updatedAt: new Date() })
    .where(and(eq(cases.tenantId, tenantId), eq(cases.id, caseId)));
  await appendEvent(
    tx,
    { tenantId, type: "case", id: caseId },
    { type: "case.changed", payload: { caseId } },
  );
  await auditMessage(tx, actor, locked, { action: "case.noted", messageId: input.messageId });
  return { wroteMeanwhile: [], body: input.body };
}

function demandWriting(actor: Actor, locked: LockedCase, kind: "reply" | "note" = "reply"): void {
  const permission = mayWrite(actor, locked, kind);
  if (!permission.allowed) throw new DomainError("forbidden", permission.reason);
}

/** The message of this id, if the actor wrote it here before. @throws DomainError `conflict` if the id means another */
async function findOwn(
  tx: Transaction,
  actor: Actor,
  { messageId, caseId }: PostNote,
  kind: "reply" | "note",
): Promise<Readonly<{ body: string }> | undefined> {
  const [found] = await tx
    .select({
      body: messages.body,
      caseId: messages.caseId,
      authorId: messages.authorId,
      kind: messages.kind,
    })
    .from(messages)
    .where(and(eq(messages.tenantId, actor.tenantId), eq(messages.id, messageId)));
  if (!found) return undefined;
  if (found.caseId === caseId && found.authorId === actorId(actor) && found.kind === kind) return found;
  throw new DomainError("conflict", "This message has been sent already.", { field: "messageId" });
}

type New = PostNote & Readonly<{ kind: "reply" | "note" }>;

async function insertMessage(tx: Transaction, actor: Actor, message: New): Promise<void> {
  const { tenantId } = actor;
  const { messageId, caseId, body, kind, attachmentIds } = message;
  await tx.insert(messages).values({
    ...{ id: messageId, tenantId, caseId, kind, body, createdAt: new Date() },
    authorName: actor.name,
    authorId: actorId(actor),
    channel: actor.kind === "key" ? "api" : "desk",
  });
  await claimAttachments(tx, { tenantId, caseId, messageId, isStaffOnly: kind === "note" }, attachmentIds);
}

const auditMessage = (
  tx: Transaction,
  actor: Actor,
  locked: LockedCase,
  { action, messageId }: Readonly<{ action: string; messageId: string }>,
) => recordAudit(tx, actor, { action, subjectType: "case", subjectId: locked.id, detail: { messageId } });

/** Does with the case what the macro says. @returns why it could not be resolved, if it was to be */
async function doMacro(
  tx: Transaction,
  actor: Actor,
  caseId: string,
  macroId: string,
): Promise<string | undefined> {
  const macro = await requireMacro(tx, actor.tenantId, macroId);
  const locked = await lockCase(tx, actor.tenantId, caseId);
  const isMine = macro.assignsToMe && actor.kind === "member";
  const change: CaseChange = {
    addLabels: macro.addsLabels,
    ...(isMine ? { assignee: { id: actor.userId, name: actor.name } } : {}),
  };
  const resolving: CaseChange = { ...change, conversation: "resolved" };
  const permission =
    macro.setsConversation === "resolved" ? mayChangeCase(actor, locked, resolving) : undefined;
  await changeCaseIn(tx, actor, locked, permission?.allowed ? resolving : change);
  return permission?.allowed === false ? permission.reason : undefined;
}

// Ids are in the order of time only where one clock makes them; messages are compared by when we took them in.
async function listMeanwhile(
  tx: Transaction,
  actor: Actor,
  { caseId, messageId, seenMessageId }: PostReply,
): Promise<string[]> {
  if (!seenMessageId) return [];
  const rows = await tx
    .selectDistinct({ name: messages.authorName })
    .from(messages)
    .where(
      and(
        eq(messages.tenantId, actor.tenantId),
        eq(messages.caseId, caseId),
        inArray(messages.kind, ["customer", "reply"]),
        sql`${messages.id} <> ${messageId}`,
        sql`${messages.createdAt} > (select seen.created_at from makegood.messages seen
          where seen.tenant_id = ${actor.tenantId} and seen.id = ${seenMessageId})`,
      ),
    );
  return rows.map(({ name }) => name);
}
