import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import { type LockedCase, recordStep } from "@/lib/modules/cases/commands";
import type { StepState } from "@/lib/modules/cases/schema";
import { makeDue } from "@/lib/modules/effects/commands";
import type { LockedCharge } from "@/lib/modules/orders/charges";
import { findChargebacks } from "@/lib/modules/orders/disputes";
import { overdraftOf } from "@/lib/modules/orders/policy";
import type { Transaction } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import type { holdReasons, Refund, RefundState } from "./schema";
import { refundHolds, refunds } from "./tables";

type HoldReason = (typeof holdReasons)[number];
type Held = Pick<Refund, "id" | "state" | "method">;

const unsubmitted: readonly RefundState[] = ["reserved", "scheduled"];
const underWay: readonly RefundState[] = ["submitting", "unknown", "pending", "requires_action", "succeeded"];

const words = {
  doubleLoss:
    "Double loss risk: the customer's bank took this payment back while our refund of it was under way or paid.",
  lost: "The bank decided the dispute for the customer and kept the money. Give up the refund: they have it already.",
  open: "The customer's bank disputes this payment. The payout waits until the dispute is decided.",
  overdrawn:
    "More of this payment was taken back elsewhere than it has left for what we promised. A person must decide.",
} as const;
const isOurs = (text: string | undefined) => Object.values<string | undefined>(words).includes(text);

/**
 * Holds what was not submitted yet of a disputed or overdrawn charge, and lets go what no longer has a reason to wait.
 * The cases, the refunds and the charge are locked by the caller, in this order.
 */
export async function reviewHolds(
  tx: Transaction,
  charge: LockedCharge,
  ofCharge: readonly Held[],
): Promise<void> {
  const { tenantId } = charge;
  const waiting = ofCharge.filter(({ state }) => unsubmitted.includes(state));
  const chargeback = (await findChargebacks(tx, tenantId, [charge.id])).get(charge.id);
  const isOverdrawn = overdraftOf(charge) > 0;
  for (const refund of waiting) {
    // A lost dispute keeps what it held; it does not hold what was decided afterwards, knowing of it.
    if (chargeback === "open") await placeHold(tx, tenantId, refund.id, "chargeback");
    // Giving up an authorization moves no money, so it cannot overdraw.
    if (isOverdrawn && refund.method !== "void") await placeHold(tx, tenantId, refund.id, "overdrawn_charge");
  }
  const ids = waiting.map(({ id }) => id);
  const lifted = [
    ...(chargeback ? [] : await liftHolds(tx, tenantId, ids, "chargeback")),
    ...(isOverdrawn ? [] : await liftHolds(tx, tenantId, ids, "overdrawn_charge")),
  ];
  const held = await findHolds(tx, tenantId, lifted);
  const free = lifted.filter((id) => !held.has(id));
  await makeDue(tx, { tenantId, kind: "payout" }, free);
}

/**
 * Shows in the payout step of the case what its disputed and overdrawn charges mean for it, and takes it back when it
 * is over.
 */
export async function reviewPayoutStep(
  tx: Transaction,
  locked: LockedCase,
  /** Whatever the step waited for is over: it shows how the refunds stand by themselves. */
  isOver = false,
): Promise<LockedCase> {
  const step = locked.followThrough.find((candidate) => candidate.step === "payout");
  if (!step) return locked;
  const ofCase = await tx
    .select()
    .from(refunds)
    .where(and(eq(refunds.tenantId, locked.tenantId), eq(refunds.caseId, locked.id)))
    .orderBy(asc(refunds.id));
  const error = await findTrouble(tx, locked.tenantId, ofCase);
  if (error ? error === step.error : !isOver && !isOurs(step.error)) return locked;
  if (error) return recordStep(tx, locked, { step: "payout", state: "attention", error });
  return recordStep(tx, locked, { step: "payout", ...calmStep(ofCase) });
}

type Row = typeof refunds.$inferSelect;

