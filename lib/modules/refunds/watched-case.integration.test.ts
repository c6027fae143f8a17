import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { changeCase } from "@/lib/modules/cases/change-one";
import { lockCase } from "@/lib/modules/cases/commands";
import { mergeCase, unmergeCase } from "@/lib/modules/cases/merge";
import { recordCustomerMessage } from "@/lib/modules/cases/messages";
import { denyDecision, proposeRefund, withdrawDecision } from "@/lib/modules/decisions/commands";
import { asTenant } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { createShop, type OpenCase, openCase, owner, refundOf, type Shop } from "@/lib/testing/shop";
import { openCaseState, openTwin } from "@/lib/testing/thread";
import { retryRefund } from "./alternatives";
import { recordProviderEvent } from "./record";
import { payoutKey } from "./schema";

let shop: Shop;
let opened: OpenCase;
beforeEach(async () => {
  shop = await createShop();
  opened = await openCase(shop, [4_210, 90_000]);
});
afterAll(() => owner.end());

const stateOf = async () => (await openCaseState(opened.caseId)).conversation;
const resolve = () => changeCase(shop.agent, opened.caseId, { conversation: "resolved" });

describe("a resolved case", () => {
  it("is not there while a decision waits for a yes", async () => {
    const decision = await proposeRefund(shop.agent, refundOf(opened, [1]));
    await expect(resolve()).rejects.toMatchObject({
      code: "forbidden",
      publicMessage: "A decision waits for approval.",
    });
    await withdrawDecision(shop.agent, { decisionId: decision.id, note: "" });
    await resolve();
    expect(await stateOf()).toBe("resolved");
  });

  it("opens by itself when the customer writes", async () => {
    await resolve();
    await asTenant(shop.tenantId, async (tx) =>
      recordCustomerMessage(tx, await lockCase(tx, shop.tenantId, opened.caseId), {
        authorName: "Ben Osei",
        body: "Nothing has come yet.",
        channel: "mail",
      }),
    );
    expect(await openCaseState(opened.caseId)).toMatchObject({ conversation: "open", resolved_at: null });
  });

  it("opens by itself when its refund fails after all, and is not resolved again before somebody acts", async () => {
    await proposeRefund(shop.agent, refundOf(opened, [0]));
    await submit();
    await report("pending");
    await resolve();
    await report("failed");
    expect(await openCaseState(opened.caseId)).toMatchObject({ conversation: "open", resolved_at: null });
    await expect(resolve()).rejects.toMatchObject({
      publicMessage: "A step of its follow-through needs a person first.",
    });
  });
});

/** Does what the worker does before it asks the provider. */
async function submit(): Promise<void> {
  const [refund] = await owner<{ id: string }[]>`
    update makegood.refunds set state = 'submitting', generation = 1
    where case_id = ${opened.caseId} and state = 'scheduled' returning id`;
  const refundId = refund?.id ?? "";
  await owner`
    insert into makegood.refund_attempts (id, tenant_id, refund_id, generation, state, provider_key)
    values (${newId()}, ${shop.tenantId}, ${refundId}, 1, 'submitting', ${payoutKey(refundId, 1)})`;
}

/** Says what the provider says of the refund. @returns its id */
async function report(state: "pending" | "succeeded" | "failed"): Promise<string> {
  const [attempt] = await owner<{ id: string; refundId: string; amountMinor: number }[]>`
    select a.id, a.refund_id as "refundId", r.amount_minor as "amountMinor"
    from makegood.refund_attempts a join makegood.refunds r on r.id = a.refund_id where r.case_id = ${opened.caseId}`;
  if (!attempt) throw new Error("nothing was submitted");
  const { id: attemptId, refundId, amountMinor } = attempt;
  const system = { kind: "system", tenantId: shop.tenantId, name: "Payment provider" } as const;
  await recordProviderEvent(system, {
    ...{ id: `evt_${newId()}`, type: "refund.updated", refundId },
    refund: {
      ...{ providerRefundId: `re_${attemptId}`, state, amountMinor, attemptId },
      failureReason: state === "failed" ? "declined" : null,
    },
  });
  return refundId;
}

describe("the clock of a refund", () => {
  it("begins when it is decided and ends when it is paid, denied or taken back", async () => {
    const due = async () => (await openCaseState(opened.caseId)).refund_due_at;
    const decision = await proposeRefund(shop.agent, refundOf(opened, [1]));
    expect(await due()).toBeNull();
    await denyDecision(shop.lead, {
      decisionId: decision.id,
      note: "Not now, thanks.",
      customerReason: "We cannot refund this.",
    });
    expect(await due()).toBeNull();
    const { version } = await openCaseState(opened.caseId);
    await proposeRefund(shop.agent, refundOf(opened, [0], version));
    expect(await due()).not.toBeNull();
    await submit();
    await report("succeeded");
    expect(await due()).toBeNull();
  });
});

describe("a merged case", () => {
  it("pays nothing any more, even when what it paid comes back", async () => {
    await proposeRefund(shop.agent, refundOf(opened, [0]));
    await submit();
    await report("succeeded");
    const twin = await openTwin(shop, opened);
    await mergeCase(shop.agent, { caseId: opened.caseId, intoNumber: twin.number });
    const refundId = await report("failed");
    await expect(retryRefund(shop.finance, { refundId })).rejects.toMatchObject({
      code: "conflict",
      publicMessage: expect.stringContaining("merged into another one"),
    });
    await unmergeCase(shop.agent, { caseId: opened.caseId });
    await retryRefund(shop.finance, { refundId });
  });
});
