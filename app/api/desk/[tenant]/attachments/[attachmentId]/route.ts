import { isShownInline } from "@/lib/modules/cases/attachment-schema";
import { findAttachment, removeAttachment } from "@/lib/modules/cases/attachments";
import { DomainError } from "@/lib/platform/errors";
import { deskRoute, requireKnownId } from "@/lib/web/desk-route";

/** The bytes of a file, for members of its tenant. Whatever it is, it runs nothing and is taken for nothing else. */
export const GET = deskRoute<{ attachmentId: string }>(async ({ actor, request, params }) => {
  const file = await findAttachment(actor, requireKnownId(params.attachmentId));
  if (!file) throw new DomainError("not_found", "This file does not exist.");
  const etag = `"${file.sha256}"`;
  const headers = {
    etag,
    "content-type": file.mediaType.startsWith("text/") ? `${file.mediaType}; charset=utf-8` : file.mediaType,
    "content-disposition": dispositionOf(file.name, isShownInline(file.mediaType)),
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
    // Asked again each time: who has left the tenant sees it no more.
    "cache-control": "private, no-cache",
  };
  if (request.headers.get("if-none-match") === etag) return new Response(null, { status: 304, headers });
  return new Response(new Uint8Array(file.content), { headers });
});

/** Takes back a file that was not sent yet. */
export const DELETE = deskRoute<{ attachmentId: string }>(async ({ actor, params }) => {
  await removeAttachment(actor, requireKnownId(params.attachmentId));
  return new Response(null, { status: 204 });
});

/** @see https://www.rfc-editor.org/rfc/rfc6266 — a plain name for old readers and the whole one in UTF-8 */
function dispositionOf(name: string, isInline: boolean): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return `${isInline ? "inline" : "attachment"}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
