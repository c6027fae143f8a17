import type { MemberActor } from "@/lib/platform/actor";

/** May this member decide who belongs to the workspace, hold its keys and change its settings? */
export const mayManageAccess = ({ role }: Pick<MemberActor, "role">): boolean => role === "admin";

/** How long an invitation's link works. */
export const invitationDays = 7;

/** After a key was replaced, the old one goes on working for this long, so that nothing stops meanwhile. */
export const rotationOverlapHours = 24;

export const inviteAllowance = { points: 30, durationSeconds: 3_600 } as const;
