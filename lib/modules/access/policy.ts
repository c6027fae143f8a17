import type { MemberActor } from "@/lib/platform/actor";

/** May this member decide who belongs to the workspace, hold its keys and change its settings? */
export const mayManageAccess = ({ role }: Pick<MemberActor, "role">): boolean => role === "admin";

/** May this member stop payouts? Whoever answers for money may, and admins, who see an attack first. */
export const mayStopPayouts = ({ role }: Pick<MemberActor, "role">): boolean =>
  role === "lead" || role === "finance" || role === "admin";

/** May this member let payouts go on? Finance and admins may, and a lead what they stopped themselves. */
export const mayResumePayouts = (
  { role, userId }: Pick<MemberActor, "role" | "userId">,
  placed: Readonly<{ placedById: string | null }>,
): boolean => role === "finance" || role === "admin" || (role === "lead" && userId === placed.placedById);

/** How long an invitation's link works. */
export const invitationDays = 7;

/** After a key was replaced, the old one goes on working for this long, so that nothing stops meanwhile. */
export const rotationOverlapHours = 24;

export const inviteAllowance = { points: 30, durationSeconds: 3_600 } as const;
