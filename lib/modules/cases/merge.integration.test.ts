import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { proposeRefund } from "@/lib/modules/decisions/commands";
import { createShop, type OpenCase, openCase, owner, refundOf, type Shop } from "@/lib/testing/shop";
import { openCaseState, openTwin } from "@/lib/testing/thread";
import { changeCase } from "./change-one";
import { mergeCase, unmergeCase } from "./merge";
import { findThread } from "./thread";

let shop: Shop;
let goesOn: OpenCase;
let duplicate: string;
beforeAll(async () => {
  shop = await createShop();
});
beforeEach(async () => {
  goesOn = await openCase(shop, [4_210]);
  duplicate = (await openTwin(shop, goesOn)).id;
});
afterAll(() => owner.end());

const numberOf = async (caseId: string): Promise<number> =>
  (await owner<{ number: number }[]>`select number from makegood.cases where id = ${caseId}`)[0]?.number ?? 0;

const merge = async (from = duplicate, into = goesOn.caseId, actor = shop.agent) =>
  mergeCase(actor, { caseId: from, intoNumber: await numberOf(into) });

describe("merging a duplicate", () => {
  it("shows its thread in the other case, and owes there what it owed here", async () => {
    await merge();
    await merge();
    expect(await openCaseState(duplicate)).toMatchObject({
      conversation: "merged",
      merged_into_id: goesOn.caseId,
    });
    const thread = await findThread(shop.agent, goesOn.caseId);
    expect(thread.entries.filter(({ kind }) => kind === "customer")).toMatchObject([
      { body: "Did you get my mail?", fromCaseNumber: await numberOf(duplicate) },
    ]);
    expect((await openCaseState(goesOn.caseId)).first_reply_due_at).not.toBeNull();
  });

  it("shows threads through several merges", async () => {
    const third = (await openTwin(shop, goesOn)).id;
    await merge();
    await merge(goesOn.caseId, third);
    const thread = await findThread(shop.agent, third);
    expect(thread.merged.map(({ id }) => id).sort()).toEqual([duplicate, goesOn.caseId].sort());
    expect(thread.entries.filter(({ kind }) => kind === "customer")).toHaveLength(2);
  });

  it("can be taken back: the case is what it was", async () => {
    await owner`
      update makegood.cases set conversation = 'snoozed', snoozed_until = now() + interval '1 day' where id = ${duplicate}`;
    const before = await openCaseState(duplicate);
    await merge();
    await unmergeCase(shop.lead, { caseId: duplicate });
    await unmergeCase(shop.lead, { caseId: duplicate });
    const { version: _, ...after } = await openCaseState(duplicate);
    expect(after).toMatchObject({
      conversation: "snoozed",
      merged_into_id: null,
      snoozed_until: before.snoozed_until,
      first_reply_due_at: before.first_reply_due_at,
    });
    expect((await findThread(shop.agent, goesOn.caseId)).merged).toEqual([]);
  });

  it("can be taken back: the case that went on sleeps again and owes what it owed, unless somebody changed it", async () => {
    await owner`update makegood.cases set first_reply_due_at = now() + interval '2 hours' where id = ${duplicate}`;
    await owner`
      update makegood.cases set conversation = 'snoozed', snoozed_until = now() + interval '1 day', first_reply_due_at = null
      where id = ${goesOn.caseId}`;
    const { conversation, snoozed_until, first_reply_due_at } = await openCaseState(goesOn.caseId);
    await merge();
    expect(await openCaseState(goesOn.caseId)).toMatchObject({ conversation: "open", snoozed_until: null });
    await unmergeCase(shop.agent, { caseId: duplicate });
    expect(await openCaseState(goesOn.caseId)).toMatchObject({
      ...{ conversation, snoozed_until, first_reply_due_at },
    });
    await merge();
    await changeCase(shop.lead, goesOn.caseId, { addLabels: ["urgent"] });
    await unmergeCase(shop.agent, { caseId: duplicate });
    expect((await openCaseState(goesOn.caseId)).conversation).toBe("open");
  });

  it("leaves nothing to decide there, and the decision is made once, in the other case", async () => {
    await merge();
    const version = (await openCaseState(duplicate)).version;
    await expect(
      proposeRefund(shop.agent, { ...refundOf(goesOn, [0], version), caseId: duplicate }),
    ).rejects.toMatchObject({ code: "forbidden", publicMessage: expect.stringContaining("merged") });
    const { version: current } = await openCaseState(goesOn.caseId);
    await proposeRefund(shop.agent, refundOf(goesOn, [0], current));
    const made =
      await owner`select from makegood.decisions where tenant_id = ${shop.tenantId} and order_id = ${goesOn.orderId}`;
    expect(made).toHaveLength(1);
  });

  it("is refused while its decision waits for a yes or its refund is not finished", async () => {
    await owner`update makegood.cases set decision = 'awaiting_approval', refund = 'reserved' where id = ${duplicate}`;
    await expect(merge()).rejects.toMatchObject({ code: "forbidden" });
    for (const refund of [
      "scheduled",
      "submitting",
      "pending",
      "unknown",
      "failed",
      "failed_late",
      "requires_action",
    ]) {
      await owner`update makegood.cases set decision = 'approved', refund = ${refund} where id = ${duplicate}`;
      await expect(merge(), refund).rejects.toMatchObject({ code: "forbidden" });
    }
    await owner`update makegood.cases set refund = 'succeeded' where id = ${duplicate}`;
    await merge();
    expect((await openCaseState(duplicate)).conversation).toBe("merged");
  });

  it("is refused for another customer's case, for itself, into an ended one, for viewers and other shops", async () => {
    const stranger = await openCase(shop, [1_000]);
    await expect(merge(duplicate, stranger.caseId)).rejects.toMatchObject({ code: "forbidden" });
    await expect(merge(duplicate, duplicate)).rejects.toMatchObject({ code: "forbidden" });
    await expect(mergeCase(shop.agent, { caseId: duplicate, intoNumber: 999_999_999 })).rejects.toMatchObject(
      { code: "not_found" },
    );
    await expect(merge(duplicate, goesOn.caseId, { ...shop.agent, role: "viewer" })).rejects.toMatchObject({
      code: "forbidden",
    });
    const other = await createShop();
    await expect(merge(duplicate, goesOn.caseId, other.agent)).rejects.toMatchObject({ code: "not_found" });
    await owner`update makegood.cases set conversation = 'closed' where id = ${goesOn.caseId}`;
    await expect(merge()).rejects.toMatchObject({ code: "forbidden" });
  });

  it("happens once when two cases are merged into each other at the same moment", async () => {
    const results = await Promise.allSettled([merge(), merge(goesOn.caseId, duplicate, shop.lead)]);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});
