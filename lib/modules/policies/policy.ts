import type { Actor } from "@/lib/platform/actor";
import type { PolicyState } from "./terms";

export type Permission = Readonly<{ allowed: true } | { allowed: false; reason: string }>;

const allow: Permission = { allowed: true };
const refuse = (reason: string): Permission => ({ allowed: false, reason });

type Version = Readonly<{ state: PolicyState; createdById: string | null }>;

/** May `actor` write the shop's rules? A key or an AI never does: they are what bounds it. */
export function mayDraftPolicy(actor: Actor): Permission {
  if (actor.kind !== "member") return refuse("Only people write and publish policies.");
  if (actor.role === "lead" || actor.role === "finance" || actor.role === "admin") return allow;
  return refuse(`Your role (${actor.role}) does not change the policy. Ask a lead, finance or an admin.`);
}

/** Only who began a draft edits it: otherwise whoever changed it last could be the one who publishes it. */
export function mayEditPolicy(actor: Actor, version: Version): Permission {
  const permission = mayDraftPolicy(actor);
  if (!permission.allowed) return permission;
  if (version.state !== "draft")
    return refuse("Only a draft can be changed. Start a new one from this version.");
  if (actor.kind !== "member" || actor.userId !== version.createdById) {
    return refuse("Only who began this draft changes it. Start one of your own from it.");
  }
  return allow;
}

/** May `actor` put it in force, or say when that happens? Always a second person. */
export function mayPublishPolicy(actor: Actor, version: Version): Permission {
  const permission = mayDraftPolicy(actor);
  if (!permission.allowed) return permission;
  if (version.state !== "draft" && version.state !== "scheduled") {
    return refuse(`This version is ${version.state}. Start a new draft from it.`);
  }
  if (actor.kind !== "member" || actor.userId === version.createdById) {
    return refuse("A second person publishes what you wrote.");
  }
  return allow;
}

/** May `actor` take back a start that has not come yet? Either of the two people, and any other who may publish. */
export function mayUnschedulePolicy(actor: Actor, version: Version): Permission {
  const permission = mayDraftPolicy(actor);
  if (!permission.allowed) return permission;
  return version.state === "scheduled" ? allow : refuse("This version is not scheduled.");
}

/** May `actor` throw the draft away? What was in force is never thrown away. */
export function mayDiscardPolicy(actor: Actor, version: Version): Permission {
  const permission = mayDraftPolicy(actor);
  if (!permission.allowed) return permission;
  return version.state === "draft" ? allow : refuse("Only a draft can be discarded.");
}
