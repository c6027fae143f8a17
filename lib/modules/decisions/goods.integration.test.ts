import { afterAll, beforeAll, expect, it } from "vitest";
import { findHolds } from "@/lib/modules/refunds/holds";
import { asActor } from "@/lib/platform/db";
import { documentOf } from "@/lib/testing/facts";
import { publishDocument } from "@/lib/testing/policies";
import { createShop, openCase, owner, refundOf, type Shop } from "@/lib/testing/shop";
import { proposeRefund } from "./commands";
import { findDecisionSetting } from "./desk";
import { recordGoodsBack, waiveGoods } from "./goods";

afterAll(() => owner.end());

let shop: Shop;
beforeAll(async () => {
  shop = await createShop();
  await publishDocument(
    shop.tenantId,
    documentOf({ kind: "return_required", actions: ["return"], exceptReasons: ["damaged"] }),
  );
});

async function decideReturn(reasonCode: "changed_mind" | "damaged") {
  const opened = await openCase(shop, [3_000]);
  const proposal = { ...refundOf(opened, [0]), reasonCode, isEvidenceConfirmed: true };
  return { opened, decision: await proposeRefund(shop.agent, proposal) };
}

const isAwaited = async (caseId: string) =>
  (await findDecisionSetting(shop.agent, caseId, { order: undefined, request: "" })).isAwaitingGoods;

const heldBy = (decisionId: string) =>
  asActor(shop.agent, async (tx) => {
    const rows = await owner<{ id: string }[]>`
      select id from makegood.refunds where decision_id = ${decisionId}`;
    const holds = await findHolds(
      tx,
      shop.tenantId,
      rows.map(({ id }) => id),
    );
    return [...holds.values()].flatMap((reasons) => [...reasons]);
  });

const auditOf = async (decisionId: string) =>
  (
    await owner<{ action: string }[]>`
      select action from makegood.audit_log where subject_id = ${decisionId} and action like 'decision.goods%'`
  ).map(({ action }) => action);

it("money of a return is held until somebody at the desk has the goods, and goes once", async () => {
  const { opened, decision } = await decideReturn("changed_mind");
  expect(decision.state).toBe("approved");
  expect(await heldBy(decision.id)).toEqual(["goods_back"]);
  expect(await isAwaited(opened.caseId)).toBe(true);
  await recordGoodsBack(shop.agent, { decisionId: decision.id, version: decision.version, note: "" });
  expect(await heldBy(decision.id)).toEqual([]);
  expect(await isAwaited(opened.caseId)).toBe(false);
  expect(await auditOf(decision.id)).toEqual(["decision.goods_back"]);
  await expect(recordGoodsBack(shop.agent, { decisionId: decision.id, note: "" })).rejects.toMatchObject({
    code: "conflict",
  });
});

it("goes without them when the policy lets the customer keep them", async () => {
  const { decision } = await decideReturn("damaged");
  expect([decision.state, await heldBy(decision.id)]).toEqual(["approved", []]);
});

it("goes without them for a reason that a lead gives, and for no agent or key", async () => {
  const { decision } = await decideReturn("changed_mind");
  const input = { decisionId: decision.id, note: "The parcel was lost on its way back." };
  await expect(waiveGoods(shop.agent, input)).rejects.toMatchObject({ code: "forbidden" });
  await waiveGoods(shop.lead, input);
  expect(await heldBy(decision.id)).toEqual([]);
  expect(await auditOf(decision.id)).toEqual(["decision.goods_waived"]);
});
