import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { agreeToReplacement, replaceRefund, retryRefund } from "@/lib/modules/refunds/alternatives";
import { createShop, type OpenCase, openCase, owner, refundOf, type Shop } from "@/lib/testing/shop";
import { approveDecision, denyDecision, proposeRefund, returnDecision } from "./commands";

afterAll(() => owner.end());

let shop: Shop;
let opened: OpenCase;
/** A second case about the same order. */
let twin: OpenCase;

beforeEach(async () => {
  shop = await createShop();
  opened = await openCase(shop, [4_000, 30_000]);
  const [copy] = await owner<{ id: string }[]>`
    insert into makegood.cases (id, tenant_id, number, customer_id, order_id, subject, follow_through)
    select gen_random_uuid(), tenant_id, 9001, customer_id, order_id, subject, follow_through
    from makegood.cases where id = ${opened.caseId} returning id`;
  twin = { ...opened, caseId: copy?.id ?? "" };
});

const promised = async (): Promise<number> => {
  const [row] = await owner`select reserved_minor from makegood.charges where id = ${opened.chargeId}`;
  return Number(row?.reserved_minor);
};
const merge = (caseId: string) =>
  owner`update makegood.cases set conversation = 'merged' where id = ${caseId}`;
const merged = { publicMessage: "This case was merged into another one. Decide there." };
const reason = "The card is closed, says the bank.";

describe("two cases about one order", () => {
  it("never pay a piece twice: not one after the other, not at the same moment", async () => {
    const both = await Promise.allSettled([
      proposeRefund(shop.agent, refundOf(opened, [0])),
      proposeRefund(shop.agent, refundOf(twin, [0])),
    ]);
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(proposeRefund(shop.finance, refundOf(twin, [0], 1))).rejects.toThrow();
    await expect(proposeRefund(shop.finance, refundOf(opened, [0], 1))).rejects.toThrow();
    expect(await promised()).toBe(4_000);
  });

  it("a failed refund of one is not tried again once the other was decided for the same money", async () => {
    await proposeRefund(shop.finance, refundOf(opened, [0, 1]));
    const [refund] = await owner`
      update makegood.refunds set state = 'failed' where case_id = ${opened.caseId} returning id`;
    await owner`update makegood.charges set reserved_minor = 30_000 where id = ${opened.chargeId}`;
    const refundId = String(refund?.id);
    for (const act of [
      () => retryRefund(shop.lead, { refundId }),
      () => replaceRefund(shop.lead, { refundId, by: "manual", reason }),
    ]) {
      await expect(act()).rejects.toMatchObject({ code: "conflict" });
    }
    expect(await promised()).toBe(30_000);
  });
});

describe("a case that was merged away", () => {
  it("starts no payment through any act", async () => {
    const asked = await proposeRefund(shop.agent, refundOf(opened, [1]));
    await merge(opened.caseId);
    const decisionId = asked.id;
    await expect(approveDecision(shop.lead, { decisionId, note: "" })).rejects.toMatchObject(merged);
    await expect(proposeRefund(shop.lead, refundOf(opened, [0], 2))).rejects.toMatchObject(merged);
    // A no is still said: it frees the money.
    await returnDecision(shop.lead, { decisionId, note: "Decided in the other case." });
    expect(await promised()).toBe(0);
    expect((await proposeRefund(shop.lead, refundOf(twin, [1]))).state).toBe("approved");
    await expect(
      denyDecision(shop.lead, { decisionId, note: reason, customerReason: reason }),
    ).rejects.toMatchObject({ code: "conflict" });
    expect(await promised()).toBe(30_000);
  });

  it("does not try a failed refund again, nor pay it another way, nor agree to that", async () => {
    await proposeRefund(shop.agent, refundOf(opened, [0]));
    const [refund] = await owner`
      update makegood.refunds set state = 'failed' where case_id = ${opened.caseId} returning id`;
    await owner`update makegood.charges set reserved_minor = 0 where id = ${opened.chargeId}`;
    const refundId = String(refund?.id);
    const replacementId = await replaceRefund(shop.lead, { refundId, by: "manual", reason });
    await merge(opened.caseId);
    await expect(agreeToReplacement(shop.finance, { refundId: replacementId })).rejects.toMatchObject(merged);
    await expect(retryRefund(shop.lead, { refundId })).rejects.toMatchObject(merged);
    await expect(replaceRefund(shop.lead, { refundId, by: "manual", reason })).rejects.toMatchObject(merged);
  });
});

describe("a payout by hand as the first choice", () => {
  const byHand = () => ({ ...refundOf(opened, [0]), isByHand: true });

  it("always needs a second person, however small, and goes to no provider", async () => {
    const asked = await proposeRefund(shop.finance, byHand());
    expect(asked).toMatchObject({
      state: "awaiting_approval",
      legs: [{ method: "manual", amountMinor: 4_000 }],
    });
    await expect(approveDecision(shop.finance, { decisionId: asked.id, note: "" })).rejects.toMatchObject({
      publicMessage: "Someone else must approve what you proposed.",
    });
    expect((await approveDecision(shop.lead, { decisionId: asked.id, note: "" })).state).toBe("approved");
    const rows = await owner`select state, method from makegood.refunds where case_id = ${opened.caseId}`;
    expect([...rows]).toEqual([{ state: "scheduled", method: "manual" }]);
  });

  it("is no program's to propose", async () => {
    const key = {
      kind: "key",
      tenantId: shop.tenantId,
      keyId: opened.caseId,
      name: "Bot",
      scopes: [],
    } as const;
    await expect(proposeRefund({ ...key, isAi: true }, byHand())).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});
