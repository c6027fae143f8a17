import { afterAll, describe, expect, it } from "vitest";
import type { KeyActor } from "@/lib/platform/actor";
import { newId } from "@/lib/platform/ids";
import { createShop, type OpenCase, openCase, owner, refundOf, type Shop } from "@/lib/testing/shop";
import { approveDecision, denyDecision, proposeRefund } from "./commands";
import { delegate, revokeDelegation } from "./delegations";
import { listApprovals } from "./queries";

afterAll(() => owner.end());

const keyOf = (shop: Shop, isAi: boolean): KeyActor => ({
  kind: "key",
  tenantId: shop.tenantId,
  keyId: newId(),
  name: isAi ? "Refund bot" : "Shop system",
  scopes: isAi ? ["decision:propose"] : ["decision:propose", "decision:approve"],
  isAi,
});

/** Another case of the same customer, about another order. */
async function sameCustomer(first: OpenCase, other: OpenCase): Promise<OpenCase> {
  await owner`
    update makegood.cases set customer_id = (select customer_id from makegood.cases where id = ${first.caseId})
    where id = ${other.caseId}`;
  await owner`
    update makegood.orders set customer_id = (select customer_id from makegood.cases where id = ${first.caseId})
    where id = ${other.orderId}`;
  return other;
}

const dayAhead = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

const approvalOf = async (shop: Shop, caseId: string) => (await listApprovals(shop.lead, { caseId })).rows[0];

describe("many small refunds count as the large one they are", () => {
  it("on one order: the second one above the sum waits", async () => {
    const shop = await createShop();
    const opened = await openCase(shop, [19_900, 19_900, 19_900]);
    expect((await proposeRefund(shop.agent, refundOf(opened, [0]))).state).toBe("approved");
    const second = await proposeRefund(shop.agent, refundOf(opened, [1], 2));
    expect(second.state).toBe("awaiting_approval");
    await approveDecision(shop.lead, { decisionId: second.id, note: "" });
    // The sum is above the four-eyes threshold now, so a program would need two people.
    const third = await proposeRefund(keyOf(shop, true), refundOf(opened, [2], 4));
    expect(third.state).toBe("awaiting_approval");
    expect(await approvalOf(shop, opened.caseId)).toMatchObject({ requiredVotes: 2, requiredRole: "lead" });
  });

  it("for one customer over several orders within a day", async () => {
    const shop = await createShop();
    const first = await openCase(shop, [19_900]);
    const other = await sameCustomer(first, await openCase(shop, [19_900]));
    expect((await proposeRefund(shop.agent, refundOf(first, [0]))).state).toBe("approved");
    expect((await proposeRefund(shop.lead, refundOf(other, [0]))).state).toBe("approved");
    const third = await sameCustomer(first, await openCase(shop, [19_900]));
    expect((await proposeRefund(shop.lead, refundOf(third, [0]))).state).toBe("awaiting_approval");
  });

  it("of one agent over several customers within a day, and yesterday does not count", async () => {
    const shop = await createShop();
    await owner`
      update makegood.tenant_settings set limits = limits #- '{USD,agentDailyMinor}' where tenant_id = ${shop.tenantId}`;
    const [first, second, third] = [
      await openCase(shop, [15_000]),
      await openCase(shop, [15_000]),
      await openCase(shop, [15_000]),
    ];
    const before = await proposeRefund(shop.agent, refundOf(first, [0]));
    expect(before.state).toBe("approved");
    expect((await proposeRefund(shop.agent, refundOf(second, [0]))).state).toBe("awaiting_approval");
    await owner`update makegood.decisions set created_at = now() - interval '25 hours' where id = ${before.id}`;
    expect((await proposeRefund(shop.agent, refundOf(third, [0]))).state).toBe("approved");
  });

  it("proposed twenty at the same moment: only as many pass alone as the limit holds", async () => {
    const shop = await createShop();
    const first = await openCase(shop, [8_000]);
    const rest: OpenCase[] = [];
    for (let index = 0; index < 9; index += 1)
      rest.push(await sameCustomer(first, await openCase(shop, [8_000])));
    const decided = await Promise.all(
      [first, ...rest].map((opened) => proposeRefund(shop.agent, refundOf(opened, [0]))),
    );
    expect(decided.filter(({ state }) => state === "approved")).toHaveLength(2);
  });

  it("in another currency they are counted apart", async () => {
    const shop = await createShop();
    const dollars = await openCase(shop, [19_900]);
    const yen = await sameCustomer(dollars, await openCase(shop, [29_000], "JPY"));
    expect((await proposeRefund(shop.agent, refundOf(dollars, [0]))).state).toBe("approved");
    expect((await proposeRefund(shop.agent, refundOf(yen, [0]))).state).toBe("approved");
  });
});

