import { and, asc, count, eq, inArray, isNull } from "drizzle-orm";
import type { Actor } from "@/lib/platform/actor";
import { asActor, readAs, type Transaction } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { type Attachment, maxAttachmentsPerMessage, maxReplyBytes } from "./attachment-schema";
import type { InspectedFile } from "./inspect-file";
import { attachmentContents, attachments, cases } from "./tables";

type Place = Readonly<{
  tenantId: string;
  caseId: string;
  /** Missing: it waits to be sent with a message that is still being written. */
  messageId: string | null;
  isStaffOnly: boolean;
  addedByName: string;
}>;

// Enough for a few people who write at once; what was never sent does not pile up.
const maxWaiting = 5 * maxAttachmentsPerMessage;

const columns = {
  id: attachments.id,
  messageId: attachments.messageId,
  name: attachments.name,
  mediaType: attachments.mediaType,
  sizeBytes: attachments.sizeBytes,
  sha256: attachments.sha256,
  isStaffOnly: attachments.isStaffOnly,
  addedByName: attachments.addedByName,
  createdAt: attachments.createdAt,
};

/**
 * Keeps a file for a message that is still being written; `claimAttachments` puts it there. Members and keys of the
 * tenant only: a customer's file comes with their message, by `recordAttachments`.
 * @throws DomainError `forbidden` for a viewer, `not_found` for a case of somebody else, `conflict` when too many wait
 */
export async function uploadAttachment(
  actor: Actor,
  caseId: string,
  file: InspectedFile,
): Promise<Attachment> {
  requireWriter(actor);
  const { tenantId } = actor;
  return asActor(actor, async (tx) => {
    const [found] = await tx
      .select({ id: cases.id })
      .from(cases)
      .where(and(eq(cases.tenantId, tenantId), eq(cases.id, caseId)))
      .for("key share");
    if (!found) throw new DomainError("not_found", "This case does not exist.");
    const waiting = and(
      eq(attachments.tenantId, tenantId),
      eq(attachments.caseId, caseId),
      isNull(attachments.messageId),
    );
    const [row] = await tx.select({ count: count() }).from(attachments).where(waiting);
    if (row && row.count >= maxWaiting) {
      throw new DomainError(
        "conflict",
        `${maxWaiting} files of this case wait to be sent. Remove some first.`,
      );
    }
    const place = { tenantId, caseId, messageId: null, isStaffOnly: true, addedByName: actor.name };
    const [added] = await recordAttachments(tx, place, [file]);
    if (!added) throw new Error("the attachment that was just written is not there");
    return added;
  });
}

/** Writes down files with the message they came with. A content that the tenant has already is not stored again. */
export async function recordAttachments(
  tx: Transaction,
  place: Place,
  files: readonly InspectedFile[],
): Promise<Attachment[]> {
  if (files.length === 0) return [];
  // In one order everywhere, so that two messages with the same files never wait for each other.
  const contents = [...new Map(files.map((file) => [file.sha256, file])).values()].sort((a, b) =>
    a.sha256 < b.sha256 ? -1 : 1,
  );
  for (const { sha256, content } of contents) {
    await tx
      .insert(attachmentContents)
      .values({ tenantId: place.tenantId, sha256, content })
      .onConflictDoNothing();
  }
  return tx
    .insert(attachments)
    .values(
      files.map(({ name, mediaType, sizeBytes, sha256 }) => ({
        ...place,
        id: newId(),
        ...{ name, mediaType, sizeBytes, sha256 },
      })),
    )
    .returning(columns);
}

/**
 * Gives files that were uploaded for a case to the message that they are sent with. The caller holds the case.
 * @param message `isStaffOnly` for a note: the customer never sees its files
 * @throws DomainError `invalid` when one is not there any more or was sent already, or when they are too many or too large
 */
