import { and, eq, isNotNull } from "drizzle-orm";
import { z } from "zod";
import { recordAudit } from "@/lib/modules/audit/audit";
import { appendEvent } from "@/lib/modules/outbox/outbox";
import type { MemberActor } from "@/lib/platform/actor";
import { asActor } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { lockCase } from "./commands";
import { attachments, cases } from "./tables";

export const confirmFileInput = z.strictObject({ attachmentId: z.uuid(), isConfirmed: z.stringbool() });

/** Notes that a person looked at a file and believes what it claims, or no longer does. Done twice it is done once. */
export const confirmFile = (
  actor: MemberActor,
  { attachmentId, isConfirmed }: z.output<typeof confirmFileInput>,
): Promise<void> =>
  asActor(actor, async (tx) => {
    if (actor.role === "viewer") {
      throw new DomainError("forbidden", "Your role (viewer) does not judge evidence.");
    }
    const isIt = and(eq(attachments.tenantId, actor.tenantId), eq(attachments.id, attachmentId));
    const [file] = await tx
      .select({ caseId: attachments.caseId, name: attachments.name })
      .from(attachments)
      .where(and(isIt, isNotNull(attachments.messageId)));
    if (!file) throw new DomainError("not_found", "This file does not exist.");
    const { tenantId, id: caseId } = await lockCase(tx, actor.tenantId, file.caseId);
    await tx
      .update(attachments)
      .set({ confirmedByName: isConfirmed ? actor.name : null })
      .where(isIt);
    await tx
      .update(cases)
      .set({ updatedAt: new Date() })
      .where(and(eq(cases.tenantId, tenantId), eq(cases.id, caseId)));
    await recordAudit(tx, actor, {
      action: "attachment.confirmed",
      subjectType: "case",
      subjectId: caseId,
      detail: { attachmentId, name: file.name, isConfirmed },
    });
    await appendEvent(
      tx,
      { tenantId, type: "case", id: caseId },
      { type: "case.changed", payload: { caseId } },
    );
  });
