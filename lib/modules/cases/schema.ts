import type { Attachment } from "./attachment-schema";

export const conversationStates = [
  "open",
  "waiting_customer",
  "snoozed",
  "resolved",
  "closed",
  "merged",
  "spam",
] as const;
export type ConversationState = (typeof conversationStates)[number];

/** Where a message or a case came in: by mail, portal, API, or written at the desk. */
export const channels = ["mail", "portal", "api", "desk"] as const;
export type Channel = (typeof channels)[number];

export const followThroughSteps = ["decision", "approval", "payout", "mail", "crm"] as const;
export type FollowThroughStepName = (typeof followThroughSteps)[number];

/** unknown: nobody can say yet whether the provider paid · attention: stands in red until a person acts. */
export const stepStates = [
  "none",
  "waiting",
  "running",
  "retrying",
  "done",
  "unknown",
  "attention",
  "skipped",
] as const;
export type StepState = (typeof stepStates)[number];

export type FollowThroughStep = Readonly<{
  step: FollowThroughStepName;
  state: StepState;
  attempts: number;
  /** Number of the event whose delivery ends the step; missing until that event has happened. */
  awaits?: number | undefined;
  by?: string | undefined;
  at?: string | undefined;
  providerId?: string | undefined;
  nextRetryAt?: string | undefined;
  /** In plain words, fit for the desk. */
  error?: string | undefined;
  /** What it was before an event that nobody could handle put it in red. */
  before?: StepState | undefined;
}>;

export type FollowThrough = readonly FollowThroughStep[];

export const noFollowThrough: FollowThrough = followThroughSteps.map((step) => ({
  step,
  state: "none",
  attempts: 0,
}));

/** What the live panel reads: from Redis, or from the case row when Redis is missing. */
export type CaseProjection = Readonly<{
  seq: number;
  version: number;
  conversation: ConversationState;
  decision: string;
  refund: string;
  followThrough: FollowThrough;
  updatedAt: string;
}>;

/** The part of a case that people place by hand. */
export type CaseStanding = Readonly<{
  assigneeId: string | null;
  assigneeName: string | null;
  /** In alphabetical order. */
  labels: readonly string[];
  conversation: ConversationState;
  snoozedUntil: Date | null;
  resolvedAt: Date | null;
  firstReplyDueAt: Date | null;
  nextReplyDueAt: Date | null;
}>;

/** What somebody does to a case; what is missing stays. A time to snooze until snoozes, null wakes. */
export type CaseChange = Readonly<{
  assignee?: Readonly<{ id: string; name: string }> | null;
  addLabels?: readonly string[];
  removeLabels?: readonly string[];
  conversation?: ConversationState;
  snoozedUntil?: Date | null;
}>;

/** Labels are short words in small letters, so that nobody makes "VIP" beside "vip". */
export const plainLabel = (text: string): string => text.trim().replace(/\s+/g, " ").toLowerCase();

const longestLabel = 40;

/** What is wrong with a label; undefined when nothing is. */
export function faultInLabel(label: string): string | undefined {
  if (label === "") return "A label needs a word.";
  if (label.length > longestLabel) return `A label has at most ${longestLabel} characters.`;
  return /^[\p{L}\p{N}][\p{L}\p{N} _/-]*$/u.test(label)
    ? undefined
    : "A label has letters, digits, spaces, - _ and / only.";
}

export const messageKinds = ["customer", "reply", "note", "event"] as const;
type MessageKind = (typeof messageKinds)[number];

export const inboxSplits = [
  "all",
  "mine",
  "unassigned",
  "needs-decision",
  "awaiting-approval",
  "attention",
  "sla",
  "snoozed",
] as const;
export type InboxSplit = (typeof inboxSplits)[number];
export type InboxCounts = Readonly<Record<InboxSplit, number>>;

export type InboxRow = Readonly<{
  id: string;
  number: number;
  subject: string;
  preview: string;
  customerName: string;
  orderExternalId: string | null;
  conversation: ConversationState;
  decision: string;
  refund: string;
  amountMinor: number | null;
  currency: string | null;
  followThrough: FollowThrough;
  verdict: string | null;
  labels: readonly string[];
  assigneeId: string | null;
  assigneeName: string | null;
  snoozedUntil: Date | null;
  /** When the next word or the money is owed; null when nothing is. */
  dueAt: Date | null;
  lastMessageAt: Date;
}>;

export type Message = Readonly<{
  id: string;
  kind: MessageKind;
  authorName: string;
  body: string;
  createdAt: Date;
  authorId?: string | null;
  channel?: Channel;
  /** Of the merged case it was written in; missing for what was written in this one. */
  fromCaseNumber?: number | undefined;
  attachments?: readonly CaseFile[];
}>;

/** A file of a case, as its thread and its evidence show it. */
export type CaseFile = Attachment & Readonly<{ confirmedByName: string | null }>;

/** Everything the case page shows of the case itself. */
export type CaseDetail = Readonly<{
  id: string;
  number: number;
  subject: string;
  conversation: ConversationState;
  decision: string;
  refund: string;
  amountMinor: number | null;
  currency: string | null;
  version: number;
  orderId: string | null;
  assigneeId: string | null;
  assigneeName: string | null;
  labels: readonly string[];
  snoozedUntil: Date | null;
  resolvedAt: Date | null;
  mergedIntoId: string | null;
  firstReplyDueAt: Date | null;
  nextReplyDueAt: Date | null;
  refundDueAt: Date | null;
  followThrough: FollowThrough;
  updatedAt: Date;
  customer: Readonly<{
    id: string;
    name: string;
    email: string;
    city: string | null;
    country: string | null;
  }>;
}>;

/** A page of the inbox; `nextCursor` is missing on the last one. */
export type InboxPage = Readonly<{
  rows: readonly InboxRow[];
  nextCursor: string | undefined;
  /** Nothing holds the words of the search; these are written nearly like them. */
  isClose?: boolean;
}>;

/** At most so many cases change in one request. */
export const mostBulkCases = 200;
