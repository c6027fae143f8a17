import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultSettings, limitsOf } from "@/lib/modules/access/settings";
import { conversationStates } from "@/lib/modules/cases/schema";
import { verdicts } from "@/lib/modules/policies/terms";
import { refundStates } from "@/lib/modules/refunds/schema";
import { type Actor, type Role, roles } from "@/lib/platform/actor";
import {
  type ApprovalNeed,
  approvalNeed,
  decidedWords,
  demand,
  type Exposure,
  finalityWords,
  isOpenDecision,
  isWorse,
  mayAppeal,
  mayApprove,
  mayDenyOutright,
  mayJudge,
  mayPropose,
  mayRevoke,
  mayWithdraw,
  pays,
  roleOf,
} from "./policy";
import { decisionStates } from "./schema";

const member = (role: Role, userId = `${role}-1`): Actor => ({
  kind: "member",
  sessionId: "s1",
  tenantId: "t",
  userId,
  role,
  name: role,
});
const keyWith = (isAi: boolean, ...scopes: string[]): Actor => ({
  kind: "key",
  tenantId: "t",
  keyId: "key-1",
  name: "bot",
  scopes,
  isAi,
});
const ai = keyWith(true);
const integration = keyWith(false, "decision:approve");
const product: Actor = { kind: "system", tenantId: "t", name: "Makegood" };
const usd = limitsOf(defaultSettings, "USD");

const once = (amountMinor: number): Exposure => ({
  decisionMinor: amountMinor,
  orderMinor: amountMinor,
  customerMinor: amountMinor,
  actorMinor: amountMinor,
});
const allowed = { verdict: "allow" } as const;
const nobody: ApprovalNeed = { role: "none", votes: 0 };

describe("who has to approve what", () => {
  it.each([
    [member("agent"), 20_000, "USD", nobody],
    [member("agent"), 20_001, "USD", { role: "lead", votes: 1 }],
    [member("agent"), 100_000, "USD", { role: "lead", votes: 1 }],
    [member("agent"), 100_001, "USD", { role: "finance", votes: 1 }],
    [member("lead"), 50_000, "USD", nobody],
    [member("lead"), 50_001, "USD", { role: "lead", votes: 1 }],
    [member("lead"), 100_001, "USD", { role: "finance", votes: 1 }],
    [member("finance"), 50_000, "USD", nobody],
    [member("finance"), 50_001, "USD", { role: "lead", votes: 1 }],
    [ai, 5_000, "USD", nobody],
    [ai, 5_001, "USD", { role: "lead", votes: 1 }],
    [ai, 50_000, "USD", { role: "lead", votes: 1 }],
    [ai, 50_001, "USD", { role: "lead", votes: 2 }],
    [ai, 100_001, "USD", { role: "finance", votes: 2 }],
    [member("viewer"), 1, "USD", { role: "lead", votes: 1 }],
    [member("admin"), 1, "USD", { role: "lead", votes: 1 }],
    [product, 0, "USD", { role: "lead", votes: 1 }],
    [member("agent"), 30_000, "JPY", nobody],
    [member("agent"), 30_001, "JPY", { role: "lead", votes: 1 }],
    [member("agent"), 80_000, "KWD", nobody],
    [member("agent"), 80_010, "KWD", { role: "lead", votes: 1 }],
    [member("lead"), 1, "VND", { role: "finance", votes: 1 }],
  ] as const)("%# of %o %s %s", (actor, amountMinor, currency, need) => {
    const limits = limitsOf(defaultSettings, currency);
    expect(approvalNeed(actor, once(amountMinor), limits, allowed)).toEqual(need);
  });

  it.each(["decisionMinor", "orderMinor", "customerMinor"] as const)("%s alone chooses the tier", (sum) => {
    const small = once(100);
    expect(approvalNeed(member("agent"), { ...small, [sum]: 20_001 }, usd, allowed)).toEqual({
      role: "lead",
      votes: 1,
    });
    expect(approvalNeed(member("lead"), { ...small, [sum]: 50_001 }, usd, allowed).votes).toBe(1);
    expect(approvalNeed(ai, { ...small, [sum]: 50_001 }, usd, allowed).votes).toBe(2);
    expect(approvalNeed(member("lead"), { ...small, [sum]: 100_001 }, usd, allowed).role).toBe("finance");
  });

  it("three times 199 are not three small refunds", () => {
    const third = { decisionMinor: 19_900, orderMinor: 59_700, customerMinor: 59_700, actorMinor: 19_900 };
    expect(approvalNeed(member("agent"), third, usd, allowed)).toEqual({ role: "lead", votes: 1 });
    const spread = { ...once(19_900), actorMinor: 39_800 };
    expect(approvalNeed(member("agent"), spread, usd, allowed).role).toBe("lead");
    expect(approvalNeed(ai, { ...once(4_000), actorMinor: 8_000 }, usd, allowed).role).toBe("lead");
    expect(approvalNeed(member("lead"), { ...once(40_000), actorMinor: 1_000_000 }, usd, allowed)).toEqual(
      nobody,
    );
    expect(approvalNeed(member("lead"), { ...once(40_000), actorMinor: 1_000_001 }, usd, allowed).role).toBe(
      "lead",
    );
  });

  it.each(verdicts.filter((verdict) => verdict !== "allow"))(
    "after %s a person is always asked",
    (verdict) => {
      expect(approvalNeed(member("finance"), once(1), usd, { verdict })).toEqual({ role: "lead", votes: 1 });
    },
  );

  it("a stopped key decides nothing alone", () => {
    expect(approvalNeed(ai, once(1), usd, { ...allowed, isStopped: true })).toEqual({
      role: "lead",
      votes: 1,
    });
  });

  it("never gets weaker when a sum grows", () => {
    const amount = fc.integer({ min: 0, max: 300_000 });
    const actor = fc.constantFrom(member("agent"), member("lead"), member("finance"), ai);
    const exposure = fc.record({
      decisionMinor: amount,
      orderMinor: amount,
      customerMinor: amount,
      actorMinor: amount,
    });
    const rank = { none: 0, lead: 1, finance: 2 } as const;
    fc.assert(
      fc.property(actor, exposure, exposure, (who, one, more) => {
        const sums = Object.fromEntries(
          Object.entries(one).map(([name, minor]) => [name, minor + more[name as keyof Exposure]]),
        ) as unknown as Exposure;
        const before = approvalNeed(who, one, usd, allowed);
        const after = approvalNeed(who, sums, usd, allowed);
        expect(rank[after.role]).toBeGreaterThanOrEqual(rank[before.role]);
        expect(after.votes).toBeGreaterThanOrEqual(before.votes);
      }),
    );
  });
});

