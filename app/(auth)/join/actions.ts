"use server";

import { redirect } from "next/navigation";
import { acceptInvitation, readInvitationToken } from "@/lib/modules/access/invitations";
import { joinInput } from "@/lib/modules/access/schema";
import { DomainError } from "@/lib/platform/errors";
import { accountAction } from "@/lib/web/action";
import { forgetSession } from "@/lib/web/session";

export const joinAction = accountAction(joinInput, async (visitor, { token }) => {
  const invitationId = readInvitationToken(token);
  if (!invitationId)
    throw new DomainError("not_found", "This link is not complete. Copy it from the mail again.");
  const slug = await acceptInvitation(visitor, invitationId);
  forgetSession(visitor.sessionId);
  redirect(`/t/${slug}`);
});
