import { afterAll, describe, expect, it } from "vitest";
import type { KeyActor } from "@/lib/platform/actor";
import { newId } from "@/lib/platform/ids";
import { publishDocument } from "@/lib/testing/policies";
import { createShop, type OpenCase, openCase, owner, refundOf, type Shop } from "@/lib/testing/shop";
import {
  approveDecision,
  denyDecision,
  proposeRefund,
  returnDecision,
  revokeDecision,
  withdrawDecision,
} from "./commands";
import { tendApprovals } from "./jobs";
import { findDecision } from "./queries";
import { proposeRefundInput } from "./schema";

afterAll(() => owner.end());

const aiOf = (shop: Shop): KeyActor => ({
  kind: "key",
  tenantId: shop.tenantId,
  keyId: newId(),
  name: "Refund bot",
  scopes: ["decision:propose"],
  isAi: true,
});

async function stateOf(opened: OpenCase) {
  const [row] = await owner<
    { decision: string; refund: string; conversation: string; version: number; reserved: number }[]
  >`
    select c.decision, c.refund, c.conversation, c.version, ch.reserved_minor::int as reserved
    from makegood.cases c join makegood.charges ch on ch.order_id = c.order_id where c.id = ${opened.caseId}`;
  if (!row) throw new Error("no case");
  return row;
}

const eventsOf = async (caseId: string): Promise<string[]> => {
  const rows = await owner<{ type: string }[]>`
    select type from makegood.outbox where subject_id = ${caseId} order by event_seq`;
  return rows.map(({ type }) => type);
};

const answerOf = (opened: OpenCase, outcome: "deny" | "need_info" | "escalate", caseVersion = 1) =>
  proposeRefundInput.parse({
    ...refundOf(opened, [0], caseVersion),
    outcome,
    customerReason: "The return window of our shop has ended.",
  });

const note = "The photo shows another item.";
const customerReason = "The photo you sent shows another item.";

/** A policy that refuses everything older than no time at all. */
const closedWindow = {
  clauses: [{ id: "window", title: "Return window", text: "Returns are taken within 0 days of delivery." }],
  rules: [
    {
      id: "window",
      clauseId: "window",
      actions: ["return" as const],
      otherwise: "deny" as const,
      kind: "order_status" as const,
      statuses: ["pending" as const],
    },
  ],
  floors: [],
};

describe("a decision the policy denies", () => {
  it("is refused with the clause and the trace, and leaves nothing behind", async () => {
    const shop = await createShop();
    await publishDocument(shop.tenantId, closedWindow);
    const opened = await openCase(shop, [4_210]);
    await expect(proposeRefund(shop.finance, refundOf(opened, [0]))).rejects.toMatchObject({
      code: "policy_denied",
      detail: {
        more: {
          trace: { verdict: "deny", capMinor: 0, citations: [{ policyVersion: 1, clauseId: "window" }] },
        },
      },
    });
    expect(await eventsOf(opened.caseId)).toEqual([]);
    expect(await stateOf(opened)).toMatchObject({ decision: "none", reserved: 0, version: 1 });
  });

  it("may be denied by an agent, and the customer reads clause, reason and the way to appeal", async () => {
    const shop = await createShop();
    await publishDocument(shop.tenantId, closedWindow);
    const opened = await openCase(shop, [4_210]);
    const denied = await proposeRefund(shop.agent, answerOf(opened, "deny"));
    expect(denied).toMatchObject({
      state: "denied",
      outcome: "deny",
      verdict: "deny",
      decidedByName: "Ana Ruiz",
      denial: {
        clauses: [{ id: "window", title: "Return window" }],
        reason: "The return window of our shop has ended.",
        mayAppeal: true,
      },
    });
    expect(await eventsOf(opened.caseId)).toEqual(["decision.denied"]);
    expect(await stateOf(opened)).toMatchObject({ decision: "denied", refund: "none", reserved: 0 });
  });
});

describe("a no", () => {
  it("to what the policy allows is for a lead or finance, and for no program", async () => {
    const shop = await createShop();
    const opened = await openCase(shop, [4_210]);
    await expect(proposeRefund(shop.agent, answerOf(opened, "deny"))).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(proposeRefund(aiOf(shop), answerOf(opened, "deny"))).rejects.toMatchObject({
      code: "forbidden",
    });
    expect((await proposeRefund(shop.lead, answerOf(opened, "deny"))).state).toBe("denied");
  });
});

describe("a question to the customer", () => {
  it("moves no money, waits for them, and the next decision takes its place", async () => {
    const shop = await createShop();
    const opened = await openCase(shop, [4_210]);
    const asked = await proposeRefund(shop.agent, answerOf(opened, "need_info"));
    expect(asked).toMatchObject({ state: "proposed", outcome: "need_info" });
    expect(await stateOf(opened)).toMatchObject({
      decision: "proposed",
      conversation: "waiting_customer",
      reserved: 0,
    });
    const decided = await proposeRefund(shop.agent, refundOf(opened, [0], 2));
    expect(decided).toMatchObject({ state: "approved", supersedesId: asked.id });
    expect((await findDecision(shop.agent, asked.id))?.state).toBe("superseded");
  });

  it("escalated, a lead decides instead", async () => {
    const shop = await createShop();
    const opened = await openCase(shop, [4_210]);
    expect(await proposeRefund(aiOf(shop), answerOf(opened, "escalate"))).toMatchObject({
      state: "proposed",
      denial: null,
    });
    expect((await proposeRefund(shop.lead, refundOf(opened, [0], 2))).state).toBe("approved");
  });
});

