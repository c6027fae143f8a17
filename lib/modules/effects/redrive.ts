import { and, eq, inArray, ne, sql } from "drizzle-orm";
import { recordAudit } from "@/lib/modules/audit/audit";
import { type LockedCase, lockCase, recordStep } from "@/lib/modules/cases/commands";
import type { FollowThroughStepName } from "@/lib/modules/cases/schema";
import type { MemberActor } from "@/lib/platform/actor";
import { asActor, type Transaction } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { countFailedReplies } from "./reply-outcome";
import type { EffectKind } from "./schema";
import { effects } from "./tables";

type Row = typeof effects.$inferSelect;

const stepOf: Partial<Record<EffectKind, FollowThroughStepName>> = { mail: "mail", crm: "crm" };
// Money has ways of its own: a refund is paid again, replaced or withdrawn, never skipped.
const deliveries: readonly EffectKind[] = ["mail", "crm", "notice"];

/**
 * Lets a delivery that was given up, or that waits for its next try, be tried now and as often as a new one. Repeatable:
 * whoever receives it knows it by its id.
 * @throws DomainError `conflict` when it is not stuck any more
 */
export const redriveEffect = (actor: MemberActor, effectId: string): Promise<void> =>
  asActor(actor, async (tx) => {
    const { effect, locked } = await lockStuck(tx, actor, effectId);
    await tx
      .update(effects)
      .set({
        state: "retrying",
        attempts: 0,
        nextRunAt: sql`now()`,
        dispatchedUntil: null,
        finishedAt: null,
        error: null,
      })
      .where(and(eq(effects.tenantId, actor.tenantId), eq(effects.id, effectId)));
    await showStep(tx, locked, effect, "waiting");
    await audit(tx, actor, "effect.redriven", effect, {});
  });

/**
 * Gives a delivery up for good, with the reason why nobody needs it.
 * @throws DomainError `conflict` when it is not stuck any more
 */
export const waiveEffect = (
  actor: MemberActor,
  { effectId, reason }: Readonly<{ effectId: string; reason: string }>,
): Promise<void> =>
  asActor(actor, async (tx) => {
    const { effect, locked } = await lockStuck(tx, actor, effectId);
    await tx
      .update(effects)
      .set({ state: "skipped", skippedReason: reason, finishedAt: sql`now()`, dispatchedUntil: null })
      .where(and(eq(effects.tenantId, actor.tenantId), eq(effects.id, effectId)));
    await showStep(tx, locked, effect, "skipped");
    await audit(tx, actor, "effect.waived", effect, { reason });
  });

// The case comes first, as everywhere; then nobody runs the effect while it changes.
async function lockStuck(
  tx: Transaction,
  actor: MemberActor,
  effectId: string,
): Promise<Readonly<{ effect: Row; locked: LockedCase | undefined }>> {
  const ofActor = and(eq(effects.tenantId, actor.tenantId), eq(effects.id, effectId));
  const [known] = await tx.select({ caseId: effects.caseId }).from(effects).where(ofActor);
  const locked = known?.caseId ? await lockCase(tx, actor.tenantId, known.caseId) : undefined;
  const [effect] = await tx
    .select()
    .from(effects)
    .where(and(ofActor, inArray(effects.kind, [...deliveries])))
    .for("update");
  if (!effect) throw new DomainError("not_found", "This does not exist.");
  if (effect.state !== "dead" && effect.state !== "retrying") {
    throw new DomainError("conflict", "This is not stuck any more.");
  }
  return { effect, locked };
}

/** Another delivery of its kind that was given up keeps the step in red. */
async function showStep(
  tx: Transaction,
  locked: LockedCase | undefined,
  effect: Row,
  state: "waiting" | "skipped",
): Promise<void> {
  const step = stepOf[effect.kind];
  if (!locked || !step) return;
  // A reply belongs to no decision: its case counts it, and no step says anything of it.
  if (effect.template === "reply") return countFailedReplies(tx, locked);
  const others = await tx
    .select({ state: effects.state })
    .from(effects)
    .where(
      and(
        eq(effects.tenantId, effect.tenantId),
        eq(effects.caseId, locked.id),
        eq(effects.kind, effect.kind),
        ne(effects.id, effect.id),
        ne(effects.template, "reply"),
        inArray(effects.state, ["queued", "running", "retrying", "dead"]),
      ),
    );
  if (others.some((other) => other.state === "dead")) return;
  await recordStep(tx, locked, { step, state: others.length > 0 ? "waiting" : state, attempts: 0 });
}

const audit = (
  tx: Transaction,
  actor: MemberActor,
  action: string,
  { id, caseId, kind, template, error, attempts }: Row,
  detail: Record<string, unknown>,
) =>
  recordAudit(tx, actor, {
    action,
    subjectType: "effect",
    subjectId: id,
    detail: { ...(caseId && { caseId }), kind, template, error, attempts, ...detail },
  });
