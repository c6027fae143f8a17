import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { CurrencyLimits } from "@/lib/modules/access/schema";
import type { Effect } from "@/lib/modules/effects/schema";
import { addBusinessHours } from "@/lib/platform/business-hours";
import { newId } from "@/lib/platform/ids";
import { publishDocument } from "@/lib/testing/policies";
import { createShop, type OpenCase, openCase, owner, refundOf, type Shop } from "@/lib/testing/shop";
import { approveDecision, proposeRefund } from "./commands";
import { reviewApprovals, tendApprovals } from "./jobs";
import { findDecision } from "./queries";
import type { Decision } from "./schema";

afterAll(() => owner.end());

let shop: Shop;
beforeEach(async () => {
  shop = await createShop();
});

const proposed = async (amountMinor: number): Promise<Readonly<{ opened: OpenCase; decision: Decision }>> => {
  const opened = await openCase(shop, [amountMinor]);
  return { opened, decision: await proposeRefund(shop.agent, refundOf(opened, [0])) };
};
const setLimits = (limits: Partial<CurrencyLimits>) => owner`
  update makegood.tenant_settings set limits = limits || jsonb_build_object('USD', limits -> 'USD' || ${owner.json(limits)})
  where tenant_id = ${shop.tenantId}`;

/** The effect of one published policy, or of limits that were set, as the worker takes it. */
async function review(destination: "policy" | "settings"): Promise<void> {
  const [row] = await owner`
    insert into makegood.effects (id, tenant_id, event_id, event_seq, kind, destination, subject_id, template, state, lease_token)
    values (${newId()}, ${shop.tenantId}, ${newId()}, 1, 'review', ${destination}, ${newId()}, ${destination}, 'running', ${newId()})
    returning id, lease_token`;
  const effect: Effect = {
    ...{ id: row?.id, tenantId: shop.tenantId, caseId: null, eventId: newId(), eventSeq: 1, kind: "review" },
    ...{
      destination,
      subjectId: newId(),
      template: destination,
      state: "running",
      attempts: 1,
      dispatchNo: 1,
    },
    leaseToken: row?.lease_token,
  };
  await reviewApprovals(effect);
  const [ended] = await owner`select state from makegood.effects where id = ${effect.id}`;
  expect(ended?.state).toBe("done");
}

/** Allows what is delivered, or nothing of it. */
const statuses = (status: "delivered" | "pending") => ({
  clauses: [{ id: "status", title: "Status", text: "Only such orders." }],
  rules: [
    {
      ...{ id: "status", clauseId: "status", actions: ["return" as const], otherwise: "deny" as const },
      ...{ kind: "order_status" as const, statuses: [status] },
    },
  ],
  floors: [],
});

describe("after a policy was published", () => {
  it("what waits and got worse goes back in red with the reason and frees its money, what did not stands", async () => {
    const { opened, decision } = await proposed(30_000);
    await publishDocument(shop.tenantId, statuses("delivered"));
    await review("policy");
    expect((await findDecision(shop.lead, decision.id))?.state).toBe("awaiting_approval");

    await publishDocument(shop.tenantId, statuses("pending"));
    await Promise.all([review("policy"), review("policy")]);
    expect(await findDecision(shop.lead, decision.id)).toMatchObject({ state: "returned", version: 2 });
    const [row] = await owner`
      select ch.reserved_minor, c.needs_attention, a.state, a.note from makegood.approvals a
      join makegood.cases c on c.id = a.case_id join makegood.charges ch on ch.order_id = c.order_id
      where c.id = ${opened.caseId}`;
    expect(row).toMatchObject({ reserved_minor: 0, needs_attention: 1, state: "void" });
    expect(row?.note).toContain("The policy changed.");
  });
});

describe("after the limits were set lower", () => {
  it("what a lead was asked about and now is finance's goes back; what finance was asked about stands", async () => {
    const [leads, finances] = [await proposed(90_000), await proposed(150_000)];
    await review("settings");
    expect((await findDecision(shop.lead, leads.decision.id))?.state).toBe("awaiting_approval");
    await setLimits({ leadMinor: 80_000 });
    await review("settings");
    expect((await findDecision(shop.lead, leads.decision.id))?.state).toBe("returned");
    expect((await findDecision(shop.lead, finances.decision.id))?.state).toBe("awaiting_approval");
    const [row] = await owner`select note from makegood.approvals where decision_id = ${leads.decision.id}`;
    expect(row?.note).toContain("finance has to say yes");
  });

  it("nobody approves on the old ones either, before the worker has looked", async () => {
    const { decision } = await proposed(90_000);
    await setLimits({ leadMinor: 80_000 });
    await expect(approveDecision(shop.finance, { decisionId: decision.id, note: "" })).rejects.toMatchObject({
      code: "conflict",
      publicMessage: expect.stringContaining("The limits have changed"),
    });
  });

  it("what was decided afterwards for the same customer does not make it worse", async () => {
    const { opened, decision } = await proposed(60_000);
    const other = await openCase(shop, [60_000]);
    await owner`
      update makegood.orders set customer_id = c.customer_id from makegood.cases c
      where c.id = ${opened.caseId} and orders.id = ${other.orderId}`;
    await owner`
      update makegood.cases set customer_id = (select customer_id from makegood.cases where id = ${opened.caseId})
      where id = ${other.caseId}`;
    await proposeRefund(shop.secondLead, refundOf(other, [0]));
    await review("settings");
    expect((await approveDecision(shop.lead, { decisionId: decision.id, note: "" })).state).toBe("approved");
  });
});

