import { loadTenantWords } from "@/lib/modules/access/approvers";
import { limitsOf, type TenantSettings } from "@/lib/modules/access/settings";
import { type LockedCase, summarizeCase } from "@/lib/modules/cases/commands";
import { refundDue } from "@/lib/modules/cases/sla";
import { issueNotice } from "@/lib/modules/notices/commands";
import { appendEvent } from "@/lib/modules/outbox/outbox";
import { scheduleRefunds } from "@/lib/modules/refunds/commands";
import { type Actor, type Author, actorId } from "@/lib/platform/actor";
import { addBusinessHours } from "@/lib/platform/business-hours";
import type { Transaction } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { formatMoney } from "@/lib/platform/money";
import { listWhoApproves } from "./delegations";
import type { ApprovalNeed } from "./policy";
import { selectDecision } from "./queries";
import type { Decision } from "./schema";
import { approvals } from "./tables";

export const subjectOf = (locked: LockedCase) =>
  ({ tenantId: locked.tenantId, type: "case", id: locked.id }) as const;

export const factsOf = ({ id: decisionId, caseId, amountMinor, currency }: Decision) => ({
  caseId,
  decisionId,
  amountMinor,
  currency,
});

const waitingSteps = (["payout", "mail", "crm"] as const).map((step) => ({
  step,
  state: "waiting" as const,
  attempts: 0,
  awaits: undefined,
  at: undefined,
  providerId: undefined,
}));

type Asked = Readonly<{ need: ApprovalNeed; settings: TenantSettings }>;

/** Asks the people who may say yes, and tells them by mail, in the transaction of what they are asked about. */
export async function askForApproval(
  tx: Transaction,
  actor: Actor,
  locked: LockedCase,
  decision: Decision,
  { need, settings }: Asked,
): Promise<LockedCase> {
  const role = need.role === "finance" ? "finance" : "lead";
  const now = new Date();
  const { approvalHours, businessHours } = settings;
  await tx.insert(approvals).values({
    id: newId(),
    tenantId: actor.tenantId,
    decisionId: decision.id,
    caseId: locked.id,
    requiredRole: role,
    requiredVotes: need.votes,
    hash: decision.approvalHash,
    stepUpMinor: limitsOf(settings, decision.currency).stepUpMinor,
    remindsAt: addBusinessHours(now, approvalHours / 2, businessHours),
    expiresAt: addBusinessHours(now, approvalHours, businessHours),
  });
  await tellApprovers(tx, locked, decision, role);
  const at = now.toISOString();
  return summarizeCase(tx, locked, {
    decision: "awaiting_approval",
    refund: "reserved",
    amountMinor: decision.amountMinor,
    currency: decision.currency,
    edited: true,
    steps: [
      { step: "decision", state: "done", attempts: 1, by: actor.name, at },
      { step: "approval", state: "waiting", attempts: 0, by: undefined, at: undefined },
      ...waitingSteps,
    ],
  });
}

/** Who is told of what waits: everybody who may say yes to it, so neither its proposer nor whoever an appeal excludes. */
export async function listAddressees(
  tx: Transaction,
  tenantId: string,
  { proposedById, appealOfId }: Decision,
  role: "lead" | "finance",
) {
  const [appealed] = appealOfId ? await selectDecision(tx, tenantId, appealOfId) : [];
  const people = await listWhoApproves(tx, tenantId, role);
  return people.filter(({ userId }) => userId !== proposedById && userId !== appealed?.decidedById);
}

async function tellApprovers(
  tx: Transaction,
  locked: LockedCase,
  decision: Decision,
  role: "lead" | "finance",
): Promise<void> {
  const tenant = await loadTenantWords(tx, locked.tenantId);
  for (const { userId, email } of await listAddressees(tx, locked.tenantId, decision, role)) {
    await issueNotice(tx, locked, {
      userId,
      email,
      kind: "approval_asked",
      locale: tenant.locale,
      detail: {
        tenantName: tenant.name,
        proposedBy: decision.proposedByName,
        amount: formatMoney(decision.amountMinor, decision.currency, tenant.locale),
        case: `#${locked.number}`,
        path: `/t/${tenant.slug}/cases/${locked.id}`,
      },
    });
  }
}

/** Lets what was decided happen: the refunds may be paid after the hold, and everybody who has to know is told. */
export async function followUp(
  tx: Transaction,
  actor: Actor,
  locked: LockedCase,
  decision: Decision,
  settings: TenantSettings,
): Promise<LockedCase> {
  const refundIds = await scheduleRefunds(tx, actor.tenantId, decision.id, settings.holdSeconds);
  const at = new Date().toISOString();
  const isOwn = decision.decidedById === decision.proposedById && decision.decidedById === actorId(actor);
  const changed = await summarizeCase(tx, locked, {
    decision: "approved",
    refund: "scheduled",
    amountMinor: decision.amountMinor,
    currency: decision.currency,
    refundDueAt: refundDue(settings, new Date()),
    edited: true,
    steps: [
      ...(isOwn ? [{ step: "decision", state: "done", attempts: 1, by: actor.name, at } as const] : []),
      isOwn
        ? { step: "approval", state: "skipped", attempts: 0, by: undefined, at: undefined }
        : { step: "approval", state: "done", attempts: 1, by: actor.name, at },
      ...waitingSteps,
    ],
  });
  await appendEvent(tx, subjectOf(locked), {
    type: "decision.approved",
    payload: { ...factsOf(decision), refundIds },
  });
  return changed;
}

/** What the case shows of a decision that ends without a payment. A customer who is told hears it by mail. */
export async function endWithoutPayment(
  tx: Transaction,
  actor: Author,
  locked: LockedCase,
  { decision, isTold, error }: Readonly<{ decision: Decision; isTold: boolean; error?: string }>,
): Promise<LockedCase> {
  const { state } = decision;
  if (state === "proposed" || state === "approved" || state === "awaiting_approval") {
    throw new Error(`a decision that is ${state} has not ended`);
  }
  const awaits = await appendEvent(tx, subjectOf(locked), {
    type: `decision.${state}`,
    payload: factsOf(decision),
  });
  const told = { state: "waiting", attempts: 0, awaits } as const;
  const at = new Date().toISOString();
  return summarizeCase(tx, locked, {
    decision: state,
    refund: decision.legs.length > 0 ? "canceled" : "none",
    edited: true,
    steps: [
      { step: "decision", state: "done", attempts: 1, at },
      error
        ? { step: "approval", state: "attention", attempts: 0, error, at }
        : { step: "approval", state: "skipped", attempts: 0, by: actor.name, at },
      { step: "payout", state: "none", attempts: 0 },
      isTold ? { step: "mail", ...told } : { step: "mail", state: "none", attempts: 0 },
      { step: "crm", ...told },
    ],
  });
}
