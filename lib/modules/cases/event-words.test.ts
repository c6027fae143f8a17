import { describe, expect, it } from "vitest";
import { eventWords } from "./event-words";

const changed = (before: object, after: object) =>
  eventWords({ action: "case.changed", detail: {}, before: { ...before }, after: { ...after } });

describe("what a thread tells of a change", () => {
  it.each([
    [
      { conversation: "open" },
      { conversation: "resolved", resolvedAt: "2026-01-01T00:00:00Z" },
      "resolved it",
    ],
    [{ conversation: "snoozed" }, { conversation: "open", snoozedUntil: null }, "woke it up"],
    [
      { conversation: "open", snoozedUntil: null },
      { conversation: "snoozed", snoozedUntil: "2026-11-12T09:00:00Z" },
      "snoozed it until 12 Nov, 09:00",
    ],
    [
      { assigneeId: null, assigneeName: null },
      { assigneeId: "a", assigneeName: "Ana Ruiz" },
      "gave it to Ana Ruiz",
    ],
    [
      { assigneeId: "a", assigneeName: "Ana" },
      { assigneeId: null, assigneeName: null },
      "took its owner away",
    ],
    [{ labels: ["vip"] }, { labels: ["lost", "late", "vip"] }, "added the labels lost, late"],
    [{ labels: ["vip"] }, { labels: [] }, "removed the label vip"],
  ])("says it in a few words: %o", (before, after, words) => {
    expect(changed(before, after)).toBe(words);
  });

  it("says nothing of what nobody would look for", () => {
    expect(changed({ firstReplyDueAt: null }, { firstReplyDueAt: "2026-01-01T00:00:00Z" })).toBeUndefined();
    expect(eventWords({ action: "case.replied", detail: {}, before: null, after: null })).toBeUndefined();
  });
});
