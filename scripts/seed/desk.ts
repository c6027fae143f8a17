import { fractionOf } from "./dates";

const hourMs = 3_600_000;

type Opened = Readonly<{ subject: string; openedAt: Date; isAssigned: boolean }>;

/** What a desk that has worked on its cases for a while left on one of them: labels, a state, what is owed when. */
export function deskStateOf({ subject, openedAt, isAssigned }: Opened, now: Date) {
  const share = fractionOf(`${subject} desk`);
  const ageMs = now.getTime() - openedAt.getTime();
  const rest = {
    labels: labelsOf(subject),
    snoozed_until: null,
    resolved_at: null,
    first_reply_due_at: null,
  };
  if (isAssigned && share < 0.2) {
    return {
      ...rest,
      conversation: "snoozed",
      snoozed_until: new Date(now.getTime() + (6 + share * 200) * hourMs),
    };
  }
  if (share > 0.93 && ageMs > 24 * hourMs) {
    return { ...rest, conversation: "resolved", resolved_at: new Date(now.getTime() - 5 * hourMs) };
  }
  if (isAssigned && share < 0.4) return { ...rest, conversation: "waiting_customer" };
  // The newest ones wait for their first answer: a few are late, some are due within the hour.
  const dueInHours = ageMs < 30 * hourMs ? share * 9 - 1 : null;
  return {
    ...rest,
    conversation: "open",
    first_reply_due_at: dueInHours === null ? null : new Date(now.getTime() + dueInHours * hourMs),
  };
}

const labelWords: readonly (readonly [RegExp, string])[] = [
  [/broken|damage|defect|kaputt/i, "damaged"],
  [/late|never|arriv|deliver|liefer/i, "delivery"],
  [/exchange|size|größe|umtausch/i, "exchange"],
  [/cancel|storn/i, "cancel"],
  [/return|rück/i, "return"],
];

function labelsOf(subject: string): string[] {
  const found = labelWords.filter(([pattern]) => pattern.test(subject)).map(([, label]) => label);
  if (fractionOf(`${subject} vip`) < 0.06) found.push("vip");
  return found.sort();
}