export async function claimAttachments(
  tx: Transaction,
  message: Readonly<{ tenantId: string; caseId: string; messageId: string; isStaffOnly: boolean }>,
  attachmentIds: readonly string[],
): Promise<void> {
  const ids = [...new Set(attachmentIds)];
  if (ids.length === 0) return;
  if (ids.length > maxAttachmentsPerMessage) {
    throw new DomainError("invalid", `A message carries at most ${maxAttachmentsPerMessage} files.`);
  }
  const { tenantId, caseId, messageId, isStaffOnly } = message;
  const claimed = await tx
    .update(attachments)
    .set({ messageId, isStaffOnly })
    .where(
      and(
        eq(attachments.tenantId, tenantId),
        eq(attachments.caseId, caseId),
        isNull(attachments.messageId),
        inArray(attachments.id, ids),
      ),
    )
    .returning({ sizeBytes: attachments.sizeBytes });
  if (claimed.length !== ids.length) {
    throw new DomainError("invalid", "A file is not there any more. Remove it and add it again.");
  }
  const sum = claimed.reduce((bytes, file) => bytes + file.sizeBytes, 0);
  if (!isStaffOnly && sum > maxReplyBytes) {
    throw new DomainError("invalid", "Together the files are larger than 20 MB. Send them in two replies.");
  }
}

/** Takes back a file that was not sent yet. @throws DomainError `not_found` */
export async function removeAttachment(actor: Actor, attachmentId: string): Promise<void> {
  requireWriter(actor);
  await asActor(actor, async (tx) => {
    const removed = await tx
      .delete(attachments)
      .where(
        and(
          eq(attachments.tenantId, actor.tenantId),
          eq(attachments.id, attachmentId),
          isNull(attachments.messageId),
        ),
      )
      .returning({ id: attachments.id });
    if (removed.length === 0) throw new DomainError("not_found", "This file does not wait to be sent.");
  });
}

function requireWriter(actor: Actor): void {
  if (actor.kind !== "member" || actor.role !== "viewer") return;
  throw new DomainError("forbidden", "Your role (viewer) adds no files.");
}

/** Files of a case's messages, and those that wait to be sent, oldest first. */
export async function listAttachments(actor: Actor, caseId: string): Promise<Attachment[]> {
  const [found] = await readAs(actor, (db) => [
    db
      .select(columns)
      .from(attachments)
      .where(and(eq(attachments.tenantId, actor.tenantId), eq(attachments.caseId, caseId)))
      .orderBy(asc(attachments.createdAt), asc(attachments.id))
      .limit(1_000),
  ]);
  return found;
}

/** A file with its bytes; undefined when the actor's tenant has no such file. */
export async function findAttachment(
  actor: Actor,
  attachmentId: string,
): Promise<(Attachment & Readonly<{ content: Buffer }>) | undefined> {
  const [[found]] = await readAs(actor, (db) => [
    db
      .select({ ...columns, content: attachmentContents.content })
      .from(attachments)
      .innerJoin(attachmentContents, ofContent)
      .where(and(eq(attachments.tenantId, actor.tenantId), eq(attachments.id, attachmentId))),
  ]);
  return found;
}

const ofContent = and(
  eq(attachmentContents.tenantId, attachments.tenantId),
  eq(attachmentContents.sha256, attachments.sha256),
);

/** The files that go out with a reply, with their bytes: never those of a note. */
export async function loadReplyFiles(
  tx: Transaction,
  tenantId: string,
  messageId: string,
): Promise<Readonly<{ name: string; mediaType: string; content: Buffer }>[]> {
  return tx
    .select({ name: attachments.name, mediaType: attachments.mediaType, content: attachmentContents.content })
    .from(attachments)
    .innerJoin(attachmentContents, ofContent)
    .where(
      and(
        eq(attachments.tenantId, tenantId),
        eq(attachments.messageId, messageId),
        eq(attachments.isStaffOnly, false),
      ),
    )
    .orderBy(asc(attachments.createdAt), asc(attachments.id));
}