describe("limits", () => {
  it("that an admin set take the place of the defaults, one by one", () => {
    const settings = { limits: { USD: { ...usd, agentMinor: 1 } } };
    expect(limitsOf(settings, "USD")).toEqual({ ...usd, agentMinor: 1 });
    expect(limitsOf(settings, "EUR")).toEqual(usd);
  });

  it("of a currency whose worth nobody knows are zero", () => {
    expect(new Set(Object.values(limitsOf(defaultSettings, "XXX")))).toEqual(new Set([0]));
  });
});

const waiting = {
  state: "awaiting_approval",
  amountMinor: 30_000,
  currency: "USD",
  proposedByKind: "member",
  proposedById: "agent-1",
  proposedByName: "Ana",
  decidedByName: null,
} as const;
const asked = { requiredRole: "lead", requiredVotes: 1, votes: [] } as const;
const reasonOf = (permission: ReturnType<typeof mayPropose>) =>
  permission.allowed ? undefined : permission.reason;

describe("who may approve", () => {
  it("a lead or finance who did not propose it", () => {
    expect(mayApprove(member("lead"), waiting, asked, usd)).toEqual({ allowed: true });
    expect(mayApprove(member("finance"), waiting, asked, usd)).toEqual({ allowed: true });
  });

  it.each(["viewer", "agent", "admin"] as const)("no %s", (role) => {
    expect(reasonOf(mayApprove(member(role, "other"), waiting, asked, usd))).toBe(
      `Your role (${role}) cannot approve. A lead or finance can.`,
    );
  });

  it("nobody what they proposed", () => {
    const own = { ...waiting, proposedById: "lead-1" };
    expect(reasonOf(mayApprove(member("lead"), own, asked, usd))).toBe(
      "Someone else must approve what you proposed.",
    );
  });

  it("no lead above their limit, but finance", () => {
    const large = { ...waiting, amountMinor: 100_001 };
    expect(reasonOf(mayApprove(member("lead"), large, asked, usd))).toContain("above your limit");
    expect(mayApprove(member("lead"), { ...waiting, amountMinor: 100_000 }, asked, usd).allowed).toBe(true);
    expect(mayApprove(member("finance"), large, asked, usd).allowed).toBe(true);
  });

  it("no lead beyond what one lead approves in a day, but finance", () => {
    const standing = { actedTodayMinor: 970_001 };
    expect(reasonOf(mayApprove(member("lead"), waiting, asked, usd, standing))).toContain("in a day");
    expect(mayApprove(member("lead"), waiting, asked, usd, { actedTodayMinor: 970_000 }).allowed).toBe(true);
    expect(mayApprove(member("finance"), waiting, asked, usd, standing).allowed).toBe(true);
  });

  it("nobody twice, where two people have to", () => {
    const vote = { memberId: "lead-1", memberName: "Lea", role: "lead" } as const;
    const second = { requiredRole: "lead", requiredVotes: 2, votes: [vote] } as const;
    expect(reasonOf(mayApprove(member("lead"), waiting, second, usd))).toContain("Another person");
    expect(mayApprove(member("lead", "lead-2"), waiting, second, usd).allowed).toBe(true);
  });

  it("of two votes that need finance, one may be a lead's", () => {
    const both = { requiredRole: "finance", requiredVotes: 2, votes: [] } as const;
    const lead = { memberId: "lead-2", memberName: "Leo", role: "lead" } as const;
    const finance = { memberId: "finance-2", memberName: "Finn", role: "finance" } as const;
    expect(mayApprove(member("lead"), waiting, both, usd).allowed).toBe(true);
    expect(mayApprove(member("lead"), waiting, { ...both, votes: [lead] }, usd).allowed).toBe(false);
    expect(mayApprove(member("lead"), waiting, { ...both, votes: [finance] }, usd).allowed).toBe(true);
    expect(mayApprove(member("lead"), waiting, { ...both, requiredVotes: 1 }, usd).allowed).toBe(false);
    expect(mayApprove(member("finance"), waiting, { ...both, votes: [lead] }, usd).allowed).toBe(true);
  });

  it("an agent to whom a lead lent the right, within a lead's limits", () => {
    const standing = { delegatedRole: "lead" } as const;
    expect(mayApprove(member("agent", "agent-2"), waiting, asked, usd, standing).allowed).toBe(true);
    expect(mayApprove(member("agent", "agent-1"), waiting, asked, usd, standing).allowed).toBe(false);
    const large = { ...waiting, amountMinor: 100_001 };
    expect(mayApprove(member("agent", "agent-2"), large, asked, usd, standing).allowed).toBe(false);
    expect(mayApprove(member("lead"), large, asked, usd, { delegatedRole: "finance" }).allowed).toBe(true);
  });

  it("no AI, and a program only what needs one yes below the four-eyes threshold", () => {
    expect(reasonOf(mayApprove(keyWith(true, "decision:approve"), waiting, asked, usd))).toBe(
      "Only a person can approve.",
    );
    expect(mayApprove(keyWith(false), waiting, asked, usd).allowed).toBe(false);
    expect(mayApprove(product, waiting, asked, usd).allowed).toBe(false);
    expect(mayApprove(integration, waiting, asked, usd).allowed).toBe(true);
    const two = { ...asked, requiredVotes: 2 };
    expect(reasonOf(mayApprove(integration, waiting, two, usd))).toContain("four-eyes");
    const above = (amountMinor: number) =>
      mayApprove(integration, { ...waiting, amountMinor }, asked, usd).allowed;
    expect([above(50_000), above(50_001)]).toEqual([true, false]);
  });

  it("no program what a program proposed", () => {
    const fromKey = { ...waiting, proposedByKind: "key", proposedById: "key-2" } as const;
    expect(reasonOf(mayApprove(integration, fromKey, asked, usd))).toBe(
      "A person must approve what a program proposed.",
    );
    expect(mayApprove(member("lead"), fromKey, asked, usd).allowed).toBe(true);
  });

  it("not whoever denied what is appealed", () => {
    const standing = { firstDeciderId: "lead-1" };
    expect(reasonOf(mayApprove(member("lead"), waiting, asked, usd, standing))).toContain(
      "You denied this before",
    );
    expect(mayJudge(member("lead"), waiting, standing).allowed).toBe(false);
    expect(mayJudge(member("lead", "lead-2"), waiting, standing).allowed).toBe(true);
  });

  it.each(decisionStates.filter((state) => state !== "awaiting_approval"))("nobody what is %s", (state) => {
    const decided = { ...waiting, state, decidedByName: "Lea" };
    expect(mayApprove(member("finance"), decided, asked, usd).allowed).toBe(false);
    expect(mayJudge(member("finance"), decided).allowed).toBe(false);
  });

  it("says who was first", () => {
    expect(decidedWords({ state: "approved", decidedByName: "Lea" })).toBe(
      "Lea has already approved this decision.",
    );
    expect(decidedWords({ state: "awaiting_approval", decidedByName: null })).toBe(
      "This decision is already awaiting approval.",
    );
  });

  it("the stronger of an own and a lent role counts", () => {
    expect(roleOf(member("lead"), { delegatedRole: "finance" })).toBe("finance");
    expect(roleOf(member("finance"), { delegatedRole: "lead" })).toBe("finance");
    expect(roleOf(member("lead"))).toBe("lead");
    expect(roleOf(member("agent"), { delegatedRole: "lead" })).toBe("lead");
    expect(roleOf(member("admin"))).toBeUndefined();
  });
});

