import type { TrailEntry } from "@/lib/modules/audit/trail";
import type { ConversationState } from "./schema";

/** The acts on a case that its thread tells in a line. Replies and notes stand there themselves. */
export const toldActions = [
  "case.opened",
  "case.changed",
  "case.change_undone",
  "case.merged",
  "case.unmerged",
  "attachment.confirmed",
] as const;

type Told = Pick<TrailEntry, "action" | "detail" | "before" | "after">;

/** What somebody did to a case, in words that follow their name; undefined for what is not worth a line. */
export function eventWords({ action, detail, before, after }: Told): string | undefined {
  switch (action) {
    case "case.opened":
      return "opened the case";
    case "case.merged":
      return `merged #${String(detail.from)} into #${String(detail.into)}`;
    case "case.unmerged":
      return `took the merge of #${String(detail.from)} into #${String(detail.into)} back`;
    case "attachment.confirmed":
      return detail.isConfirmed === false
        ? `no longer vouches for ${String(detail.name)}`
        : `confirmed ${String(detail.name)}`;
    case "case.changed":
    case "case.change_undone":
      return changeWords(before ?? {}, after ?? {}) || undefined;
    default:
      return undefined;
  }
}

type Fields = Readonly<Record<string, unknown>>;

function changeWords(before: Fields, after: Fields): string {
  return [
    stateWords(before, after),
    ownerWords(after),
    labelWords("added", added(before.labels, after.labels)),
    labelWords("removed", added(after.labels, before.labels)),
  ]
    .filter((words) => words !== "")
    .join(", ");
}

const states: Readonly<Record<ConversationState, string>> = {
  open: "opened it again",
  waiting_customer: "waits for the customer",
  snoozed: "snoozed it",
  resolved: "resolved it",
  closed: "closed it",
  merged: "merged it",
  spam: "marked it as spam",
};

function stateWords(before: Fields, after: Fields): string {
  if (typeof after.conversation !== "string") {
    return typeof after.snoozedUntil === "string" ? `snoozed it until ${dayWords(after.snoozedUntil)}` : "";
  }
  if (after.conversation === "snoozed" && typeof after.snoozedUntil === "string") {
    return `snoozed it until ${dayWords(after.snoozedUntil)}`;
  }
  if (before.conversation === "snoozed" && after.conversation === "open") return "woke it up";
  return states[after.conversation as ConversationState] ?? "";
}

function ownerWords(after: Fields): string {
  if (!("assigneeId" in after)) return "";
  return typeof after.assigneeName === "string" ? `gave it to ${after.assigneeName}` : "took its owner away";
}

const added = (from: unknown, to: unknown): string[] => {
  const known: readonly unknown[] = Array.isArray(from) ? from : [];
  return Array.isArray(to) ? to.filter((label): label is string => !known.includes(label)) : [];
};

const labelWords = (verb: string, labels: readonly string[]): string =>
  labels.length === 0
    ? ""
    : `${verb} ${labels.length === 1 ? "the label" : "the labels"} ${labels.join(", ")}`;

const dayWords = (moment: string): string =>
  new Date(moment).toLocaleString("en-GB", {
    ...{ day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZone: "UTC" },
  });