describe("what waits for approval", () => {
  const waiting = async (amountMinor = 30_000) => {
    const shop = await createShop();
    const opened = await openCase(shop, [amountMinor, 1_000]);
    const decision = await proposeRefund(shop.agent, refundOf(opened, [0]));
    return { shop, opened, decision };
  };

  it("is returned with a comment, frees the money, and may be proposed anew", async () => {
    const { shop, opened, decision } = await waiting();
    const returned = await returnDecision(shop.lead, { decisionId: decision.id, note });
    expect(returned).toMatchObject({ state: "returned", decidedByName: "Lea Berg", version: 2 });
    expect(await stateOf(opened)).toMatchObject({ decision: "returned", reserved: 0 });
    const { version } = await stateOf(opened);
    expect((await proposeRefund(shop.agent, refundOf(opened, [1], version))).state).toBe("approved");
  });

  it("is replaced by its proposer, not by another agent, and only the new one holds money", async () => {
    const { shop, opened, decision } = await waiting();
    const { version } = await stateOf(opened);
    const change = { ...refundOf(opened, [1], version), supersedesId: decision.id };
    await expect(proposeRefund(aiOf(shop), change)).rejects.toMatchObject({ code: "forbidden" });
    expect(await proposeRefund(shop.agent, change)).toMatchObject({
      state: "approved",
      supersedesId: decision.id,
    });
    expect(await stateOf(opened)).toMatchObject({ decision: "approved", reserved: 1_000 });
    await expect(approveDecision(shop.lead, { decisionId: decision.id, note: "" })).rejects.toMatchObject({
      code: "conflict",
      detail: { more: { current: { state: "superseded" } } },
    });
  });

  it("seen in an older version is not decided: whoever looked is told the current one", async () => {
    const { shop, decision } = await waiting();
    await expect(
      approveDecision(shop.lead, { decisionId: decision.id, version: 7, note: "" }),
    ).rejects.toMatchObject({ code: "conflict", detail: { more: { current: { version: 1 } } } });
  });

  it("is void for whoever would approve it once the policy got worse, and stands when it only got better", async () => {
    const { shop, decision } = await waiting();
    await publishDocument(shop.tenantId, closedWindow);
    await expect(approveDecision(shop.lead, { decisionId: decision.id, note: "" })).rejects.toMatchObject({
      code: "conflict",
      publicMessage: expect.stringContaining("What the policy says has changed"),
    });
    await publishDocument(shop.tenantId, {
      ...closedWindow,
      rules: closedWindow.rules.map((rule) => ({ ...rule, statuses: ["delivered" as const] })),
    });
    expect((await approveDecision(shop.lead, { decisionId: decision.id, note: "" })).state).toBe("approved");
  });

  it("is void when the money would go elsewhere than it was approved for", async () => {
    const { shop, opened, decision } = await waiting();
    await owner`update makegood.charges set method_label = 'Visa •6666' where id = ${opened.chargeId}`;
    await expect(approveDecision(shop.lead, { decisionId: decision.id, note: "" })).rejects.toMatchObject({
      publicMessage: expect.stringContaining("Where the money would go has changed"),
    });
  });

  it("that nobody answers goes back in red after the deputy was told once", async () => {
    const { shop, opened, decision } = await waiting();
    await owner`update makegood.tenant_settings set deputy_id = ${shop.finance.userId} where tenant_id = ${shop.tenantId}`;
    await owner`update makegood.approvals set reminds_at = now() - interval '1 minute' where decision_id = ${decision.id}`;
    await tendApprovals(shop.tenantId);
    await tendApprovals(shop.tenantId);
    const reminders = await owner`
      select user_id from makegood.notices where tenant_id = ${shop.tenantId} and kind = 'approval_reminder'`;
    expect(reminders.map((row) => row.user_id)).toEqual([shop.finance.userId]);

    await owner`update makegood.approvals set expires_at = now() where decision_id = ${decision.id}`;
    await Promise.all([tendApprovals(shop.tenantId), tendApprovals(shop.tenantId)]);
    expect(await findDecision(shop.lead, decision.id)).toMatchObject({
      state: "returned",
      decidedByName: "Makegood",
    });
    expect(await stateOf(opened)).toMatchObject({ decision: "returned", reserved: 0 });
    const [row] = await owner`select needs_attention from makegood.cases where id = ${opened.caseId}`;
    expect(row?.needs_attention).toBe(1);
  });

  it("is told to everybody who may approve it, and not to whoever proposed it", async () => {
    const shop = await createShop();
    const opened = await openCase(shop, [60_000]);
    await proposeRefund(shop.lead, refundOf(opened, [0]));
    const asked = await owner`
      select user_id from makegood.notices where tenant_id = ${shop.tenantId} and kind = 'approval_asked'`;
    expect(asked.map((row) => row.user_id).toSorted()).toEqual(
      [shop.secondLead.userId, shop.finance.userId].toSorted(),
    );
  });

  it.each([
    ["approve and return", approveDecision, returnDecision],
    ["deny and withdraw", denyDecision, withdrawDecision],
    ["return and withdraw", returnDecision, withdrawDecision],
  ] as const)("%s at the same moment: one of them happens", async (_name, one, other) => {
    const { shop, opened, decision } = await waiting();
    const said = { decisionId: decision.id, note, customerReason };
    const settled = await Promise.allSettled([
      one(shop.lead, said),
      other(other === withdrawDecision ? shop.agent : shop.secondLead, said),
    ]);
    expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const { decision: state, reserved } = await stateOf(opened);
    expect(reserved).toBe(state === "approved" ? 30_000 : 0);
  });
});

