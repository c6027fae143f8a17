import { loadTenantWords } from "@/lib/modules/access/approvers";
import type { TenantSettings } from "@/lib/modules/access/settings";
import type { LockedCase } from "@/lib/modules/cases/commands";
import { type Actor, actorId } from "@/lib/platform/actor";
import type { Transaction } from "@/lib/platform/db";
import { hashOf, type Plan } from "./plan";
import type { Decision, Denial, ProposeRefund } from "./schema";
import { decisions } from "./tables";

/** What somebody proposes, and which earlier decisions it answers. */
export type Proposal = Readonly<{
  input: ProposeRefund;
  settings: TenantSettings;
  appeal: Decision | undefined;
  supersedes: Decision | undefined;
  /** Somebody stopped the key that proposes, or all payouts: it decides nothing alone. */
  isKeyStopped: boolean;
}>;

type NewDecision = Proposal &
  Readonly<{
    decisionId: string;
    plan: Plan | undefined;
    state: "approved" | "awaiting_approval" | "denied" | "proposed";
    denial?: Denial | null;
  }>;

/** Writes a decision down as it was made, with the trace it was made on. */
export async function insertDecision(
  tx: Transaction,
  actor: Actor,
  locked: LockedCase,
  { input, plan, state, denial = null, ...made }: NewDecision,
): Promise<Decision> {
  if (actor.kind === "system") throw new Error("the product does not propose");
  const trace = plan?.stored.trace;
  const isDecided = state === "approved" || state === "denied";
  const currency = plan?.currency ?? (await loadTenantWords(tx, actor.tenantId)).currency;
  const [decision] = await tx
    .insert(decisions)
    .values({
      id: made.decisionId,
      tenantId: actor.tenantId,
      caseId: locked.id,
      orderId: locked.orderId,
      customerId: locked.customerId,
      state,
      outcome: input.outcome,
      action: plan?.action ?? input.action ?? "return",
      amountMinor: plan?.amountMinor ?? 0,
      currency,
      legs: [...(plan?.legs ?? [])],
      lines: [...(plan?.lines ?? [])],
      extras: [...(plan?.extras ?? [])],
      reasonCode: input.reasonCode,
      rationale: input.rationale,
      trace: plan?.stored ?? null,
      verdict: trace?.verdict ?? null,
      capMinor: trace?.capMinor ?? null,
      policyVersionId: trace?.policyVersion.id ?? null,
      denial,
      appealOfId: made.appeal?.id ?? null,
      supersedesId: made.supersedes?.id ?? null,
      proposedByKind: actor.kind,
      proposedById: actorId(actor),
      proposedByName: actor.name,
      approvalHash: plan ? hashOf(plan.legs, currency, plan.order) : "",
      ...(isDecided ? { decidedById: actorId(actor), decidedByName: actor.name, decidedAt: new Date() } : {}),
    })
    .returning();
  if (!decision) throw new Error("the decision was not written");
  return decision;
}
