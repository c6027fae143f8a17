import { createHash } from "node:crypto";
import { v7 } from "uuid";
import { fractionOf } from "./dates";
import type { Candidate, Past } from "./history";

const minuteMs = 60_000;

/** When somebody decided it: within four hours, mostly sooner. */
export const decidedAtOf = (openedAt: Date, { orderNumber }: Candidate): Date =>
  new Date(openedAt.getTime() + (12 + 220 * fractionOf(`${orderNumber} decided`) ** 2) * minuteMs);

/**
 * An id of a moment, the same on each run, so that a run after an interrupted one finds its refund at the provider.
 * Lists that read newest first go by ids.
 */
export function idOf(
  { tenantId, candidate }: Pick<Past, "tenantId" | "candidate">,
  what: string,
  at: Date,
): string {
  const digest = createHash("sha256").update(`${tenantId} ${candidate.orderNumber} ${what}`).digest();
  return v7({ msecs: at.getTime(), random: digest.subarray(0, 16), seq: digest.readUInt32BE(16) >>> 1 });
}

export function refundIdsOf(past: Pick<Past, "tenantId" | "candidate" | "openedAt">) {
  const decidedAt = decidedAtOf(past.openedAt, past.candidate);
  return { refundId: idOf(past, "refund", decidedAt), attemptId: idOf(past, "attempt", decidedAt) };
}