describe("an approved decision", () => {
  it("is revoked before it is paid, by its proposer or a lead, and frees the money", async () => {
    const shop = await createShop();
    const opened = await openCase(shop, [4_210]);
    const { id: decisionId } = await proposeRefund(shop.agent, refundOf(opened, [0]));
    await expect(revokeDecision(aiOf(shop), { decisionId, note })).rejects.toMatchObject({
      code: "forbidden",
    });
    expect((await revokeDecision(shop.agent, { decisionId, note })).state).toBe("revoked");
    expect(await stateOf(opened)).toMatchObject({ decision: "revoked", refund: "canceled", reserved: 0 });
    expect(await eventsOf(opened.caseId)).toEqual([
      "decision.proposed",
      "decision.approved",
      "decision.revoked",
    ]);
  });

  it("is not revoked once the provider was asked", async () => {
    const shop = await createShop();
    const opened = await openCase(shop, [4_210]);
    const { id: decisionId } = await proposeRefund(shop.agent, refundOf(opened, [0]));
    await owner`update makegood.refunds set state = 'submitting' where decision_id = ${decisionId}`;
    await expect(revokeDecision(shop.lead, { decisionId, note })).rejects.toMatchObject({
      code: "conflict",
      publicMessage: expect.stringContaining("being paid already"),
    });
    expect((await stateOf(opened)).reserved).toBe(4_210);
  });
});

describe("a merged case", () => {
  it("never decides, whatever it was asked before", async () => {
    const shop = await createShop();
    const opened = await openCase(shop, [30_000]);
    const { id: decisionId } = await proposeRefund(shop.agent, refundOf(opened, [0]));
    await owner`update makegood.cases set conversation = 'merged' where id = ${opened.caseId}`;
    await expect(approveDecision(shop.lead, { decisionId, note: "" })).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(proposeRefund(shop.agent, refundOf(opened, [0], 2))).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

describe("every act", () => {
  it("is in the audit log with who, what it was and what it became", async () => {
    const shop = await createShop();
    const opened = await openCase(shop, [30_000]);
    const { id: decisionId } = await proposeRefund(shop.agent, refundOf(opened, [0]));
    await returnDecision(shop.lead, { decisionId, note });
    const rows = await owner`
      select action, actor_name, before, after, detail ->> 'note' as note from makegood.audit_log
      where subject_id = ${decisionId} order by id`;
    expect(rows).toMatchObject([
      {
        action: "decision.proposed",
        actor_name: "Ana Ruiz",
        before: null,
        after: { state: "awaiting_approval" },
      },
      {
        action: "decision.returned",
        actor_name: "Lea Berg",
        before: { state: "awaiting_approval" },
        after: { state: "returned" },
        note,
      },
    ]);
  });
});

describe("an amount for several lines", () => {
  it.each([
    ["EUR", 3_333, [1_111, 1_111, 1_111]],
    ["JPY", 100, [34, 33, 33]],
    ["KWD", 1_000, [340, 330, 330]],
  ] as const)("in %s is shared out in the provider's step and adds up", async (currency, total, parts) => {
    const shop = await createShop(currency);
    const opened = await openCase(shop, [2_000, 2_000, 2_000], currency);
    const decision = await proposeRefund(shop.finance, {
      ...refundOf(opened, [0, 1, 2]),
      linesTotalMinor: total,
    });
    expect(decision).toMatchObject({ amountMinor: total, currency });
    expect(decision.lines.map(({ amountMinor }) => amountMinor)).toEqual(parts);
    expect((await stateOf(opened)).reserved).toBe(total);
  });

  it("is refused when it is more than they cost, or no amount the provider pays", async () => {
    const shop = await createShop("KWD");
    const opened = await openCase(shop, [2_000], "KWD");
    for (const linesTotalMinor of [2_010, 1_005]) {
      await expect(
        proposeRefund(shop.agent, { ...refundOf(opened, [0]), linesTotalMinor }),
      ).rejects.toMatchObject({ code: "invalid", detail: { field: "linesTotalMinor" } });
    }
  });
});
