import { findAttachment, removeAttachment } from "@/lib/modules/cases/attachments";
import { DomainError } from "@/lib/platform/errors";
import { deskRoute, requireKnownId } from "@/lib/web/desk-route";
import { fileResponse } from "@/lib/web/file-response";

/** The bytes of a file, for members of its tenant. Whatever it is, it runs nothing and is taken for nothing else. */
export const GET = deskRoute<{ attachmentId: string }>(async ({ actor, request, params }) => {
  const file = await findAttachment(actor, requireKnownId(params.attachmentId));
  if (!file) throw new DomainError("not_found", "This file does not exist.");
  return fileResponse(request, file);
});

/** Takes back a file that was not sent yet. */
export const DELETE = deskRoute<{ attachmentId: string }>(async ({ actor, params }) => {
  await removeAttachment(actor, requireKnownId(params.attachmentId));
  return new Response(null, { status: 204 });
});
