import { describe, expect, it } from "vitest";
import type { Actor, Role } from "@/lib/platform/actor";
import { approvalTier, mayApprove, mayPropose, mayWithdraw } from "./policy";

const member = (role: Role, userId = `${role}-1`): Actor => ({
  kind: "member",
  sessionId: "s1",
  tenantId: "t",
  userId,
  role,
  name: role,
});
const ai: Actor = { kind: "key", tenantId: "t", keyId: "k", name: "bot", scopes: [], isAi: true };

const waiting = {
  state: "awaiting_approval",
  amountMinor: 30_000,
  currency: "USD",
  proposedById: "agent-1",
  proposedByName: "Ana",
  decidedByName: null,
} as const;

describe("who has to approve", () => {
  it.each([
    [member("agent"), 20_000, "USD", "none"],
    [member("agent"), 20_001, "USD", "lead"],
    [member("agent"), 100_001, "USD", "finance"],
    [member("lead"), 50_000, "USD", "none"],
    [member("lead"), 50_001, "USD", "lead"],
    [member("lead"), 100_001, "USD", "finance"],
    [member("finance"), 50_000, "USD", "none"],
    [member("finance"), 50_001, "USD", "lead"],
    [ai, 5_000, "USD", "none"],
    [ai, 5_001, "USD", "lead"],
    [member("agent"), 200, "JPY", "none"],
    [member("agent"), 201, "JPY", "lead"],
    [member("agent"), 200_000, "KWD", "none"],
    [member("agent"), 200_010, "KWD", "lead"],
  ] as const)("%# of %s %s", (actor, amountMinor, currency, tier) => {
    expect(approvalTier(amountMinor, currency, actor)).toBe(tier);
  });
});

describe("who may approve", () => {
  it("a lead or finance who did not propose it", () => {
    expect(mayApprove(member("lead"), waiting)).toEqual({ allowed: true });
    expect(mayApprove(member("finance"), waiting)).toEqual({ allowed: true });
  });

  it("nobody approves their own proposal, and no key ever approves", () => {
    expect(mayApprove(member("lead", "agent-1"), waiting).allowed).toBe(false);
    expect(mayApprove(ai, waiting).allowed).toBe(false);
  });

  it.each(["viewer", "agent", "admin"] as const)("not a %s", (role) => {
    expect(mayApprove(member(role), waiting).allowed).toBe(false);
  });

  it("nobody, once it is decided, and the reason names who did", () => {
    const decided = { ...waiting, state: "approved", decidedByName: "Lea Berg" } as const;
    expect(mayApprove(member("finance"), decided)).toEqual({
      allowed: false,
      reason: "Lea Berg has already approved this decision.",
    });
  });
});

describe("who may propose and withdraw", () => {
  it("viewers and admins do not decide about money", () => {
    const open = { conversation: "open", decision: "none" } as const;
    expect(mayPropose(member("viewer"), open).allowed).toBe(false);
    expect(mayPropose(member("admin"), open).allowed).toBe(false);
    expect(mayPropose(member("agent"), open).allowed).toBe(true);
  });

  it("no second proposal while one waits, and none on a closed case", () => {
    expect(mayPropose(member("agent"), { conversation: "open", decision: "awaiting_approval" }).allowed).toBe(
      false,
    );
    expect(mayPropose(member("agent"), { conversation: "closed", decision: "none" }).allowed).toBe(false);
  });

  it("the proposer and a lead may take it back, another agent may not", () => {
    expect(mayWithdraw(member("agent", "agent-1"), waiting).allowed).toBe(true);
    expect(mayWithdraw(member("lead"), waiting).allowed).toBe(true);
    expect(mayWithdraw(member("agent", "agent-2"), waiting).allowed).toBe(false);
  });
});
