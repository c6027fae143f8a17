import { and, eq, sql } from "drizzle-orm";
import { liftSwitch, placeSwitch } from "@/lib/modules/access/kill-switches";
import { sameProgram } from "@/lib/modules/access/same-program";
import type { ResumePayouts, StopPayouts } from "@/lib/modules/access/schema";
import { makeDue } from "@/lib/modules/effects/commands";
import { listUnsubmitted } from "@/lib/modules/refunds/commands";
import { holdRefunds, releaseRefunds } from "@/lib/modules/refunds/holds";
import type { MemberActor } from "@/lib/platform/actor";
import { asActor, type Transaction } from "@/lib/platform/db";
import { decisions } from "./tables";

/**
 * Stops all payouts of the tenant, or one key: it decides nothing alone any more, and what it decided waits until
 * somebody lifts the switch. What is with the provider already goes on.
 * @returns the switch's id
 */
export const stopPayouts = (actor: MemberActor, input: StopPayouts): Promise<string> =>
  asActor(actor, async (tx) => {
    const id = await placeSwitch(tx, actor, input);
    if (input.keyId) {
      const refundIds = await listUnsubmitted(tx, actor.tenantId, await decidedBy(tx, actor, input.keyId));
      await holdRefunds(tx, actor.tenantId, refundIds, "kill_switch");
    }
    return id;
  });

/** Lets go on what a switch stopped. Repeatable. */
export const resumePayouts = (actor: MemberActor, input: ResumePayouts): Promise<void> =>
  asActor(actor, async (tx) => {
    const lifted = await liftSwitch(tx, actor, input);
    if (!lifted) return;
    const { tenantId } = actor;
    if (lifted.keyId) {
      const refundIds = await listUnsubmitted(tx, tenantId, await decidedBy(tx, actor, lifted.keyId));
      await releaseRefunds(tx, tenantId, refundIds, "kill_switch");
    } else {
      await makeDue(tx, { tenantId, kind: "payout" }, await listUnsubmitted(tx, tenantId));
    }
  });

// What it proposed itself, and what it approved for others.
async function decidedBy(tx: Transaction, actor: MemberActor, keyId: string): Promise<string[]> {
  const rows = await tx
    .select({ id: decisions.id })
    .from(decisions)
    .where(
      and(
        eq(decisions.tenantId, actor.tenantId),
        sql`${decisions.decidedById} = any(${sameProgram(actor.tenantId, keyId)})`,
        eq(decisions.state, "approved"),
      ),
    );
  return rows.map((row) => row.id);
}