describe("two different people", () => {
  it("approve what a program proposes above the threshold, and the program counts as neither", async () => {
    const shop = await createShop();
    const opened = await openCase(shop, [60_000]);
    const ai = keyOf(shop, true);
    const { id: decisionId } = await proposeRefund(ai, refundOf(opened, [0]));
    await expect(approveDecision(ai, { decisionId, note: "" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(approveDecision(keyOf(shop, false), { decisionId, note: "" })).rejects.toMatchObject({
      publicMessage: "A person must approve what a program proposed.",
    });
    expect((await approveDecision(shop.lead, { decisionId, note: "" })).state).toBe("awaiting_approval");
    await expect(approveDecision(shop.lead, { decisionId, note: "" })).rejects.toMatchObject({
      publicMessage: expect.stringContaining("Another person"),
    });
    const approved = await approveDecision(shop.secondLead, { decisionId, note: "" });
    expect(approved.state).toBe("approved");
    const votes =
      await owner`select member_name from makegood.approval_votes where tenant_id = ${shop.tenantId} order by voted_at`;
    expect(votes.map((vote) => vote.member_name)).toEqual(["Lea Berg", "Leo Marsh"]);
  });

  it("at the same moment: both votes count, one payment follows", async () => {
    const shop = await createShop();
    const opened = await openCase(shop, [60_000]);
    const { id: decisionId } = await proposeRefund(keyOf(shop, true), refundOf(opened, [0]));
    await Promise.all([
      approveDecision(shop.lead, { decisionId, note: "" }),
      approveDecision(shop.secondLead, { decisionId, note: "" }),
    ]);
    const events = await owner`
      select count(*)::int as count from makegood.outbox where subject_id = ${opened.caseId} and type = 'decision.approved'`;
    expect(events[0]?.count).toBe(1);
  });
});

describe("a right to approve that was lent", () => {
  it("counts until it is taken back or its lender loses it, and never for one's own proposal", async () => {
    const shop = await createShop();
    const until = dayAhead(1);
    const lent = await delegate(shop.lead, { toId: shop.agent.userId, until });
    const own = await openCase(shop, [30_000]);
    const ownDecision = await proposeRefund(shop.agent, refundOf(own, [0]));
    await expect(approveDecision(shop.agent, { decisionId: ownDecision.id, note: "" })).rejects.toMatchObject(
      {
        publicMessage: "Someone else must approve what you proposed.",
      },
    );
    const others = [
      await openCase(shop, [30_000]),
      await openCase(shop, [30_000]),
      await openCase(shop, [30_000]),
    ];
    const ids: string[] = [];
    for (const opened of others) ids.push((await proposeRefund(keyOf(shop, true), refundOf(opened, [0]))).id);
    expect((await approveDecision(shop.agent, { decisionId: ids[0] ?? "", note: "" })).state).toBe(
      "approved",
    );

    await owner`update makegood.members set role = 'agent' where user_id = ${shop.lead.userId}`;
    await expect(approveDecision(shop.agent, { decisionId: ids[1] ?? "", note: "" })).rejects.toMatchObject({
      code: "forbidden",
    });
    await owner`update makegood.members set role = 'lead' where user_id = ${shop.lead.userId}`;
    await revokeDelegation(shop.lead, lent);
    await expect(approveDecision(shop.agent, { decisionId: ids[1] ?? "", note: "" })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it("ends with its last day where the tenant works, and until then its borrower is asked, too", async () => {
    const shop = await createShop();
    const zone = "Pacific/Kiritimati";
    await owner`
      update makegood.tenant_settings set business_hours = jsonb_set(business_hours, '{timeZone}', to_jsonb(${zone}::text))
      where tenant_id = ${shop.tenantId}`;
    const until = dayAhead(3);
    await delegate(shop.finance, { toId: shop.agent.userId, until });
    const [row] = await owner`
      select (ends_at at time zone ${zone})::text as local from makegood.delegations where tenant_id = ${shop.tenantId}`;
    expect(row?.local).toBe(`${dayAhead(4)} 00:00:00`);

    const { id: decisionId } = await proposeRefund(shop.lead, refundOf(await openCase(shop, [150_000]), [0]));
    const asked = await owner`
      select user_id from makegood.notices where tenant_id = ${shop.tenantId} and kind = 'approval_asked'`;
    expect(asked.map((one) => one.user_id).toSorted()).toEqual(
      [shop.agent.userId, shop.finance.userId].toSorted(),
    );
    await owner`update makegood.delegations set ends_at = now() where tenant_id = ${shop.tenantId}`;
    await expect(approveDecision(shop.agent, { decisionId, note: "" })).rejects.toMatchObject({
      code: "forbidden",
    });
    await owner`update makegood.delegations set ends_at = now() + interval '1 hour' where tenant_id = ${shop.tenantId}`;
    await approveDecision(shop.agent, { decisionId, note: "" });
    const [vote] = await owner`
      select member_name, role, delegated_by_id from makegood.approval_votes where tenant_id = ${shop.tenantId}`;
    expect(vote).toEqual({ member_name: "Ana Ruiz", role: "finance", delegated_by_id: shop.finance.userId });
    const [audited] = await owner`
      select detail -> 'inPlaceOf' ->> 'name' as lender from makegood.audit_log
      where subject_id = ${decisionId} and action = 'decision.approved'`;
    expect(audited?.lender).toBe("Finn Okafor");
  });

  it.each([
    ["yesterday", -2],
    ["a day too far", 93],
  ])("is not lent until %s", async (_name, days) => {
    const shop = await createShop();
    const lent = delegate(shop.lead, { toId: shop.agent.userId, until: dayAhead(days) });
    await expect(lent).rejects.toMatchObject({ code: "invalid", detail: { field: "until" } });
  });

  it("is lent only by whoever has it", async () => {
    const shop = await createShop();
    const until = dayAhead(1);
    await expect(delegate(shop.agent, { toId: shop.lead.userId, until })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(delegate(shop.lead, { toId: newId(), until })).rejects.toMatchObject({ code: "invalid" });
    await expect(delegate(shop.lead, { toId: shop.lead.userId, until })).rejects.toMatchObject({
      code: "invalid",
    });
  });
});

describe("whoever approves a large amount", () => {
  it("has proved within ten minutes that it is still them", async () => {
    const shop = await createShop();
    const opened = await openCase(shop, [150_000]);
    const { id: decisionId } = await proposeRefund(shop.agent, refundOf(opened, [0]));
    const age = (interval: string) => owner`
      update makegood.sessions set password_verified_at = now() - ${interval}::interval where id = ${shop.finance.sessionId}`;
    await age("11 minutes");
    await expect(approveDecision(shop.finance, { decisionId, note: "" })).rejects.toMatchObject({
      code: "forbidden",
      detail: { needsProof: true },
    });
    await age("9 minutes");
    expect((await approveDecision(shop.finance, { decisionId, note: "" })).state).toBe("approved");
  });

  it("approves at most so much in a day", async () => {
    const shop = await createShop();
    const setDaily = (minor: number) => owner`
      update makegood.tenant_settings set limits = jsonb_set(limits, '{USD,leadDailyMinor}', to_jsonb(${minor}::int))
      where tenant_id = ${shop.tenantId}`;
    await setDaily(70_000);
    const propose = async () =>
      (await proposeRefund(shop.agent, refundOf(await openCase(shop, [40_000]), [0]))).id;
    const [first, second] = [await propose(), await propose()];
    await approveDecision(shop.lead, { decisionId: first, note: "" });
    await expect(approveDecision(shop.lead, { decisionId: second, note: "" })).rejects.toMatchObject({
      publicMessage: expect.stringContaining("in a day"),
    });
    await denyDecision(shop.lead, {
      decisionId: second,
      note: "Not today, says the test.",
      customerReason: "It was not broken.",
    });
  });

  it("decides no more alone once they approved as much, and the other way round", async () => {
    const shop = await createShop();
    await owner`
      update makegood.tenant_settings set limits = jsonb_set(limits, '{USD,leadDailyMinor}', '50000')
      where tenant_id = ${shop.tenantId}`;
    const asked = await proposeRefund(shop.agent, refundOf(await openCase(shop, [30_000]), [0]));
    await approveDecision(shop.lead, { decisionId: asked.id, note: "" });
    const own = await proposeRefund(shop.lead, refundOf(await openCase(shop, [30_000]), [0]));
    expect(own.state).toBe("awaiting_approval");

    const alone = await proposeRefund(shop.secondLead, refundOf(await openCase(shop, [30_000]), [0]));
    expect(alone.state).toBe("approved");
    const approval = approveDecision(shop.secondLead, { decisionId: own.id, note: "" });
    await expect(approval).rejects.toMatchObject({ publicMessage: expect.stringContaining("in a day") });
  });
});
