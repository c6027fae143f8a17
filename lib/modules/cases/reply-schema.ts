import { z } from "zod";
import { maxAttachmentsPerMessage } from "./attachment-schema";

export const longestMessage = 20_000;

const body = z
  .string()
  .transform((text) => text.replaceAll("\r\n", "\n").trim())
  .pipe(z.string().min(1, "Write something first.").max(longestMessage, "At most 20,000 characters."));

// A form sends one id as a text and several as a list.
const ids = z.preprocess(
  (value) => (value === undefined || value === "" ? [] : Array.isArray(value) ? value : [value]),
  z.array(z.uuid()).max(maxAttachmentsPerMessage, `At most ${maxAttachmentsPerMessage} files.`),
);

export const postNoteInput = z.strictObject({
  caseId: z.uuid(),
  /** Made by whoever writes: a second send of the same message changes nothing. */
  messageId: z.uuid(),
  body,
  attachmentIds: ids,
});
export type PostNote = z.output<typeof postNoteInput>;

export const postReplyInput = postNoteInput.extend({
  /** The newest message the writer had before their eyes; what came after it is told, never refused. */
  seenMessageId: z.uuid().optional(),
  /** Its labels, owner and state are given to the case with the reply. */
  macroId: z.uuid().optional(),
});
export type PostReply = z.output<typeof postReplyInput>;

/** What sending came to. */
export type Posted = Readonly<{
  /** Names of those who wrote meanwhile and were not read yet. */
  wroteMeanwhile: readonly string[];
  /** Why the macro did not resolve the case, in words. */
  notResolved?: string | undefined;
  /** The filled-in text as it went out. */
  body: string;
}>;
