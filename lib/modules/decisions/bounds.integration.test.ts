import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { evaluateInput } from "@/lib/modules/policies/schema";
import { documentOf } from "@/lib/testing/facts";
import { publishDocument } from "@/lib/testing/policies";
import { createShop, type OpenCase, openCase, owner, refundOf, type Shop } from "@/lib/testing/shop";
import { approveDecision, proposeRefund } from "./commands";
import { evaluateWith } from "./evaluate";
import { proposeRefundInput } from "./schema";

afterAll(() => owner.end());

let shop: Shop;
beforeAll(async () => {
  shop = await createShop();
});

const publish = (...rules: readonly object[]) => publishDocument(shop.tenantId, documentOf(...rules));

async function ask(opened: OpenCase, change: object = {}) {
  const [found] = await owner<{ order: string; policy: number }[]>`
    select o.external_id as order, (select max(number) from makegood.policy_versions where tenant_id = o.tenant_id) as policy
    from makegood.orders o where o.id = ${opened.orderId}`;
  const input = evaluateInput.parse({
    orderNumber: found?.order,
    action: "return",
    lines: opened.lines.map(({ id }) => ({ itemId: id, quantity: 1 })),
    ...change,
  });
  return (await evaluateWith(shop.agent, { input, versionNumber: found?.policy ?? 0 })).trace;
}

const propose = (opened: OpenCase, change: object) =>
  proposeRefund(
    shop.agent,
    proposeRefundInput.parse({ ...refundOf(opened, [0]), reasonCode: "changed_mind", ...change }),
  );

describe("what evaluation says can be had", () => {
  it("is what a proposal gets, a fee and a cap that does not cut included", async () => {
    await publish(
      { kind: "fee", percent: 10, amounts: {}, reasons: ["changed_mind"] },
      { kind: "cap", per: "refund", amounts: { USD: 2_700 }, cuts: false },
    );
    const opened = await openCase(shop, [3_000]);
    const { verdict, capMinor } = await ask(opened, { reason: "changed_mind" });
    expect({ verdict, capMinor }).toEqual({ verdict: "allow", capMinor: 2_700 });
    await expect(propose(opened, {})).rejects.toMatchObject({
      code: "policy_denied",
      publicMessage: "The policy allows at most $27.00 here.",
    });
    expect(await propose(opened, { linesTotalMinor: capMinor })).toMatchObject({
      state: "approved",
      amountMinor: 2_700,
    });
  });

  it("of a canceled order, too, less what a fee keeps", async () => {
    await publish(
      { kind: "fee", actions: ["cancel"], percent: 10, amounts: {}, reasons: ["changed_mind"] },
      { kind: "whole_order", actions: ["cancel"] },
    );
    const opened = await openCase(shop, [3_000, 1_000]);
    await owner`update makegood.orders set status = 'pending' where id = ${opened.orderId}`;
    const { capMinor } = await ask(opened, { action: "cancel", lines: [], reason: "changed_mind" });
    expect(capMinor).toBe(3_600);
    const lines = opened.lines.map(({ id }) => ({ orderLineId: id, quantity: 1 }));
    expect(await propose(opened, { action: "cancel", lines, linesTotalMinor: capMinor })).toMatchObject({
      state: "approved",
      amountMinor: 3_600,
    });
  });
});

describe("what the customer claims of the goods", () => {
  const condition = { kind: "condition", accepted: ["unused"] } as const;
  const evidence = { kind: "evidence", reasons: ["damaged"], kinds: ["photo"] } as const;
  const damaged = { reasonCode: "damaged", condition: "Unused", evidence: ["Photo"] };

  it("is asked for until it is said, in a proposal and in a question alike", async () => {
    await publish(condition, evidence);
    const opened = await openCase(shop, [3_000]);
    await expect(propose(opened, { reasonCode: "damaged", isEvidenceConfirmed: true })).rejects.toMatchObject(
      {
        code: "policy_needs_info",
        detail: { more: { trace: { needs: ["condition"] } } },
      },
    );
    expect((await ask(opened, { reason: "damaged" })).needs).toEqual(["condition", "evidence"]);
    const said = { reason: "damaged", condition: "unused", evidence: ["photo"] };
    expect((await ask(opened, said)).verdict).toBe("need_approval");
    expect((await ask(opened, { ...said, condition: "worn" })).verdict).toBe("deny");
  });

  it("reaches a person, or is believed by the one who has seen it", async () => {
    const first = await openCase(shop, [3_000]);
    expect(await propose(first, damaged)).toMatchObject({
      state: "awaiting_approval",
      verdict: "need_approval",
    });
    const second = await openCase(shop, [3_000]);
    expect(await propose(second, { ...damaged, isEvidenceConfirmed: true })).toMatchObject({
      state: "approved",
      verdict: "allow",
      trace: {
        facts: {
          request: { condition: "Unused", evidence: [{ kind: "Photo", confirmedBy: "Ana Ruiz" }] },
        },
      },
    });
  });
});

it("a second case about the order does not take the first one's yes away", async () => {
  await publish({ kind: "identity" });
  const first = await openCase(shop, [30_000, 30_000]);
  const waiting = await propose(first, {});
  expect(waiting).toMatchObject({ state: "awaiting_approval", verdict: "allow" });
  const second = await openCase(shop, [1_000]);
  await owner`
    update makegood.cases set order_id = ${first.orderId},
      customer_id = (select customer_id from makegood.cases where id = ${first.caseId})
    where id = ${second.caseId}`;
  const [, other] = first.lines;
  const lines = [{ orderLineId: other?.id, quantity: 1 }];
  expect(await propose(second, { lines })).toMatchObject({
    state: "awaiting_approval",
    verdict: "need_approval",
  });
  expect((await approveDecision(shop.lead, { decisionId: waiting.id, note: "" })).state).toBe("approved");
});

it.each([
  ["a question", evaluateInput, { orderNumber: "1", lines: [{ itemId: "a", quantity: 1 }] }, "lines"],
  ["a question", evaluateInput, { orderNumber: "1", shippingMinor: 1 }, "shippingMinor"],
])("goods and shipping are refused as goodwill by the field, in %s", (_words, schema, body, field) => {
  const parsed = schema.safeParse({ ...body, action: "goodwill", goodwillMinor: 1 });
  expect(parsed.error?.issues.map(({ path }) => path[0])).toEqual([field]);
});
