import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { Effect } from "@/lib/modules/effects/schema";
import { valuesOf } from "@/lib/modules/mail/facts";
import { findMailFacts } from "@/lib/modules/mail/queries";
import { renderMail } from "@/lib/modules/mail/templates";
import { defaultWords } from "@/lib/modules/mail/words";
import type { KeyActor } from "@/lib/platform/actor";
import { asTenant } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { documentOf } from "@/lib/testing/facts";
import { publishDocument } from "@/lib/testing/policies";
import { createShop, type OpenCase, openCase, owner, refundOf, type Shop } from "@/lib/testing/shop";
import {
  appealDecision,
  approveDecision,
  denyDecision,
  proposeRefund,
  returnDecision,
  revokeDecision,
  withdrawDecision,
} from "./commands";
import { findDecision } from "./queries";
import { type Decision, proposeRefundInput } from "./schema";

afterAll(() => owner.end());

const note = "The photo shows another item.";
const customerReason = "The photo you sent shows another item.";
const denial = { note, customerReason };
const excluded = { publicMessage: "You denied this before. Another person must decide the appeal." };

let shop: Shop;
let opened: OpenCase;
/** Said by the lead, questioned by the customer. */
let appealed: Decision;

const versionNow = async (): Promise<number> => {
  const [row] = await owner`select version from makegood.cases where id = ${opened.caseId}`;
  return Number(row?.version);
};
const answer = async (outcome: "approve" | "deny" | "need_info" | "escalate", supersedesId?: string) =>
  proposeRefundInput.parse({
    ...refundOf(opened, [0], await versionNow()),
    outcome,
    customerReason,
    ...(supersedesId ? { supersedesId } : {}),
  });
const ai = (): KeyActor => ({
  ...{ kind: "key", tenantId: shop.tenantId, keyId: newId(), name: "Refund bot" },
  ...{ scopes: ["decision:propose"], isAi: true },
});

beforeEach(async () => {
  shop = await createShop();
  opened = await openCase(shop, [4_210]);
  const denied = await proposeRefund(shop.lead, await answer("deny"));
  appealed = await appealDecision(shop.agent, { decisionId: denied.id, note: "They sent a better photo." });
});

