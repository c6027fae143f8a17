"use server";

import { revalidatePath } from "next/cache";
import { inviteMember, resendInvitation, revokeInvitation } from "@/lib/modules/access/invitations";
import { changeRole, disableMember, enableMember } from "@/lib/modules/access/members";
import { inviteAllowance } from "@/lib/modules/access/policy";
import { changeRoleInput, invitationInput, inviteInput, memberInput } from "@/lib/modules/access/schema";
import { action } from "@/lib/web/action";
import { atLeast, neutralMs } from "@/lib/web/neutral-time";
import { limit } from "@/lib/web/rate-limit";

const showChange = (): void => revalidatePath("/t/[tenant]/members", "page");

export const inviteAction = action(
  inviteInput,
  async (actor, input) => {
    await limit("invite", actor.tenantId, inviteAllowance);
    await atLeast(neutralMs, () => inviteMember(actor, input));
    showChange();
    return { message: `An invitation to ${input.email} is on its way.` };
  },
  "account",
);

export const resendInvitationAction = action(
  invitationInput,
  async (actor, { invitationId }) => {
    await limit("invite", actor.tenantId, inviteAllowance);
    await resendInvitation(actor, invitationId);
    showChange();
  },
  "account",
);

export const revokeInvitationAction = action(
  invitationInput,
  async (actor, { invitationId }) => {
    await revokeInvitation(actor, invitationId);
    showChange();
  },
  "account",
);

export const changeRoleAction = action(
  changeRoleInput,
  async (actor, input) => {
    await changeRole(actor, input);
    showChange();
  },
  "account",
);

export const disableMemberAction = action(
  memberInput,
  async (actor, { userId }) => {
    await disableMember(actor, userId);
    showChange();
  },
  "account",
);

export const enableMemberAction = action(
  memberInput,
  async (actor, { userId }) => {
    await enableMember(actor, userId);
    showChange();
  },
  "account",
);
