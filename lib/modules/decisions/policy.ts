import type { CurrencyLimits } from "@/lib/modules/access/schema";
import type { ConversationState } from "@/lib/modules/cases/schema";
import { goodsComeBack, type Verdict, verdicts } from "@/lib/modules/policies/terms";
import type { RefundState } from "@/lib/modules/refunds/schema";
import { type Actor, type Author, actorId } from "@/lib/platform/actor";
import { DomainError } from "@/lib/platform/errors";
import type { ApprovalState, Decision, Outcome } from "./schema";

export type Permission = Readonly<{ allowed: true } | { allowed: false; reason: string }>;
/** Who may say yes for a tenant, the weaker role first. */
export const approverRoles = ["lead", "finance"] as const;
export type ApproverRole = (typeof approverRoles)[number];

const allow: Permission = { allowed: true };
const refuse = (reason: string): Permission => ({ allowed: false, reason });

type ProposableCase = Readonly<{ conversation: ConversationState; decision: string }>;

const endedConversations: readonly ConversationState[] = ["closed", "merged", "spam"];
const openStates: readonly string[] = ["proposed", "awaiting_approval"];

export const isOpenDecision = (state: string): boolean => openStates.includes(state);

/** Who said no to what is appealed, and so has no part in the appeal; undefined where nothing is appealed. */
export type OpenAppeal = Readonly<{ decidedById: string | null }> | undefined;

/** What a proposal answers: the open decision that it takes the place of, and an appeal that nobody decided yet. */
type Answers = Readonly<{ replaces?: boolean; appeal?: OpenAppeal }>;

/** May `actor` propose something for this case? The form and the command both ask here. */
export function mayPropose(
  actor: Actor,
  subject: ProposableCase,
  { replaces = false, appeal }: Answers = {},
): Permission {
  if (actor.kind === "system") return refuse("The product does not propose refunds.");
  if (actor.kind === "member" && (actor.role === "viewer" || actor.role === "admin")) {
    return refuse(`Your role (${actor.role}) does not decide about money.`);
  }
  if (subject.conversation === "merged") {
    return refuse("This case was merged into another one. Decide there.");
  }
  if (endedConversations.includes(subject.conversation)) {
    return refuse("This case is closed. Reopen it to decide.");
  }
  if (subject.decision === "awaiting_approval" && !replaces) {
    return refuse("A decision is already on its way. Withdraw it to propose another one.");
  }
  if (appeal && actor.kind !== "member") return refuse("An appeal is handled by a person.");
  return isFirstDecider(actor, appeal?.decidedById) ? refuse(firstDeciderWords) : allow;
}

const firstDeciderWords = "You denied this before. Another person must decide the appeal.";
const isFirstDecider = (actor: Author, firstDeciderId: string | null | undefined): boolean =>
  Boolean(firstDeciderId) && firstDeciderId === actorId(actor);

/** Sums in minor units of one currency, the decision in question included. The largest one chooses the tier. */
export type Exposure = Readonly<{
  decisionMinor: number;
  /** Everything ever decided about the order. */
  orderMinor: number;
  /** Everything decided for the customer in 24 hours. */
  customerMinor: number;
  /** What whoever proposes decided alone in 24 hours. */
  actorMinor: number;
}>;

/** Who has to say yes: nobody else (`votes: 0`), or so many people, one of them at least with this role. */
export type ApprovalNeed = Readonly<{ role: ApproverRole | "none"; votes: number }>;

const nobody: ApprovalNeed = { role: "none", votes: 0 };

/**
 * Who has to approve what `actor` proposes. A verdict weaker than `allow` always needs a person, a stopped key too, and
 * above the four-eyes threshold two different people: whoever proposed counts as one of them, a program never does.
 */
