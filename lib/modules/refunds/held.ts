import { and, eq } from "drizzle-orm";
import { recordAudit } from "@/lib/modules/audit/audit";
import { summarizeCase } from "@/lib/modules/cases/commands";
import { makeDue } from "@/lib/modules/effects/commands";
import { lockChargesOf, moveReservation } from "@/lib/modules/orders/commands";
import { appendEvent } from "@/lib/modules/outbox/outbox";
import type { MemberActor } from "@/lib/platform/actor";
import { asActor } from "@/lib/platform/db";
import { findHolds, reviewPayoutStep } from "./holds";
import { post } from "./ledger";
import { lockWithCase } from "./lock";
import { demand, mayCancelHeld, summarizeRefunds } from "./policy";
import { listRefundStates } from "./queries";
import type { CancelHeld } from "./schema";
import { refunds } from "./tables";

/**
 * Gives up a refund that something keeps from being paid, whatever became of the others of its decision. Its money is
 * free again. @throws DomainError `forbidden` with the reason, `not_found`
 */
export const cancelHeldRefund = (actor: MemberActor, { refundId, reason }: CancelHeld): Promise<void> =>
  asActor(actor, async (tx) => {
    const { tenantId } = actor;
    const { locked, refund } = await lockWithCase(tx, actor, refundId);
    const holds = [...((await findHolds(tx, tenantId, [refundId])).get(refundId) ?? [])];
    demand(mayCancelHeld(actor, refund, holds));
    await tx
      .update(refunds)
      .set({ state: "canceled", settledAt: new Date() })
      .where(and(eq(refunds.tenantId, tenantId), eq(refunds.id, refundId)));
    await lockChargesOf(tx, tenantId, [refund.chargeId]);
    await moveReservation(tx, tenantId, refund.chargeId, -refund.amountMinor);
    await post(tx, refund, "released", 0);
    const { caseId, amountMinor, currency } = refund;
    const awaits = await appendEvent(
      tx,
      { tenantId, type: "case", id: caseId },
      { type: "refund.canceled", payload: { caseId, refundId, amountMinor, currency } },
    );
    const overall = summarizeRefunds(await listRefundStates(tx, tenantId, refund.decisionId)) ?? "canceled";
    const changed = await summarizeCase(tx, locked, {
      refund: overall,
      edited: true,
      steps: [{ step: "crm", state: "waiting", attempts: 0, awaits }],
    });
    await reviewPayoutStep(tx, changed, true);
    // The worker finds it given up and ends what waited for it.
    await makeDue(tx, { tenantId, kind: "payout" }, [refundId]);
    await recordAudit(tx, actor, {
      action: "refund.given_up",
      subjectType: "refund",
      subjectId: refundId,
      detail: { caseId, amountMinor, currency, reason, holds },
      before: { state: refund.state },
      after: { state: "canceled" },
    });
  });
