import "server-only";
import { isShownInline } from "@/lib/modules/cases/attachment-schema";

type ServedFile = Readonly<{ name: string; mediaType: string; sha256: string; content: Buffer }>;

/** The bytes of a file that somebody sent. Whatever it is, it runs nothing and is taken for nothing else. */
export function fileResponse(request: Request, file: ServedFile): Response {
  const etag = `"${file.sha256}"`;
  const headers = {
    etag,
    "content-type": file.mediaType.startsWith("text/") ? `${file.mediaType}; charset=utf-8` : file.mediaType,
    "content-disposition": dispositionOf(file.name, isShownInline(file.mediaType)),
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
    // Asked again each time: whose access has ended sees it no more.
    "cache-control": "private, no-cache",
  };
  if (request.headers.get("if-none-match") === etag) return new Response(null, { status: 304, headers });
  return new Response(new Uint8Array(file.content), { headers });
}

/** @see https://www.rfc-editor.org/rfc/rfc6266 — a plain name for old readers and the whole one in UTF-8 */
function dispositionOf(name: string, isInline: boolean): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return `${isInline ? "inline" : "attachment"}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