export function approvalNeed(
  actor: Actor,
  exposure: Exposure,
  limits: CurrencyLimits,
  { verdict, isStopped = false }: Readonly<{ verdict: Verdict; isStopped?: boolean }>,
): ApprovalNeed {
  const largest = largestOf(exposure);
  const needsTwo = largest > limits.fourEyesMinor;
  const own = ownLimits(actor, limits);
  const isWithin = largest <= own.onceMinor && exposure.actorMinor <= own.dailyMinor;
  if (verdict === "allow" && !needsTwo && !isStopped && isWithin) return nobody;
  const role = largest > limits.leadMinor ? "finance" : "lead";
  return { role, votes: needsTwo && actor.kind !== "member" ? 2 : 1 };
}

const largestOf = ({ decisionMinor, orderMinor, customerMinor }: Exposure): number =>
  Math.max(decisionMinor, orderMinor, customerMinor);

type OwnLimits = Readonly<{ onceMinor: number; dailyMinor: number }>;
const nothing: OwnLimits = { onceMinor: -1, dailyMinor: -1 };

function ownLimits(actor: Actor, limits: CurrencyLimits): OwnLimits {
  if (actor.kind === "key") return { onceMinor: limits.keyMinor, dailyMinor: limits.keyDailyMinor };
  if (actor.kind !== "member") return nothing;
  switch (actor.role) {
    case "agent":
      return { onceMinor: limits.agentMinor, dailyMinor: limits.agentDailyMinor };
    case "lead":
      return { onceMinor: limits.leadMinor, dailyMinor: limits.leadDailyMinor };
    case "finance":
      return { onceMinor: Number.POSITIVE_INFINITY, dailyMinor: Number.POSITIVE_INFINITY };
    default:
      return nothing;
  }
}

/**
 * Did an answer get worse for whoever waits for it: a stronger no, less money, or more people to ask? That a person has
 * to look is nothing worse where one does already.
 */
export function isWorse(
  before: Readonly<{ verdict: Verdict; capMinor: number; need: ApprovalNeed }>,
  after: Readonly<{ verdict: Verdict; capMinor: number; need: ApprovalNeed }>,
  amountMinor: number,
): boolean {
  const rank = (need: ApprovalNeed) => (need.role === "none" ? 0 : approverRoles.indexOf(need.role) + 1);
  const strength = (verdict: Verdict) => verdicts.indexOf(verdict === "allow" ? "need_approval" : verdict);
  return (
    strength(after.verdict) < strength(before.verdict) ||
    after.capMinor < amountMinor ||
    rank(after.need) > rank(before.need) ||
    after.need.votes > before.need.votes
  );
}

type Approvable = Pick<
  Decision,
  | "state"
  | "amountMinor"
  | "currency"
  | "proposedByKind"
  | "proposedById"
  | "proposedByName"
  | "decidedByName"
>;

/** What is asked, and who said yes already. */
export type OpenApproval = Readonly<{
  requiredRole: ApproverRole;
  requiredVotes: number;
  votes: readonly Readonly<{ memberId: string; memberName: string; role: ApproverRole }>[];
}>;

/** Beyond the role: what somebody lent, what they did today, and whom an appeal excludes. */
export type ApproverStanding = Readonly<{
  delegatedRole?: ApproverRole | undefined;
  /** What they decided alone and approved for others in 24 hours. */
  actedTodayMinor?: number;
  firstDeciderId?: string | null | undefined;
}>;

/** May `actor` say yes to this decision? The button and the command both ask here. */
export function mayApprove(
  actor: Actor,
  decision: Approvable,
  approval: OpenApproval,
  limits: CurrencyLimits,
  standing: ApproverStanding = {},
): Permission {
  const general = mayJudge(actor, decision, standing);
  if (!general.allowed) return general;
  const role = roleOf(actor, standing);
  if (!role) return refuse("Only a person can approve.");
  if (actor.kind === "key" && (approval.requiredVotes > 1 || decision.amountMinor > limits.fourEyesMinor)) {
    return refuse("Above the four-eyes threshold only people approve.");
  }
  if (approval.votes.some(({ memberId }) => memberId === actorId(actor))) {
    return refuse("You have approved this already. Another person has to approve it, too.");
  }
  if (role === "finance") return allow;
  if (decision.amountMinor > limits.leadMinor || needsFinanceNow(approval)) {
    return refuse("This amount is above your limit. Finance can approve it.");
  }
  if ((standing.actedTodayMinor ?? 0) + decision.amountMinor > limits.leadDailyMinor) {
    return refuse("You have decided and approved as much as one lead may in a day. Finance can approve it.");
  }
  return allow;
}

