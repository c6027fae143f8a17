import { z } from "zod";
import type { ApiAnswer, ApiRequest } from "./api";
import { type Refund, type RefundStatus, refundStatuses } from "./entries";
import { noSuch, PspError } from "./errors";
import { newEvent } from "./events";
import { keyResult } from "./keys";
import { refundShape } from "./shapes";
import { now, type Simulator } from "./simulator";

export const settleInput = z.strictObject({
  status: z.enum(refundStatuses),
  failure_reason: z.string().max(100).optional(),
});

const nextStatuses: Record<RefundStatus, readonly RefundStatus[]> = {
  pending: ["succeeded", "failed", "requires_action"],
  requires_action: ["pending", "succeeded", "failed", "canceled"],
  // A bank can send the money back days after it was told to take it.
  succeeded: ["failed"],
  failed: [],
  canceled: [],
};

type Settlement = { status: RefundStatus; failureReason: string | null; request?: ApiRequest };

/** @throws PspError (400) when a refund in its state cannot become that */
export async function settleRefund(psp: Simulator, refundId: string, to: Settlement): Promise<ApiAnswer> {
  const refund = psp.books.findRefund(refundId);
  if (!refund) throw noSuch("refund", refundId, "id");
  if (!nextStatuses[refund.status].includes(to.status)) {
    throw new PspError(400, `A refund that is ${refund.status} cannot become ${to.status}.`, {
      param: "status",
    });
  }
  const failureReason = to.status === "failed" ? (to.failureReason ?? "unknown") : null;
  const changed: Refund = { ...refund, status: to.status, failureReason };
  const body = refundShape(changed);
  const updated = newEvent(psp, "refund.updated", body, to.request, { status: refund.status });
  const failed = to.status === "failed" ? [newEvent(psp, "refund.failed", body, to.request)] : [];
  psp.commit({
    type: "refund_changed",
    at: now(),
    refundId,
    status: to.status,
    failureReason,
    events: [updated, ...failed],
    result: to.request ? keyResult(to.request, 200, body) : null,
  });
  await psp.journal.synced();
  return { status: 200, body };
}

/** Keeps the promise of the switch `fails_later`, once after creation and again after a restart. */
export function failRefundWhenDue(psp: Simulator, refund: Refund): void {
  if (refund.failsAt === null || refund.status !== "succeeded") return;
  const failNow = () => {
    // A test may have settled it by hand in the meantime.
    if (psp.books.findRefund(refund.id)?.status !== "succeeded") return;
    void settleRefund(psp, refund.id, { status: "failed", failureReason: "declined" });
  };
  psp.after(Math.max(0, Date.parse(refund.failsAt) - Date.now()), failNow);
}
