import { describe, expect, it } from "vitest";
import type { Actor, Role } from "@/lib/platform/actor";
import { labelInput } from "./label-schema";
import { changedCase, mayChangeCase, mayWrite } from "./policy";
import { type CaseChange, type ConversationState, noFollowThrough } from "./schema";

const now = new Date("2026-06-20T12:00:00Z");
const later = (days: number) => new Date(now.getTime() + days * 86_400_000);

const member = (role: Role): Actor => ({
  kind: "member",
  tenantId: "t",
  userId: "u",
  role,
  name: "Ana",
  sessionId: "s",
});
const agent = member("agent");
const system: Actor = { kind: "system", tenantId: "t", name: "Makegood" };

const plain = {
  assigneeId: null,
  assigneeName: null,
  labels: ["vip"],
  conversation: "open",
  snoozedUntil: null,
  resolvedAt: null,
  firstReplyDueAt: later(1),
  nextReplyDueAt: null,
  decision: "none",
  followThrough: noFollowThrough,
} as const;

const stuck = noFollowThrough.map((step) =>
  step.step === "payout" ? ({ ...step, state: "attention" } as const) : step,
);

describe("who may change what about a case", () => {
  const cases: readonly [string, Actor, Partial<typeof plain> | object, CaseChange, string | true][] = [
    ["an agent assigns", agent, {}, { assignee: { id: "u", name: "Ana" } }, true],
    ["a viewer does nothing", member("viewer"), {}, { addLabels: ["x"] }, "viewer"],
    ["a merged case stays as it is", agent, { conversation: "merged" }, { addLabels: ["x"] }, "merged"],
    ["a closed case stays as it is", agent, { conversation: "closed" }, { conversation: "open" }, "closed"],
    ["an agent resolves", agent, {}, { conversation: "resolved" }, true],
    [
      "not while approval is awaited",
      agent,
      { decision: "awaiting_approval" },
      { conversation: "resolved" },
      "approval",
    ],
    [
      "not while a step needs a person",
      agent,
      { followThrough: stuck },
      { conversation: "resolved" },
      "needs a person",
    ],
    ["a label goes on even then", agent, { followThrough: stuck }, { addLabels: ["x"] }, true],
    ["money was decided: no spam", agent, { decision: "approved" }, { conversation: "spam" }, "no spam"],
    ["not spam after all", agent, { conversation: "spam" }, { conversation: "open" }, true],
    ["spam is not snoozed", agent, { conversation: "spam" }, { snoozedUntil: later(1) }, "Spam"],
    ["snoozing needs a time", agent, {}, { conversation: "snoozed" }, "until when"],
    ["snoozing looks ahead", agent, {}, { snoozedUntil: later(-1) }, "still to come"],
    ["but not for ever", agent, {}, { snoozedUntil: later(400) }, "a year"],
    ["snoozing for a day", agent, {}, { snoozedUntil: later(1) }, true],
    ["nobody closes by hand", agent, { conversation: "resolved" }, { conversation: "closed" }, "by itself"],
    ["the product closes", system, { conversation: "resolved" }, { conversation: "closed" }, true],
    ["nobody merges in passing", agent, {}, { conversation: "merged" }, "one by one"],
    [
      "labels have an end",
      agent,
      {},
      { addLabels: Array.from({ length: 20 }, (_, index) => `l${index}`) },
      "at most 20",
    ],
  ];
  it.each(cases)("%s", (_name, actor, subject, change, expected) => {
    const permission = mayChangeCase(actor, { ...plain, ...subject } as typeof plain, change, now);
    expect(permission.allowed || permission.reason).toEqual(
      expected === true ? true : expect.stringContaining(expected),
    );
  });
});

describe("a case after a change", () => {
  it("keeps what the change does not name", () => {
    const { decision: _, followThrough: __, ...standing } = plain;
    expect(changedCase(standing, {}, now)).toEqual(standing);
  });

  it("snoozes with a time and wakes without one", () => {
    const asleep = changedCase(plain, { snoozedUntil: later(1) }, now);
    expect(asleep).toMatchObject({
      conversation: "snoozed",
      snoozedUntil: later(1),
      firstReplyDueAt: later(1),
    });
    expect(changedCase(asleep, { snoozedUntil: null }, now)).toMatchObject({
      conversation: "open",
      snoozedUntil: null,
    });
  });

  it("owes nothing once it is resolved, and says when that was", () => {
    const resolved = changedCase(plain, { conversation: "resolved" }, now);
    expect(resolved).toMatchObject({ resolvedAt: now, firstReplyDueAt: null, nextReplyDueAt: null });
    expect(changedCase(resolved, { conversation: "closed" }, later(7)).resolvedAt).toEqual(now);
    expect(changedCase(resolved, { conversation: "open" }, later(1)).resolvedAt).toBeNull();
  });

  it("adds and removes labels once each, in order", () => {
    const change = { addLabels: ["late", "vip", "angry"], removeLabels: ["vip"] };
    expect(changedCase({ ...plain, labels: ["vip", "zebra"] }, change, now).labels).toEqual([
      "angry",
      "late",
      "vip",
      "zebra",
    ]);
  });

  it("takes and gives back its assignee", () => {
    const taken = changedCase(plain, { assignee: { id: "u", name: "Ana" } }, now);
    expect(taken).toMatchObject({ assigneeId: "u", assigneeName: "Ana" });
    expect(changedCase(taken, { assignee: null }, now)).toMatchObject({
      assigneeId: null,
      assigneeName: null,
    });
  });
});

it("labels are written in one way only", () => {
  expect(labelInput.parse("  Lost   Parcel ")).toBe("lost parcel");
  for (const wrong of ["", "   ", "a".repeat(41), "a,b", 'a"b', "<b>"]) {
    expect(labelInput.safeParse(wrong).success, wrong).toBe(false);
  }
});

describe("who may write in a case", () => {
  it("lets notes in wherever the case is still one of its own, replies only where the customer is reached", () => {
    const kinds = (conversation: ConversationState) =>
      (["reply", "note"] as const).filter((kind) => mayWrite(agent, { conversation }, kind).allowed);
    expect(kinds("open")).toEqual(["reply", "note"]);
    expect(kinds("resolved")).toEqual(["reply", "note"]);
    expect(kinds("spam")).toEqual(["note"]);
    expect(kinds("closed")).toEqual(["note"]);
    expect(kinds("merged")).toEqual([]);
  });

  it("never lets a viewer", () => {
    expect(mayWrite(member("viewer"), { conversation: "open" }, "note").allowed).toBe(false);
  });
});