// Of two votes one may be a lead's, as long as finance can still give the other.
function needsFinanceNow({ requiredRole, requiredVotes, votes }: OpenApproval): boolean {
  if (requiredRole !== "finance" || votes.some(({ role }) => role === "finance")) return false;
  return requiredVotes - votes.length <= 1;
}

/** The role somebody approves with, their own or a stronger one that was lent to them. */
export function roleOf(actor: Actor, { delegatedRole }: ApproverStanding = {}): ApproverRole | undefined {
  if (actor.kind === "key")
    return !actor.isAi && actor.scopes.includes("decision:approve") ? "lead" : undefined;
  if (actor.kind !== "member") return undefined;
  const own = actor.role === "lead" || actor.role === "finance" ? actor.role : undefined;
  return own === "finance" || delegatedRole === "finance" ? "finance" : (own ?? delegatedRole);
}

/** May `actor` deny or return what waits for approval? A no needs no limit, but it is never said to oneself. */
export function mayJudge(actor: Actor, decision: Approvable, standing: ApproverStanding = {}): Permission {
  if (decision.state !== "awaiting_approval") return refuse(decidedWords(decision));
  if (actor.kind === "system" || (actor.kind === "key" && !roleOf(actor))) {
    return refuse("Only a person can approve.");
  }
  if (!roleOf(actor, standing)) {
    return refuse(
      `Your role (${actor.kind === "member" ? actor.role : "key"}) cannot approve. A lead or finance can.`,
    );
  }
  const id = actorId(actor);
  if (decision.proposedById === id) return refuse("Someone else must approve what you proposed.");
  // Two keys may be one program: a key that was replaced has a successor.
  if (actor.kind === "key" && decision.proposedByKind === "key") {
    return refuse("A person must approve what a program proposed.");
  }
  return isFirstDecider(actor, standing.firstDeciderId) ? refuse(firstDeciderWords) : allow;
}

/** May `actor` take this decision back before anybody approved it? Customers always may: it is about their request. */
export function mayWithdraw(
  actor: Author,
  decision: Approvable,
  { firstDeciderId }: Pick<ApproverStanding, "firstDeciderId"> = {},
): Permission {
  if (!isOpenDecision(decision.state)) return refuse(decidedWords(decision));
  if (actor.kind === "customer") return allow;
  if (isFirstDecider(actor, firstDeciderId)) return refuse(firstDeciderWords);
  if (decision.proposedById === actorId(actor) && actor.kind !== "system") return allow;
  return isLeading(actor) ? allow : refuse("Only the proposer, a lead or finance can withdraw it.");
}

/** May `actor` stop what was approved? Only before anything was submitted to the provider. */
export function mayRevoke(
  actor: Author,
  decision: Approvable,
  refunds: readonly RefundState[],
  { firstDeciderId }: Pick<ApproverStanding, "firstDeciderId"> = {},
): Permission {
  if (decision.state !== "approved") return refuse(decidedWords(decision));
  if (isFirstDecider(actor, firstDeciderId)) return refuse(firstDeciderWords);
  if (actor.kind !== "customer" && !isLeading(actor) && decision.proposedById !== actorId(actor)) {
    return refuse("Only the proposer, a lead or finance can revoke it.");
  }
  return refunds.every((state) => state === "reserved" || state === "scheduled")
    ? allow
    : refuse("It is being paid already, so it cannot be revoked any more.");
}