describe("an appeal", () => {
  it("is decided by somebody else with a second person, and the answer is final", async () => {
    expect(appealed).toMatchObject({ state: "appealed", decidedByName: "Lea Berg" });
    await expect(proposeRefund(ai(), await answer("approve"))).rejects.toMatchObject({
      publicMessage: "An appeal is handled by a person.",
    });
    const again = await proposeRefund(shop.agent, await answer("approve"));
    expect(again).toMatchObject({ state: "awaiting_approval", appealOfId: appealed.id });
    await expect(approveDecision(shop.lead, { decisionId: again.id, note: "" })).rejects.toMatchObject(
      excluded,
    );
    const refused = await denyDecision(shop.secondLead, { decisionId: again.id, ...denial });
    await expect(appealDecision(shop.agent, { decisionId: refused.id, note })).rejects.toMatchObject({
      publicMessage: expect.stringContaining("no second one"),
    });
  });

  it.each(["approve", "deny", "need_info", "escalate"] as const)(
    "is not answered by whoever denied, not even by %s",
    async (outcome) => {
      await expect(proposeRefund(shop.lead, await answer(outcome))).rejects.toMatchObject(excluded);
    },
  );

  it.each(["need_info", "escalate"] as const)("is still one after somebody answered %s", async (outcome) => {
    await proposeRefund(shop.agent, await answer(outcome));
    await expect(proposeRefund(shop.lead, await answer("deny"))).rejects.toMatchObject(excluded);
    await expect(proposeRefund(ai(), await answer("approve"))).rejects.toMatchObject({ code: "forbidden" });
    // Small enough for an agent alone, were it no appeal.
    expect(await proposeRefund(shop.agent, await answer("approve"))).toMatchObject({
      state: "awaiting_approval",
      appealOfId: appealed.id,
    });
  });

  it("is still one after what answered it was superseded, withdrawn, returned or revoked", async () => {
    const first = await proposeRefund(shop.agent, await answer("approve"));
    const second = await proposeRefund(shop.agent, await answer("approve", first.id));
    expect(second).toMatchObject({
      state: "awaiting_approval",
      appealOfId: appealed.id,
      supersedesId: first.id,
    });
    await withdrawDecision(shop.agent, { decisionId: second.id, note });
    const third = await proposeRefund(shop.agent, await answer("approve"));
    expect(third).toMatchObject({ state: "awaiting_approval", appealOfId: appealed.id });
    await returnDecision(shop.secondLead, { decisionId: third.id, note });
    const fourth = await proposeRefund(shop.agent, await answer("approve"));
    await approveDecision(shop.secondLead, { decisionId: fourth.id, note: "" });
    await revokeDecision(shop.agent, { decisionId: fourth.id, note });
    const fifth = await proposeRefund(shop.secondLead, await answer("approve"));
    expect(fifth).toMatchObject({ state: "awaiting_approval", appealOfId: appealed.id });
  });

  it("is not taken back, replaced or revoked by whoever denied", async () => {
    const { id: decisionId } = await proposeRefund(shop.agent, await answer("approve"));
    await expect(withdrawDecision(shop.lead, { decisionId, note })).rejects.toMatchObject(excluded);
    await expect(returnDecision(shop.lead, { decisionId, note })).rejects.toMatchObject(excluded);
    await expect(proposeRefund(shop.lead, await answer("deny", decisionId))).rejects.toMatchObject(excluded);
    await approveDecision(shop.secondLead, { decisionId, note: "" });
    await expect(revokeDecision(shop.lead, { decisionId, note })).rejects.toMatchObject(excluded);
    expect((await findDecision(shop.lead, decisionId))?.state).toBe("approved");
  });

  it("that was answered binds nothing decided later", async () => {
    const again = await proposeRefund(shop.agent, await answer("approve"));
    await denyDecision(shop.secondLead, { decisionId: again.id, ...denial });
    const later = await proposeRefund(shop.agent, await answer("approve"));
    expect(later).toMatchObject({ state: "approved", appealOfId: null });
  });
});

describe("a no to what somebody proposed", () => {
  const mailOf = async (decisionId: string) => {
    const effect: Effect = {
      ...{
        id: newId(),
        tenantId: shop.tenantId,
        caseId: opened.caseId,
        eventId: newId(),
        eventSeq: 1,
        kind: "mail",
      },
      ...{
        destination: "mail",
        subjectId: decisionId,
        template: "refund_denied",
        state: "running",
        attempts: 1,
      },
      ...{ dispatchNo: 1, leaseToken: null },
    };
    const facts = await asTenant(shop.tenantId, (tx) => findMailFacts(tx, effect));
    if (!facts) throw new Error("nobody to tell");
    return renderMail(defaultWords.en.refund_denied, valuesOf(facts, "en"), "en").text;
  };

  it("tells the customer why, the clause and what would change it, and how to appeal", async () => {
    opened = await openCase(shop, [4_210]);
    await publishDocument(
      shop.tenantId,
      documentOf({ kind: "order_status", statuses: ["pending"], otherwise: "need_approval" }),
    );
    const asked = await proposeRefund(shop.agent, await answer("approve"));
    const denied = await denyDecision(shop.lead, { decisionId: asked.id, ...denial });
    expect(denied.denial).toMatchObject({
      reason: customerReason,
      clauses: [{ id: "clause-0" }],
      mayAppeal: true,
    });
    expect(denied.denial?.wouldChange).not.toEqual([]);
    const mail = await mailOf(denied.id);
    for (const words of [customerReason, "What clause-0 says.", ...(denied.denial?.wouldChange ?? [])]) {
      expect(mail).toContain(words);
    }
    expect(mail).toContain("another person will look at it again");
  });

  it("that answers an appeal promises no other look", async () => {
    const again = await proposeRefund(shop.agent, await answer("approve"));
    const denied = await denyDecision(shop.secondLead, { decisionId: again.id, ...denial });
    expect(denied.denial).toMatchObject({ mayAppeal: false });
    const mail = await mailOf(denied.id);
    expect(mail).toContain("this is our final answer");
    expect(mail).not.toContain("another person will look");
  });
});