describe("an approval", () => {
  it("that nobody gave in time is not given late, even before it was sent back", async () => {
    const { decision } = await proposed(30_000);
    await owner`update makegood.approvals set expires_at = now() - interval '1 second' where decision_id = ${decision.id}`;
    await expect(approveDecision(shop.lead, { decisionId: decision.id, note: "" })).rejects.toMatchObject({
      code: "conflict",
      publicMessage: expect.stringContaining("Nobody answered in time"),
    });
  });

  it("expires and reminds in the hours in which the tenant works", async () => {
    const working = { timeZone: "Asia/Tokyo", days: [1, 2, 3, 4, 5], fromMinute: 600, toMinute: 960 };
    await owner`
      update makegood.tenant_settings set approval_hours = 20, business_hours = ${owner.json(working)}
      where tenant_id = ${shop.tenantId}`;
    const { decision } = await proposed(30_000);
    const [row] = await owner`
      select reminds_at, expires_at, created_at from makegood.approvals where decision_id = ${decision.id}`;
    // Asked at the transaction's start, worked out a moment later: both ends of that moment.
    const from = addBusinessHours(row?.created_at, 20, working).getTime();
    const till = addBusinessHours(new Date(), 20, working).getTime();
    expect(row?.expires_at.getTime()).toBeGreaterThanOrEqual(from - 1);
    expect(row?.expires_at.getTime()).toBeLessThanOrEqual(till);
    expect(row?.reminds_at.getTime()).toBeLessThanOrEqual(
      addBusinessHours(new Date(), 10, working).getTime(),
    );
    expect(row?.expires_at.getTime() - row?.created_at.getTime()).toBeGreaterThan(3 * 86_400_000);
  });

  it.each([
    ["another amount", { amountMinor: 29_999 }],
    ["another way", { method: "manual" }],
    ["another destination", { method: "store_credit", destinationId: newId() }],
    ["another charge", { chargeId: newId() }],
  ])("is for exactly what it showed: with %s it is void", async (_name, change) => {
    const { decision } = await proposed(30_000);
    const legs = decision.legs.map((leg) => ({ ...leg, ...change }));
    await owner`update makegood.decisions set legs = ${owner.json(legs as never)} where id = ${decision.id}`;
    await expect(approveDecision(shop.lead, { decisionId: decision.id, note: "" })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  it("in another currency is void", async () => {
    const { decision } = await proposed(30_000);
    await owner`update makegood.decisions set currency = 'EUR' where id = ${decision.id}`;
    await expect(approveDecision(shop.lead, { decisionId: decision.id, note: "" })).rejects.toMatchObject({
      code: "conflict",
    });
  });
});

describe("a reminder", () => {
  const remindedOf = async (decisionId: string): Promise<string[]> => {
    await owner`update makegood.approvals set reminds_at = now() - interval '1 minute' where decision_id = ${decisionId}`;
    await tendApprovals(shop.tenantId);
    const rows = await owner<{ user_id: string }[]>`
      select user_id from makegood.notices where tenant_id = ${shop.tenantId} and kind = 'approval_reminder'`;
    return rows.map((row) => row.user_id).toSorted();
  };
  const deputize = (userId: string) => owner`
    update makegood.tenant_settings set deputy_id = ${userId} where tenant_id = ${shop.tenantId}`;

  it("goes to everybody who may say yes where the deputy proposed it", async () => {
    await deputize(shop.secondLead.userId);
    const opened = await openCase(shop, [150_000]);
    const decision = await proposeRefund(shop.secondLead, refundOf(opened, [0]));
    expect(await remindedOf(decision.id)).toEqual([shop.finance.userId]);
  });

  it("of what only finance approves does not go to a deputy who is a lead", async () => {
    await deputize(shop.lead.userId);
    const { decision } = await proposed(150_000);
    expect(await remindedOf(decision.id)).toEqual([shop.finance.userId]);
  });
});

describe("a gesture of goodwill", () => {
  it("that was paid on another case of the order waits for a person the second time", async () => {
    const opened = await openCase(shop, [30_000]);
    const [copy] = await owner<{ id: string }[]>`
      insert into makegood.cases (id, tenant_id, number, customer_id, order_id, subject, follow_through)
      select gen_random_uuid(), tenant_id, 9001, customer_id, order_id, subject, follow_through
      from makegood.cases where id = ${opened.caseId} returning id`;
    const gesture = (caseId: string) => ({
      ...refundOf(opened, [0]),
      ...{ caseId, lines: [], action: "goodwill" as const, goodwillMinor: 1_000 },
    });
    expect((await proposeRefund(shop.agent, gesture(opened.caseId))).state).toBe("approved");
    const second = await proposeRefund(shop.agent, gesture(copy?.id ?? ""));
    expect(second).toMatchObject({ state: "awaiting_approval", verdict: "need_approval" });
  });
});