/** May this no be questioned? Once, and not by whoever said it. */
export function mayAppeal(
  actor: Author,
  decision: Pick<Decision, "state" | "denial" | "appealOfId">,
): Permission {
  if (decision.state !== "denied") return refuse("Only a denied request can be appealed.");
  if (decision.appealOfId) return refuse("This was an appeal already. There is no second one.");
  if (decision.denial && !decision.denial.mayAppeal) return refuse("This denial cannot be appealed.");
  if (actor.kind === "system") return refuse("The product does not appeal.");
  return actor.kind === "member" && actor.role === "viewer"
    ? refuse("Your role (viewer) does not change cases.")
    : allow;
}

/** May `actor` say no by themselves? What the policy would allow, only a lead or finance refuses. */
export function mayDenyOutright(
  actor: Actor,
  verdict: Verdict | null,
  { allowsAutoDeny }: Readonly<{ allowsAutoDeny: boolean }>,
): Permission {
  if (actor.kind === "key") {
    return verdict === "deny" && allowsAutoDeny
      ? allow
      : refuse(
          "A program denies only what the policy denies, and only where the workspace allows it. Escalate it.",
        );
  }
  if (verdict === "deny" || isLeading(actor)) return allow;
  return refuse("The policy does not refuse this, so a lead or finance has to. Escalate it.");
}

/** Has what was sent to be back before the money of a decision moves? */
export const mustComeBack = (stored: Decision["trace"]): boolean =>
  stored?.trace.rules.some(
    ({ kind, facts }) =>
      kind === "return_required" && facts.some(({ name, value }) => name === goodsComeBack && value === true),
  ) ?? false;

/** May `actor` note that the goods of a return are back? */
export function mayRecordGoods(actor: Actor): Permission {
  // The shop's own system may say what its warehouse took in; a key of an AI only ever proposes.
  if (actor.kind !== "member") {
    return roleOf(actor)
      ? allow
      : refuse("A person, or the shop's own system, notes that the goods are back.");
  }
  return actor.role === "viewer" || actor.role === "admin"
    ? refuse(`Your role (${actor.role}) does not decide about money.`)
    : allow;
}

/** May `actor` let money go although the goods are not back? */
export const mayWaiveGoods = (actor: Actor): Permission =>
  isLeading(actor) ? allow : refuse("A lead or finance pays without the goods.");

const isLeading = (actor: Author): boolean =>
  actor.kind === "member" && (actor.role === "lead" || actor.role === "finance");

/** Whether what a yes starts can still be stopped, as the last words before it. */
export const finalityWords = (holdSeconds: number): string =>
  holdSeconds > 0
    ? `For ${holdWords(holdSeconds)} it can still be revoked; then it is paid.`
    : "It cannot be undone.";
const holdWords = (seconds: number): string =>
  seconds % 60 === 0 ? plural(seconds / 60, "minute") : plural(seconds, "second");
const plural = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? "" : "s"}`;

/** What a key that somebody stopped is told. */
export const stoppedWords = "This key is stopped at the moment. A person has to do this.";

/** Outcomes that move money. */
export const pays = (outcome: Outcome): boolean => outcome === "approve" || outcome === "partial";

export const approvalStateOf = {
  approved: "approved",
  denied: "denied",
  returned: "returned",
  withdrawn: "void",
  superseded: "void",
} as const satisfies Partial<Record<Decision["state"], ApprovalState>>;

export const decidedWords = (decision: Pick<Decision, "state" | "decidedByName">): string =>
  decision.decidedByName
    ? `${decision.decidedByName} has already ${decision.state.replaceAll("_", " ")} this decision.`
    : `This decision is already ${decision.state.replaceAll("_", " ")}.`;

/** @throws DomainError `forbidden` with the reason when the permission says no */
export function demand(permission: Permission): void {
  if (!permission.allowed) throw new DomainError("forbidden", permission.reason);
}
