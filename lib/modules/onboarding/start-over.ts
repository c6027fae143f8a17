import "server-only";
import { recordAudit } from "@/lib/modules/audit/audit";
import { changeCaseIn } from "@/lib/modules/cases/change";
import { lockCase } from "@/lib/modules/cases/commands";
import { forgetInboxCounts } from "@/lib/modules/cases/counts";
import { withdrawDecision } from "@/lib/modules/decisions/commands";
import { decideInput } from "@/lib/modules/decisions/schema";
import { retryRefund } from "@/lib/modules/refunds/alternatives";
import type { MemberActor } from "@/lib/platform/actor";
import { asActor } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { addSamples, requireSimulator } from "./drill";
import { requireSetter } from "./policy";
import { listSandboxCases, type SandboxCase } from "./queries";

/** What starting over came to. */
export type StartedOver = Readonly<{
  putAway: number;
  /** Cases that still need a person, with the reason. */
  left: readonly Readonly<{ number: number; words: string }>[];
  added: number;
}>;

/**
 * Brings the sandbox back to where it began: what samples and drills left open is withdrawn, what a drill let fail is paid
 * at the simulator, their cases are put away, and fresh samples stand there with dates of the last days. Records of money
 * and the log stay: nothing that happened is taken back.
 * @throws DomainError `conflict` where real money moves
 */
export async function startOver(actor: MemberActor, currency: string): Promise<StartedOver> {
  requireSetter(actor);
  requireSimulator();
  const left: { number: number; words: string }[] = [];
  const open = await listSandboxCases(actor);
  for (const sandboxCase of open) {
    const words = await putAway(actor, sandboxCase);
    if (words) left.push({ number: sandboxCase.number, words });
  }
  const added = await addSamples(actor, currency);
  const putAwayCount = open.length - left.length;
  await asActor(actor, (tx) =>
    recordAudit(tx, actor, {
      action: "sandbox.started_over",
      subjectType: "tenant",
      subjectId: actor.tenantId,
      detail: { putAway: putAwayCount, left: left.length, added },
    }),
  );
  await forgetInboxCounts(actor.tenantId);
  return { putAway: putAwayCount, left, added };
}

/** @returns why the case stays, if it does */
async function putAway(
  actor: MemberActor,
  { caseId, waiting, failedRefundIds }: SandboxCase,
): Promise<string | undefined> {
  try {
    if (waiting) {
      await withdrawDecision(
        actor,
        decideInput.parse({
          decisionId: waiting.id,
          version: waiting.version,
          note: "The sandbox starts over.",
        }),
      );
    }
    for (const refundId of failedRefundIds) await retryRefund(actor, { refundId });
    await asActor(actor, async (tx) => {
      const locked = await lockCase(tx, actor.tenantId, caseId);
      await changeCaseIn(tx, actor, locked, { conversation: "resolved" });
    });
    return undefined;
  } catch (error) {
    if (error instanceof DomainError) return error.publicMessage;
    throw error;
  }
}