describe("who may deny or return", () => {
  it("whoever may approve, without a limit", () => {
    expect(mayJudge(member("lead"), { ...waiting, amountMinor: 9_999_999 }).allowed).toBe(true);
    expect(mayJudge(integration, waiting).allowed).toBe(true);
    expect(mayJudge(ai, waiting).allowed).toBe(false);
    expect(mayJudge(member("agent", "agent-1"), waiting).allowed).toBe(false);
    expect(mayJudge(member("lead", "agent-1"), waiting).allowed).toBe(false);
  });
});

describe("who may propose", () => {
  const open = { conversation: "open", decision: "none" } as const;

  it("agents, leads, finance and programs; no viewer, no admin, not the product", () => {
    const may = roles.filter((role) => mayPropose(member(role), open).allowed);
    expect(may).toEqual(["agent", "lead", "finance"]);
    expect(reasonOf(mayPropose(member("viewer"), open))).toContain("(viewer)");
    expect(mayPropose(ai, open).allowed).toBe(true);
    expect(mayPropose(product, open).allowed).toBe(false);
  });

  it("not in a case that has ended, and a merged one says where to go", () => {
    const may = conversationStates.filter(
      (conversation) => mayPropose(member("agent"), { ...open, conversation }).allowed,
    );
    expect(may).toEqual(["open", "waiting_customer", "snoozed", "resolved"]);
    expect(reasonOf(mayPropose(member("agent"), { ...open, conversation: "merged" }))).toContain("merged");
  });

  it("not beside a decision that waits for approval, unless it takes its place", () => {
    const busy = { ...open, decision: "awaiting_approval" };
    expect(mayPropose(member("agent"), busy).allowed).toBe(false);
    expect(mayPropose(member("agent"), busy, { replaces: true }).allowed).toBe(true);
    expect(mayPropose(member("agent"), { ...open, decision: "proposed" }).allowed).toBe(true);
  });

  it("about an appeal only people", () => {
    const appealed = { ...open, decision: "appealed" };
    const appeal = { decidedById: "lead-1" };
    expect(mayPropose(ai, appealed, { appeal }).allowed).toBe(false);
    expect(mayPropose(member("agent"), appealed, { appeal }).allowed).toBe(true);
    expect(reasonOf(mayPropose(member("lead", "lead-1"), appealed, { appeal }))).toContain("You denied this");
  });
});

