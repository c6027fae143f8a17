import {
  Archive,
  Ban,
  Check,
  CircleDashed,
  CircleDot,
  CircleQuestionMark,
  Clock,
  CornerUpLeft,
  Hourglass,
  LoaderCircle,
  type LucideIcon,
  Merge,
  Minus,
  MoonStar,
  RotateCw,
  Scale,
  TriangleAlert,
  Truck,
  Undo2,
  X,
} from "lucide-react";
import type { ConversationState, StepState } from "@/lib/modules/cases/schema";
import type { DecisionState } from "@/lib/modules/decisions/schema";
import type { OrderStatus } from "@/lib/modules/orders/schema";
import type { RefundState } from "@/lib/modules/refunds/schema";
import type { Tone } from "./ui/tone";

/** How a state is said and shown, everywhere. */
export type StateLook = Readonly<{ word: string; tone: Tone; icon: LucideIcon }>;
type Looks<State extends string> = Readonly<Record<State, StateLook>>;

const look = (word: string, tone: Tone, icon: LucideIcon): StateLook => ({ word, tone, icon });

const conversation: Looks<ConversationState> = {
  open: look("Open", "neutral", CircleDot),
  waiting_customer: look("Waiting for customer", "waiting", Clock),
  snoozed: look("Snoozed", "neutral", MoonStar),
  resolved: look("Resolved", "good", Check),
  closed: look("Closed", "neutral", Archive),
  merged: look("Merged", "neutral", Merge),
  spam: look("Spam", "neutral", Ban),
};

const decision: Looks<DecisionState | "none"> = {
  none: look("No decision", "neutral", CircleDashed),
  proposed: look("Proposed", "info", Scale),
  awaiting_approval: look("Needs approval", "waiting", Hourglass),
  approved: look("Approved", "good", Check),
  denied: look("Denied", "neutral", X),
  returned: look("Returned", "waiting", CornerUpLeft),
  withdrawn: look("Withdrawn", "neutral", Undo2),
  revoked: look("Revoked", "neutral", Ban),
  superseded: look("Replaced by a newer one", "neutral", RotateCw),
  appealed: look("Appealed", "waiting", Scale),
};

const refund: Looks<RefundState | "none"> = {
  none: look("No refund", "neutral", CircleDashed),
  reserved: look("Reserved", "info", Clock),
  scheduled: look("Scheduled", "info", Clock),
  submitting: look("Paying", "info", LoaderCircle),
  pending: look("On its way", "info", Truck),
  requires_action: look("Customer must act", "waiting", Hourglass),
  succeeded: look("Paid", "good", Check),
  failed: look("Failed", "attention", TriangleAlert),
  failed_late: look("Came back", "attention", TriangleAlert),
  unknown: look("Not known yet", "waiting", CircleQuestionMark),
  canceled: look("Canceled", "neutral", Ban),
  replaced: look("Replaced", "neutral", RotateCw),
};

const order: Looks<OrderStatus> = {
  pending: look("Not shipped", "neutral", Clock),
  processed: look("Shipped", "info", Truck),
  delivered: look("Delivered", "good", Check),
  cancelled: look("Canceled", "neutral", Ban),
};

const step: Looks<StepState> = {
  none: look("Not started", "neutral", CircleDashed),
  waiting: look("Waiting", "waiting", Clock),
  running: look("In progress", "info", LoaderCircle),
  retrying: look("Trying again", "waiting", RotateCw),
  done: look("Done", "good", Check),
  unknown: look("Not known yet", "waiting", CircleQuestionMark),
  attention: look("Needs attention", "attention", TriangleAlert),
  skipped: look("Not needed", "neutral", Minus),
};

const looks = { conversation, decision, refund, order, step } as const;
export type StateKind = keyof typeof looks;

/** @param state as the database names it; one that is not known here is shown in its own words */
export function lookOf(kind: StateKind, state: string): StateLook {
  const known: Readonly<Record<string, StateLook>> = looks[kind];
  return known[state] ?? look(state.replaceAll("_", " "), "neutral", CircleDot);
}
