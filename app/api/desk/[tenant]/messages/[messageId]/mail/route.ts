import { findIncomingMail } from "@/lib/modules/mail/queries";
import { DomainError } from "@/lib/platform/errors";
import { deskRoute, requireKnownId } from "@/lib/web/desk-route";

/** A customer's mail as it was sent: its whole text, and its HTML made harmless. */
export const GET = deskRoute<{ messageId: string }>(async ({ actor, params }) => {
  const mail = await findIncomingMail(actor, requireKnownId(params.messageId));
  if (!mail) throw new DomainError("not_found", "This mail does not exist.");
  return Response.json(mail, { headers: { "cache-control": "no-store" } });
});
