import { lockCase, recordStep } from "@/lib/modules/cases/commands";
import type { FollowThroughStepName } from "@/lib/modules/cases/schema";
import { recordSentMail } from "@/lib/modules/cases/sent-mail";
import { asTenant } from "@/lib/platform/db";
import { endTry, hasOpenEffects } from "./commands";
import { caseOf, type Effect } from "./schema";

export type Delivered = Readonly<{ providerId: string }>;
export type Failed = Readonly<{ error: string }>;
/** What the customer was told, for the thread: staff see what they see. */
type Said = Readonly<{ said?: Readonly<{ authorName: string; body: string }> }>;

/**
 * Writes down how a mail or CRM delivery ended and what the case shows of it, in one commit. The step is done when
 * the news that it awaits was delivered and nothing of its kind is open any more.
 */
export async function recordDelivery(
  effect: Effect,
  step: Extract<FollowThroughStepName, "mail" | "crm">,
  outcome: (Delivered & Said) | Failed,
): Promise<void> {
  await asTenant(effect.tenantId, async (tx) => {
    const locked = await lockCase(tx, effect.tenantId, caseOf(effect));
    const ended = await endTry(
      tx,
      effect,
      "error" in outcome
        ? { state: "retrying", error: outcome.error }
        : { state: "done", providerId: outcome.providerId },
    );
    if (!ended) return;
    if ("error" in outcome) {
      await recordStep(tx, locked, {
        step,
        state: ended.state === "dead" ? "attention" : "retrying",
        attempts: effect.attempts,
        error: outcome.error,
        ...(ended.nextRunAt ? { nextRetryAt: ended.nextRunAt.toISOString() } : {}),
      });
      return;
    }
    if (outcome.said) {
      await recordSentMail(tx, locked, { id: effect.id, mailId: outcome.providerId, ...outcome.said });
    }
    const { awaits } = locked.followThrough.find((shown) => shown.step === step) ?? {};
    const isLast = awaits !== undefined && effect.eventSeq >= awaits;
    const isDone = isLast && !(await hasOpenEffects(tx, caseOf(effect), effect.kind));
    await recordStep(tx, locked, {
      step,
      state: isDone ? "done" : locked.decision === "none" ? "none" : "waiting",
      attempts: effect.attempts,
      at: new Date().toISOString(),
      providerId: outcome.providerId,
    });
  });
}