async function findTrouble(
  tx: Transaction,
  tenantId: string,
  ofCase: readonly Row[],
): Promise<string | undefined> {
  const chargebacks = await findChargebacks(tx, tenantId, [
    ...new Set(ofCase.map((refund) => refund.chargeId)),
  ]);
  if (ofCase.some((refund) => underWay.includes(refund.state) && chargebacks.has(refund.chargeId))) {
    return words.doubleLoss;
  }
  const waiting = ofCase.filter(({ state }) => unsubmitted.includes(state));
  const holds = await findHolds(
    tx,
    tenantId,
    waiting.map(({ id }) => id),
  );
  const isHeld = (reason: HoldReason) => (refund: Row) => holds.get(refund.id)?.has(reason) ?? false;
  const disputed = waiting.filter(isHeld("chargeback"));
  if (disputed.some((refund) => chargebacks.get(refund.chargeId) === "lost")) return words.lost;
  if (disputed.length > 0) return words.open;
  return waiting.some(isHeld("overdrawn_charge")) ? words.overdrawn : undefined;
}

/** What the step shows once nothing holds it: how the refunds stand by themselves. */
function calmStep(ofCase: readonly Row[]): { state: StepState; error?: string } {
  const states = ofCase.map(({ state }) => state);
  const failed = ofCase.find(({ state }) => state === "failed" || state === "failed_late");
  if (failed) return { state: "attention", error: failureWords(failed.failureReason ?? "unknown") };
  if (states.includes("requires_action")) return { state: "attention" };
  if (states.includes("unknown")) return { state: "unknown" };
  if (states.every((state) => state === "canceled" || state === "replaced")) return { state: "none" };
  return { state: states.some((state) => isOpen(state)) ? "waiting" : "done" };
}

const isOpen = (state: RefundState) =>
  unsubmitted.includes(state) || state === "submitting" || state === "pending";

export const failureWords = (reason: string): string =>
  `The payment provider could not pay it back (${reason.replaceAll("_", " ")}).`;

/** Keeps what was not submitted yet of these refunds from being paid. Repeatable. */
export async function holdRefunds(
  tx: Transaction,
  tenantId: string,
  refundIds: readonly string[],
  reason: HoldReason,
): Promise<void> {
  for (const refundId of refundIds) await placeHold(tx, tenantId, refundId, reason);
}

/** Takes one reason away; what no other reason holds is paid at once. Repeatable. */
export async function releaseRefunds(
  tx: Transaction,
  tenantId: string,
  refundIds: readonly string[],
  reason: HoldReason,
): Promise<void> {
  const lifted = await liftHolds(tx, tenantId, refundIds, reason);
  const held = await findHolds(tx, tenantId, lifted);
  await makeDue(
    tx,
    { tenantId, kind: "payout" },
    lifted.filter((id) => !held.has(id)),
  );
}

async function placeHold(
  tx: Transaction,
  tenantId: string,
  refundId: string,
  reason: HoldReason,
): Promise<void> {
  const holds = await findHolds(tx, tenantId, [refundId]);
  if (holds.get(refundId)?.has(reason)) return;
  await tx.insert(refundHolds).values({ id: newId(), tenantId, refundId, reason });
}

async function liftHolds(
  tx: Transaction,
  tenantId: string,
  refundIds: readonly string[],
  reason: HoldReason,
): Promise<string[]> {
  if (refundIds.length === 0) return [];
  const rows = await tx
    .update(refundHolds)
    .set({ liftedAt: new Date() })
    .where(and(openHoldsOf(tenantId, refundIds), eq(refundHolds.reason, reason)))
    .returning({ refundId: refundHolds.refundId });
  return rows.map(({ refundId }) => refundId);
}

/** The reasons why each refund may not be submitted now. */
export async function findHolds(
  tx: Transaction,
  tenantId: string,
  refundIds: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<HoldReason>>> {
  if (refundIds.length === 0) return new Map();
  const rows = await tx
    .select({ refundId: refundHolds.refundId, reason: refundHolds.reason })
    .from(refundHolds)
    .where(openHoldsOf(tenantId, refundIds));
  const holds = new Map<string, Set<HoldReason>>();
  for (const { refundId, reason } of rows)
    holds.set(refundId, (holds.get(refundId) ?? new Set()).add(reason));
  return holds;
}

const openHoldsOf = (tenantId: string, refundIds: readonly string[]) =>
  and(
    eq(refundHolds.tenantId, tenantId),
    inArray(refundHolds.refundId, [...refundIds]),
    isNull(refundHolds.liftedAt),
  );
