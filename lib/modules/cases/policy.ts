import type { Actor, Role } from "@/lib/platform/actor";
import type { CaseChange, CaseStanding, ConversationState, FollowThrough } from "./schema";

export type Permission = Readonly<{ allowed: true } | { allowed: false; reason: string }>;

const allow: Permission = { allowed: true };
const refuse = (reason: string): Permission => ({ allowed: false, reason });

/** What the guards of a case read of it. */
type ChangeableCase = CaseStanding & Readonly<{ decision: string; followThrough: FollowThrough }>;

export const maxLabels = 20;
const longestSnoozeDays = 366;

/** May `actor` change cases at all? */
export const mayChangeCases = (actor: Actor): Permission =>
  actor.kind === "member" && actor.role === "viewer"
    ? refuse("Your role (viewer) does not change cases.")
    : allow;

/** May `actor` change the case like this? Buttons and commands both ask here. */
export function mayChangeCase(
  actor: Actor,
  subject: ChangeableCase,
  change: CaseChange,
  now = new Date(),
): Permission {
  const permission = mayChangeCases(actor);
  if (!permission.allowed) return permission;
  if (subject.conversation === "merged") return refuse("This case was merged into another one.");
  if (subject.conversation === "closed") return refuse("This case is closed.");
  const after = changedCase(subject, change, now);
  if (after.labels.length > maxLabels) return refuse(`A case has at most ${maxLabels} labels.`);
  if (after.conversation === subject.conversation && change.snoozedUntil === undefined) return allow;
  return mayBecome(actor, subject, after, now);
}

function mayBecome(actor: Actor, subject: ChangeableCase, after: CaseStanding, now: Date): Permission {
  switch (after.conversation) {
    case "merged":
      return refuse("Cases are merged one by one.");
    case "closed":
      return actor.kind === "system" ? mayEnd(subject) : refuse("A resolved case closes by itself.");
    case "resolved":
      return mayEnd(subject);
    case "spam":
      return subject.decision === "approved"
        ? refuse("Money was decided here, so it is no spam.")
        : mayEnd(subject);
    case "snoozed":
      return subject.conversation === "spam"
        ? refuse("Spam cannot be snoozed.")
        : maySleepUntil(after.snoozedUntil, now);
    default:
      return allow;
  }
}

/** Nothing that waits for a person may fall out of sight. */
function mayEnd({ decision, followThrough }: ChangeableCase): Permission {
  if (decision === "awaiting_approval") return refuse("A decision waits for approval.");
  return followThrough.some(({ state }) => state === "attention")
    ? refuse("A step of its follow-through needs a person first.")
    : allow;
}

function maySleepUntil(until: Date | null, now: Date): Permission {
  if (!until || Number.isNaN(until.getTime())) return refuse("Choose until when.");
  if (until <= now) return refuse("Choose a time that is still to come.");
  return until.getTime() - now.getTime() > longestSnoozeDays * 86_400_000
    ? refuse("A case can be snoozed for a year at most.")
    : allow;
}

const endedStates: readonly ConversationState[] = ["resolved", "closed", "spam"];

/** The case after the change. Who snoozes names a time; leaving a state takes its time along. */
export function changedCase(before: CaseStanding, change: CaseChange, now: Date): CaseStanding {
  const conversation = nextConversation(before.conversation, change);
  const isEnded = endedStates.includes(conversation);
  const kept = before.labels.filter((label) => !change.removeLabels?.includes(label));
  return {
    assigneeId: change.assignee === undefined ? before.assigneeId : (change.assignee?.id ?? null),
    assigneeName: change.assignee === undefined ? before.assigneeName : (change.assignee?.name ?? null),
    labels: [...new Set([...kept, ...(change.addLabels ?? [])])].sort(),
    conversation,
    snoozedUntil: conversation === "snoozed" ? (change.snoozedUntil ?? before.snoozedUntil) : null,
    resolvedAt: conversation === "resolved" || conversation === "closed" ? (before.resolvedAt ?? now) : null,
    // Nothing is owed to whom we are done with.
    firstReplyDueAt: isEnded ? null : before.firstReplyDueAt,
    nextReplyDueAt: isEnded ? null : before.nextReplyDueAt,
  };
}

function nextConversation(before: ConversationState, change: CaseChange): ConversationState {
  if (change.conversation) return change.conversation;
  if (change.snoozedUntil) return "snoozed";
  return change.snoozedUntil === null && before === "snoozed" ? "open" : before;
}

type WritableCase = Readonly<{ conversation: ConversationState }>;

/** May `actor` write here? A note is for colleagues, so it may be left wherever the case still is one of its own. */
export function mayWrite(actor: Actor, subject: WritableCase, kind: "reply" | "note" = "reply"): Permission {
  if (actor.kind === "member" && actor.role === "viewer") {
    return refuse("Your role (viewer) does not write in cases.");
  }
  if (subject.conversation === "merged") return refuse("This case was merged into another one. Write there.");
  if (kind === "note") return allow;
  if (subject.conversation === "spam") return refuse("This is spam. Take it out of spam to reply.");
  return subject.conversation === "closed"
    ? refuse("This case is closed. What the customer writes now opens a new one.")
    : allow;
}

/** May `actor` write, change and put away the macros of the team? */
export const mayManageMacros = ({ role }: Readonly<{ role: Role }>): Permission =>
  role === "lead" || role === "admin" ? allow : refuse("A lead or an admin writes the macros.");

/** What is left to happen to money: while any of it is, a case can not end in another one. */
const finishedRefunds: readonly string[] = ["none", "succeeded", "canceled", "replaced"];

type MergeableCase = Readonly<{
  id: string;
  number: number;
  customerId: string;
  conversation: ConversationState;
  decision: string;
  refund: string;
}>;

/** May `source` end in `target`, as one and the same matter? */
export function mayMerge(actor: Actor, source: MergeableCase, target: MergeableCase): Permission {
  if (actor.kind !== "member") return refuse("Only a person merges cases.");
  if (actor.role === "viewer") return refuse("Your role (viewer) does not change cases.");
  if (source.id === target.id) return refuse("This is the same case. Name another one.");
  if (source.customerId !== target.customerId) {
    return refuse(`#${target.number} belongs to another customer. Only cases of one customer are merged.`);
  }
  if (source.conversation === "merged") return refuse("This case was merged already.");
  if (source.conversation === "closed") return refuse("This case is closed.");
  if (
    target.conversation === "merged" ||
    target.conversation === "closed" ||
    target.conversation === "spam"
  ) {
    return refuse(`#${target.number} is ${target.conversation}. Merge into a case that goes on.`);
  }
  if (source.decision === "awaiting_approval") {
    return refuse(
      "A decision waits for approval here. Withdraw it first, or merge the other case into this one.",
    );
  }
  return finishedRefunds.includes(source.refund)
    ? allow
    : refuse("A refund of this case is not finished. Merge the other case into this one instead.");
}
