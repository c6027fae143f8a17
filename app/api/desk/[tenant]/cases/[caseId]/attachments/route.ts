import { uploadAttachment } from "@/lib/modules/cases/attachments";
import { deskRoute, requireKnownId } from "@/lib/web/desk-route";
import { limit } from "@/lib/web/rate-limit";
import { readUpload } from "@/lib/web/upload";

const perMember = { points: 60, durationSeconds: 60 };

/** Keeps a file for a message that is being written. Answers with its id, name, type and size. */
export const POST = deskRoute<{ caseId: string }>(async ({ actor, request, params }) => {
  await limit("upload", actor.userId, perMember);
  const caseId = requireKnownId(params.caseId);
  const { id, name, mediaType, sizeBytes, sha256 } = await uploadAttachment(
    actor,
    caseId,
    await readUpload(request),
  );
  const headers = { "cache-control": "no-store", location: `/api/desk/${params.tenant}/attachments/${id}` };
  return Response.json({ id, name, mediaType, sizeBytes, sha256 }, { status: 201, headers });
});
