import type { ConversationState } from "@/lib/modules/cases/schema";
import type { DecisionState, Denial, Outcome } from "@/lib/modules/decisions/schema";
import type { PayoutMethod, RefundState } from "@/lib/modules/refunds/schema";

// What a customer reads of their request, derived from nothing but facts. "Paid" is said only of what certainly left us;
// what nobody can vouch for is "on its way", and what failed, however late, is a problem.

/** One part of a refund, as its customer may know it. */
export type ToldRefund = Readonly<{
  id: string;
  state: RefundState;
  method: PayoutMethod;
  amountMinor: number;
  currency: string;
  /** Where it goes, in words: "Visa •4242". */
  label: string | null;
  reference: string | null;
  replacesId: string | null;
  submittedAt: Date | null;
  settledAt: Date | null;
}>;

/** What the customer was told or asked last. */
export type ToldDecision = Readonly<{
  id: string;
  state: DecisionState;
  outcome: Outcome;
  amountMinor: number;
  currency: string;
  denial: Denial | null;
  appealOfId: string | null;
  /** When it was said. */
  at: Date;
}>;

export type RequestFacts = Readonly<{
  conversation: ConversationState;
  /** Does the case still take what the customer writes? */
  isOpenToWords: boolean;
  createdAt: Date;
  lastWroteAt: Date | null;
  /** The newest one. */
  decision: ToldDecision | null;
  /** Of every decision that stands approved. */
  refunds: readonly ToldRefund[];
}>;

export const requestStates = [
  "received",
  "looking",
  "question",
  "denied",
  "appealed",
  "approved",
  "processing",
  "paid",
  "problem",
  "closed",
  "merged",
] as const;
export type RequestState = (typeof requestStates)[number];

/** waiting: approved, not handed on yet · processing: handed on, or nobody knows · paid: it left us · problem: it did not. */
export const legStates = ["waiting", "processing", "paid", "problem"] as const;
export type LegState = (typeof legStates)[number];
export type Leg = ToldRefund & Readonly<{ progress: LegState }>;

export type Step = Readonly<{
  step: "received" | "decided" | "money";
  state: "done" | "current" | "upcoming" | "problem";
  at: Date | null;
}>;

export type RequestStatus = Readonly<{
  state: RequestState;
  steps: readonly Step[];
  legs: readonly Leg[];
  cancel: "possible" | "too_late" | "none";
  mayAppeal: boolean;
  mayReply: boolean;
}>;

const progressOf: Readonly<Record<RefundState, LegState | undefined>> = {
  reserved: "processing",
  scheduled: "waiting",
  submitting: "processing",
  pending: "processing",
  requires_action: "processing",
  unknown: "processing",
  succeeded: "paid",
  failed: "problem",
  failed_late: "problem",
  canceled: "problem",
  replaced: undefined,
};

/** What counts for the customer: not what another refund has taken the place of, nor a replacement that was dropped. */
function legsOf(refunds: readonly ToldRefund[]): readonly Leg[] {
  return refunds.flatMap((refund) => {
    const progress = progressOf[refund.state];
    const wasDropped = refund.state === "canceled" && refund.replacesId !== null;
    return progress && !wasDropped ? [{ ...refund, progress }] : [];
  });
}

/** Where a request stands, in terms that have words in every language of the portal. */
export function statusOf(facts: RequestFacts): RequestStatus {
  const legs = legsOf(facts.refunds);
  const state = stateOf(facts, legs);
  return {
    state,
    legs,
    steps: stepsOf(facts, state, legs),
    cancel: cancelOf(state),
    mayAppeal: facts.isOpenToWords && state === "denied" && isQuestionable(facts.decision),
    mayReply: facts.isOpenToWords,
  };
}

function stateOf({ conversation, decision, lastWroteAt }: RequestFacts, legs: readonly Leg[]): RequestState {
  if (conversation === "merged") return "merged";
  if (decision?.state === "approved") return moneyState(legs);
  if (decision?.state === "denied") return "denied";
  // Over, without a word about money that still holds.
  if (conversation === "resolved" || conversation === "closed" || conversation === "spam") return "closed";
  if (!decision) return "received";
  if (decision.state === "appealed") return "appealed";
  const isAsked = decision.state === "proposed" && decision.outcome === "need_info";
  const hasAnswered = lastWroteAt !== null && lastWroteAt > decision.at;
  return isAsked && !hasAnswered ? "question" : "looking";
}

function moneyState(legs: readonly Leg[]): RequestState {
  const every = (progress: LegState) => legs.every((leg) => leg.progress === progress);
  if (legs.some(({ progress }) => progress === "problem")) return "problem";
  // Approved, and nothing to show for it: somebody has to look, so nothing is promised.
  if (legs.length === 0) return "looking";
  if (every("paid")) return "paid";
  return every("waiting") ? "approved" : "processing";
}

const isQuestionable = (decision: ToldDecision | null): boolean =>
  decision !== null && decision.appealOfId === null && (decision.denial?.mayAppeal ?? true);

function cancelOf(state: RequestState): RequestStatus["cancel"] {
  switch (state) {
    case "received":
    case "looking":
    case "question":
    case "appealed":
    case "approved":
      return "possible";
    case "processing":
    case "paid":
      return "too_late";
    case "denied":
    case "problem":
    case "closed":
    case "merged":
      return "none";
  }
}

function stepsOf(facts: RequestFacts, state: RequestState, legs: readonly Leg[]): readonly Step[] {
  const received: Step = { step: "received", state: "done", at: facts.createdAt };
  const decided = (step: Step["state"]): Step => ({
    step: "decided",
    state: step,
    at: step === "done" ? (facts.decision?.at ?? null) : null,
  });
  const money = (step: Step["state"], at: Date | null = null): Step => ({ step: "money", state: step, at });
  switch (state) {
    case "merged":
    case "closed":
      return [received];
    case "denied":
      return [received, decided("done")];
    case "approved":
    case "processing":
      return [received, decided("done"), money("current")];
    case "problem":
      return [received, decided("done"), money("problem")];
    case "paid":
      return [received, decided("done"), money("done", lastOf(legs))];
    default:
      return [received, decided("current"), money("upcoming")];
  }
}

const lastOf = (legs: readonly Leg[]): Date | null =>
  legs.reduce<Date | null>((last, { settledAt, submittedAt }) => {
    const at = settledAt ?? submittedAt;
    return at !== null && (last === null || at > last) ? at : last;
  }, null);
