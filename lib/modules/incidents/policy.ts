import type { MemberActor } from "@/lib/platform/actor";

export type Permission = Readonly<{ allowed: true } | { allowed: false; reason: string }>;
const refuse = (reason: string): Permission => ({ allowed: false, reason });

type Role = Pick<MemberActor, "role">;

/** May this member take care of an incident, and try again what no money hangs on? */
export const mayHandle = ({ role }: Role): Permission =>
  role === "viewer" ? refuse("Your role (viewer) does not change anything.") : { allowed: true };

/** May this member give deliveries up for good? */
export const maySkip = ({ role }: Role): Permission =>
  role === "lead" || role === "finance"
    ? { allowed: true }
    : refuse("A lead or finance skips what is stuck.");

/** May this member have failed refunds paid again? The limit is asked about each refund. */
export const mayPayAgain = ({ role }: Role): Permission =>
  role === "agent" || role === "lead" || role === "finance"
    ? { allowed: true }
    : refuse(`Your role (${role}) does not decide about money.`);
