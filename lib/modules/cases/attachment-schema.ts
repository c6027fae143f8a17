/** Largest file, in bytes, and how many of them a message carries. */
export const maxAttachmentBytes = 10 * 1024 * 1024;
export const maxAttachmentsPerMessage = 10;
/** What all files of one reply may weigh: mail servers refuse larger mails. */
export const maxReplyBytes = 20 * 1024 * 1024;
const maxNameLength = 120;

/** What a browser may show in its place: formats that can carry no script. */
const shownInline = ["image/png", "image/jpeg", "image/webp", "image/gif"] as const;

/** What can be attached, by content. What is not shown is downloaded. */
export const attachmentTypes = [
  ...shownInline,
  ...(["image/avif", "image/heic", "application/pdf", "text/plain", "text/csv", "message/rfc822"] as const),
] as const;
export type AttachmentType = (typeof attachmentTypes)[number];

export const isShownInline = (mediaType: string): boolean => shownInline.some((type) => type === mediaType);

/** A file as lists and threads show it. Its content is at `/api/desk/{tenant}/attachments/{id}`. */
export type Attachment = Readonly<{
  id: string;
  /** Missing while it waits to be sent with a message. */
  messageId: string | null;
  name: string;
  mediaType: string;
  sizeBytes: number;
  sha256: string;
  isStaffOnly: boolean;
  addedByName: string;
  createdAt: Date;
}>;

const reserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\.|$)/i;
// Controls, halves of surrogate pairs, and marks that turn the reading direction or are not seen at all.
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;
const notInNames = /[<>:"|?*%]/g;

/**
 * The name of a file as people may see it and save it under: no folders, no controls, no trick with the reading
 * direction, nothing that a system gives a meaning of its own, at most 120 characters with its ending kept.
 * @param claimed as the sender calls it; empty gives "file"
 */
export function safeFileName(claimed: string): string {
  const base = claimed.normalize("NFC").split(/[/\\]/).at(-1) ?? "";
  const visible = base
    .replace(unseen, "")
    .replace(notInNames, "_")
    .replace(/\s+/g, " ")
    .replace(/^[\s.]+|[\s.]+$/g, "");
  const named = visible === "" ? "file" : reserved.test(visible) ? `_${visible}` : visible;
  return shortened(named);
}

function shortened(name: string): string {
  const characters = [...name];
  if (characters.length <= maxNameLength) return name;
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? "";
  return `${characters.slice(0, maxNameLength - ending.length).join("")}${ending}`;
}
