import { recordAudit } from "@/lib/modules/audit/audit";
import { lockCase } from "@/lib/modules/cases/commands";
import { endFailedReply } from "@/lib/modules/effects/reply-outcome";
import type { MemberActor } from "@/lib/platform/actor";
import { asActor } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import type { ReplyOfCase } from "./schema";

/** Lets a reply that did not reach the customer go out again. @throws DomainError when it is not failed any more */
export const retryReply = (actor: MemberActor, reply: ReplyOfCase): Promise<void> =>
  end(actor, reply, "retry");

/** Stops trying to deliver a reply: the customer was told some other way. The next replies go on. */
export const giveUpReply = (actor: MemberActor, reply: ReplyOfCase): Promise<void> =>
  end(actor, reply, { givenUpBy: actor.name });

async function end(
  actor: MemberActor,
  { caseId, messageId }: ReplyOfCase,
  ending: Parameters<typeof endFailedReply>[3],
): Promise<void> {
  if (actor.role === "viewer") throw new DomainError("forbidden", "Your role (viewer) sends no replies.");
  await asActor(actor, async (tx) => {
    const locked = await lockCase(tx, actor.tenantId, caseId);
    if (!(await endFailedReply(tx, locked, messageId, ending))) {
      throw new DomainError("conflict", "This reply is not failed any more.");
    }
    await recordAudit(tx, actor, {
      action: ending === "retry" ? "reply.retried" : "reply.given_up",
      subjectType: "case",
      subjectId: caseId,
      detail: { messageId },
    });
  });
}
