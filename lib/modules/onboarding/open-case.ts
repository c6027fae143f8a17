import "server-only";
import { openCaseIn } from "@/lib/modules/cases/open";
import type { OpenCaseInput } from "@/lib/modules/cases/open-schema";
import type { MemberActor } from "@/lib/platform/actor";
import { asActor } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";

/** Opens a case that somebody at the desk was told of. @returns its id */
export function openCase(actor: MemberActor, input: OpenCaseInput): Promise<string> {
  if (actor.role === "viewer") throw new DomainError("forbidden", "Your role (viewer) opens no cases.");
  return asActor(actor, (tx) => openCaseIn(tx, actor, input));
}