describe("who may take back", () => {
  it("the proposer, a lead or finance, while it is open", () => {
    expect(mayWithdraw(member("agent", "agent-1"), waiting).allowed).toBe(true);
    expect(mayWithdraw(member("agent", "agent-2"), waiting).allowed).toBe(false);
    expect(mayWithdraw(member("lead"), waiting).allowed).toBe(true);
    expect(mayWithdraw(member("finance"), waiting).allowed).toBe(true);
    expect(mayWithdraw(ai, { ...waiting, proposedById: "key-1" }).allowed).toBe(true);
    expect(mayWithdraw(ai, waiting).allowed).toBe(false);
    expect(mayWithdraw(product, { ...waiting, proposedById: null }).allowed).toBe(false);
    const may = decisionStates.filter((state) => mayWithdraw(member("lead"), { ...waiting, state }).allowed);
    expect(may).toEqual(["proposed", "awaiting_approval"]);
    expect(decisionStates.filter(isOpenDecision)).toEqual(may);
  });

  it("what was approved, before anything of it is submitted", () => {
    const approved = { ...waiting, state: "approved", decidedByName: "Lea" } as const;
    const may = refundStates.filter(
      (state) => mayRevoke(member("lead"), approved, ["scheduled", state]).allowed,
    );
    expect(may).toEqual(["reserved", "scheduled"]);
    expect(mayRevoke(member("agent", "agent-1"), approved, ["scheduled"]).allowed).toBe(true);
    expect(mayRevoke(member("agent", "agent-2"), approved, ["scheduled"]).allowed).toBe(false);
    expect(mayRevoke(member("lead"), waiting, ["reserved"]).allowed).toBe(false);
  });
});

