import { createHash } from "node:crypto";
import { recordAudit } from "@/lib/modules/audit/audit";
import { type LockedCase, lockCase, summarizeCase } from "@/lib/modules/cases/commands";
import { loadLines, lockCharges } from "@/lib/modules/orders/commands";
import type { Charge } from "@/lib/modules/orders/schema";
import { appendEvent } from "@/lib/modules/outbox/outbox";
import { reserveRefunds, scheduleRefunds } from "@/lib/modules/refunds/commands";
import { type Actor, actorId } from "@/lib/platform/actor";
import type { Transaction } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { priceLines, splitOverCharges } from "./amounts";
import { type ApprovalTier, approvalTier, demand, mayPropose } from "./policy";
import { listDecidedLines } from "./queries";
import type { DecisionLeg, DecisionLine, ProposeRefund } from "./schema";
import { approvals, decisions } from "./tables";

const approvalHours = 24;

export type Proposed = Readonly<{
  decisionId: string;
  state: "approved" | "awaiting_approval";
  amountMinor: number;
  currency: string;
}>;

/**
 * Decides to refund lines of the case's order, or asks for approval when the amount is above the actor's limit.
 * Decision, reservation, ledger, event and audit row are one commit: that of the caller's transaction.
 * @throws DomainError `not_found`, `forbidden`, `conflict` when the case has moved on, `invalid` with the field
 */
export async function proposeRefundIn(
  tx: Transaction,
  actor: Actor,
  input: ProposeRefund,
): Promise<Proposed> {
  const locked = await lockCase(tx, actor.tenantId, input.caseId);
  if (locked.version !== input.caseVersion) {
    throw new DomainError("conflict", "This case changed while you were deciding. Look at it again.", {
      field: "caseVersion",
    });
  }
  demand(mayPropose(actor, locked));
  const { legs, lines, charges } = await planLegs(tx, locked, input);
  const amountMinor = legs.reduce((sum, leg) => sum + leg.amountMinor, 0);
  const currency = charges[0]?.currency ?? "USD";
  const tier = approvalTier(amountMinor, currency, actor);
  const decisionId = newId();
  const hash = hashOf(legs, currency, charges);
  const state = tier === "none" ? "approved" : "awaiting_approval";
  await tx.insert(decisions).values({
    id: decisionId,
    tenantId: actor.tenantId,
    caseId: locked.id,
    state,
    amountMinor,
    currency,
    legs,
    lines,
    reasonCode: input.reasonCode,
    rationale: input.rationale,
    proposedByKind: actor.kind,
    proposedById: actorId(actor),
    proposedByName: actor.name,
    approvalHash: hash,
    ...(state === "approved"
      ? { decidedById: actorId(actor), decidedByName: actor.name, decidedAt: new Date() }
      : {}),
  });
  const legsWithCurrency = legs.map((leg) => ({ ...leg, currency }));
  await reserveRefunds(tx, locked, decisionId, legsWithCurrency);
  const facts = { caseId: locked.id, decisionId, amountMinor, currency };
  await appendEvent(tx, subjectOf(locked), { type: "decision.proposed", payload: facts });
  await recordAudit(tx, actor, {
    action: "decision.proposed",
    subjectType: "decision",
    subjectId: decisionId,
    detail: { amountMinor, currency, legs, tier },
  });
  if (tier === "none") await followUp(tx, actor, locked, facts);
  else await askForApproval(tx, actor, locked, facts, { tier, hash });
  return { decisionId, state, amountMinor, currency };
}

