import type { ConversationState } from "@/lib/modules/cases/schema";
import type { Actor } from "@/lib/platform/actor";
import { DomainError } from "@/lib/platform/errors";
import { exponentOf } from "@/lib/platform/money";
import type { Decision } from "./schema";

/** Largest refund that needs nobody else, and largest one may approve, in major units. Source: docs/decisions/003-limits.md. */
const aiLimit = 50;
const agentLimit = 200;
const leadLimit = 1_000;
/** Above this, proposer and approver must be two different people. */
const fourEyesLimit = 500;

const inMinor = (major: number, currency: string): number => major * 10 ** exponentOf(currency);

export type Permission = Readonly<{ allowed: true } | { allowed: false; reason: string }>;
/** Who has to say yes to an amount: nobody else, a lead, or finance. */
export type ApprovalTier = "none" | "lead" | "finance";

const allow: Permission = { allowed: true };
const refuse = (reason: string): Permission => ({ allowed: false, reason });

type ProposableCase = Readonly<{ conversation: ConversationState; decision: string }>;

/** May `actor` propose a refund for this case? The form and the command both ask here. */
export function mayPropose(actor: Actor, subject: ProposableCase): Permission {
  if (actor.kind === "system") return refuse("The product does not propose refunds.");
  if (actor.kind === "member" && (actor.role === "viewer" || actor.role === "admin")) {
    return refuse(`Your role (${actor.role}) does not decide about money.`);
  }
  if (["closed", "merged", "spam"].includes(subject.conversation)) {
    return refuse("This case is closed. Reopen it to decide.");
  }
  if (["proposed", "awaiting_approval"].includes(subject.decision)) {
    return refuse("A decision is already on its way. Withdraw it to propose another one.");
  }
  return allow;
}

/** Who has to approve what `actor` proposes. */
export function approvalTier(amountMinor: number, currency: string, actor: Actor): ApprovalTier {
  const tier = amountMinor <= inMinor(leadLimit, currency) ? "lead" : "finance";
  if (actor.kind === "key") return amountMinor <= inMinor(aiLimit, currency) ? "none" : tier;
  if (actor.kind !== "member") return tier;
  const needsTwo = amountMinor > inMinor(fourEyesLimit, currency);
  switch (actor.role) {
    case "agent":
      return amountMinor <= inMinor(agentLimit, currency) ? "none" : tier;
    case "lead":
      return amountMinor <= inMinor(leadLimit, currency) && !needsTwo ? "none" : tier;
    case "finance":
      return needsTwo ? tier : "none";
    default:
      return tier;
  }
}

type Approvable = Pick<
  Decision,
  "state" | "amountMinor" | "currency" | "proposedById" | "proposedByName" | "decidedByName"
>;

/** May `actor` approve or deny this decision? The buttons and the commands both ask here. */
export function mayApprove(actor: Actor, decision: Approvable): Permission {
  if (decision.state !== "awaiting_approval") return refuse(decidedWords(decision));
  if (actor.kind !== "member") return refuse("Only a person can approve.");
  if (actor.role === "viewer" || actor.role === "agent" || actor.role === "admin") {
    return refuse(`Your role (${actor.role}) cannot approve. A lead or finance can.`);
  }
  if (decision.proposedById === actor.userId) return refuse("Someone else must approve what you proposed.");
  if (actor.role === "lead" && decision.amountMinor > inMinor(leadLimit, decision.currency)) {
    return refuse("This amount is above your limit. Finance can approve it.");
  }
  return allow;
}

/** May `actor` take this decision back before anybody approved it? */
export function mayWithdraw(actor: Actor, decision: Approvable): Permission {
  if (decision.state !== "awaiting_approval") return refuse(decidedWords(decision));
  if (actor.kind === "member") {
    if (decision.proposedById === actor.userId) return allow;
    return actor.role === "lead" || actor.role === "finance"
      ? allow
      : refuse("Only the proposer, a lead or finance can withdraw it.");
  }
  return actor.kind === "key" && decision.proposedById === actor.keyId
    ? allow
    : refuse("Only the proposer, a lead or finance can withdraw it.");
}

const decidedWords = (decision: Approvable): string =>
  decision.decidedByName
    ? `${decision.decidedByName} has already ${decision.state} this decision.`
    : `This decision is already ${decision.state.replaceAll("_", " ")}.`;

/** @throws DomainError `forbidden` with the reason when the permission says no */
export function demand(permission: Permission): void {
  if (!permission.allowed) throw new DomainError("forbidden", permission.reason);
}