describe("who may question a no", () => {
  const denied = {
    state: "denied",
    appealOfId: null,
    denial: { clauses: [], reason: "", wouldChange: [], mayAppeal: true },
  } as const;

  it("everybody who changes cases, once", () => {
    expect(mayAppeal(member("agent"), denied).allowed).toBe(true);
    expect(mayAppeal(ai, denied).allowed).toBe(true);
    expect(mayAppeal(member("agent"), { ...denied, denial: null }).allowed).toBe(true);
    expect(mayAppeal(member("viewer"), denied).allowed).toBe(false);
    expect(mayAppeal(product, denied).allowed).toBe(false);
    expect(reasonOf(mayAppeal(member("agent"), { ...denied, appealOfId: "d" }))).toContain("no second one");
    const final = { ...denied, denial: { ...denied.denial, mayAppeal: false } };
    expect(mayAppeal(member("agent"), final).allowed).toBe(false);
    expect(mayAppeal(member("agent"), { ...denied, state: "withdrawn" }).allowed).toBe(false);
  });
});

describe("who may say no alone", () => {
  const tenant = { allowsAutoDeny: false };

  it("a person what the policy denies, a lead or finance everything", () => {
    expect(mayDenyOutright(member("agent"), "deny", tenant).allowed).toBe(true);
    expect(mayDenyOutright(member("agent"), "allow", tenant).allowed).toBe(false);
    expect(mayDenyOutright(member("agent"), null, tenant).allowed).toBe(false);
    expect(mayDenyOutright(member("lead"), "allow", tenant).allowed).toBe(true);
    expect(mayDenyOutright(member("finance"), null, tenant).allowed).toBe(true);
  });

  it("a program only what the policy denies, where the workspace lets it", () => {
    expect(mayDenyOutright(ai, "deny", tenant).allowed).toBe(false);
    expect(mayDenyOutright(ai, "deny", { ...tenant, allowsAutoDeny: true }).allowed).toBe(true);
    expect(mayDenyOutright(ai, "escalate", { ...tenant, allowsAutoDeny: true }).allowed).toBe(false);
  });
});

describe("an answer got worse", () => {
  const before = { verdict: "need_approval", capMinor: 5_000, need: { role: "lead", votes: 1 } } as const;
  it.each([
    [{}, false],
    [{ verdict: "allow" }, false],
    [{ verdict: "escalate" }, true],
    [{ verdict: "deny" }, true],
    [{ capMinor: 4_000 }, false],
    [{ capMinor: 3_999 }, true],
    [{ need: { role: "finance", votes: 1 } }, true],
    [{ need: { role: "lead", votes: 2 } }, true],
    [{ need: { role: "none", votes: 0 } }, false],
  ] as const)("%o: %s", (change, expected) => {
    expect(isWorse(before, { ...before, ...change }, 4_000)).toBe(expected);
  });

  it("not by asking for the person who is looking already", () => {
    expect(isWorse({ ...before, verdict: "allow" }, before, 4_000)).toBe(false);
  });

  it("when somebody has to be asked at all", () => {
    const alone = { ...before, need: { role: "none", votes: 0 } } as const;
    expect(isWorse(alone, before, 1)).toBe(true);
  });
});

it("only approvals move money", () => {
  expect([pays("approve"), pays("partial"), pays("deny"), pays("need_info"), pays("escalate")]).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});

it("a refusal is an error that says why", () => {
  expect(() => demand({ allowed: true })).not.toThrow();
  expect(() => demand({ allowed: false, reason: "Because." })).toThrow("Because.");
});

describe("the last words before a yes", () => {
  it.each([
    [0, "It cannot be undone."],
    [60, "For 1 minute it can still be revoked; then it is paid."],
    [90, "For 90 seconds it can still be revoked; then it is paid."],
    [600, "For 10 minutes it can still be revoked; then it is paid."],
  ])("with a hold of %i seconds say what can still be done", (seconds, words) => {
    expect(finalityWords(seconds)).toBe(words);
  });
});