async function planLegs(tx: Transaction, locked: LockedCase, input: ProposeRefund) {
  if (!locked.orderId)
    throw new DomainError("invalid", "This case has no order to refund.", { field: "caseId" });
  const charges = await lockCharges(tx, locked.tenantId, locked.orderId);
  if (charges.some((charge) => charge.provider === "store_credit")) {
    throw new DomainError(
      "invalid",
      "This order was paid by gift card. Refunds to store credit are not available yet.",
      { field: "lines" },
    );
  }
  // The charges are locked, so no other case of this order adds to these meanwhile.
  const decided = await listDecidedLines(tx, locked.tenantId, locked.orderId);
  const orderLines = await loadLines(tx, locked.tenantId, locked.orderId);
  const lines = priceLines(input.lines, orderLines, countPieces(decided));
  const amountMinor = lines.reduce((sum, line) => sum + line.amountMinor, 0);
  return { lines, legs: splitOverCharges(amountMinor, charges), charges };
}

const countPieces = (lines: readonly DecisionLine[]): ReadonlyMap<string, number> => {
  const pieces = new Map<string, number>();
  for (const line of lines) pieces.set(line.orderLineId, (pieces.get(line.orderLineId) ?? 0) + line.quantity);
  return pieces;
};

type Facts = Readonly<{ caseId: string; decisionId: string; amountMinor: number; currency: string }>;
type Ask = Readonly<{ tier: Exclude<ApprovalTier, "none">; hash: string }>;

async function askForApproval(
  tx: Transaction,
  actor: Actor,
  locked: LockedCase,
  facts: Facts,
  { tier, hash }: Ask,
): Promise<void> {
  await tx.insert(approvals).values({
    id: newId(),
    tenantId: actor.tenantId,
    decisionId: facts.decisionId,
    caseId: locked.id,
    requiredRole: tier,
    hash,
    expiresAt: new Date(Date.now() + approvalHours * 3_600_000),
  });
  const at = new Date().toISOString();
  await summarizeCase(tx, locked, {
    decision: "awaiting_approval",
    refund: "reserved",
    amountMinor: facts.amountMinor,
    currency: facts.currency,
    edited: true,
    steps: [
      { step: "decision", state: "done", attempts: 1, by: actor.name, at },
      { step: "approval", state: "waiting", attempts: 0, by: undefined, at: undefined },
      ...waitingSteps,
    ],
  });
}

const waitingSteps = (["payout", "mail", "crm"] as const).map((step) => ({
  step,
  state: "waiting" as const,
  attempts: 0,
  awaits: undefined,
  at: undefined,
  providerId: undefined,
}));

/** Lets what was decided happen: the refunds may be paid, and everybody who has to know is told. */
export async function followUp(
  tx: Transaction,
  actor: Actor,
  locked: LockedCase,
  facts: Facts,
): Promise<void> {
  const refundIds = await scheduleRefunds(tx, actor.tenantId, facts.decisionId);
  const at = new Date().toISOString();
  const ownDecision = locked.decision !== "awaiting_approval";
  await summarizeCase(tx, locked, {
    decision: "approved",
    refund: "scheduled",
    amountMinor: facts.amountMinor,
    currency: facts.currency,
    edited: true,
    steps: [
      ...(ownDecision ? [{ step: "decision", state: "done", attempts: 1, by: actor.name, at } as const] : []),
      ownDecision
        ? { step: "approval", state: "skipped", attempts: 0, by: undefined, at: undefined }
        : { step: "approval", state: "done", attempts: 1, by: actor.name, at },
      ...waitingSteps,
    ],
  });
  await appendEvent(tx, subjectOf(locked), { type: "decision.approved", payload: { ...facts, refundIds } });
}

export const subjectOf = (locked: LockedCase) =>
  ({ tenantId: locked.tenantId, type: "case", id: locked.id }) as const;

// An approval is for exactly these amounts to exactly these destinations.
const hashOf = (legs: readonly DecisionLeg[], currency: string, charges: readonly Charge[]): string =>
  createHash("sha256")
    .update(
      JSON.stringify(
        legs.map((leg) => [
          leg.chargeId,
          leg.amountMinor,
          currency,
          charges.find((charge) => charge.id === leg.chargeId)?.methodLabel,
        ]),
      ),
    )
    .digest("hex");
