import { sql } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { agreeToReplacement, recordManualPayout, replaceRefund } from "@/lib/modules/refunds/alternatives";
import type { MemberActor } from "@/lib/platform/actor";
import { asActor } from "@/lib/platform/db";
import { createShop, openCase, owner, refundOf, type Shop } from "@/lib/testing/shop";
import { approveDecision, proposeRefund } from "./commands";

afterAll(() => owner.end());

let shop: Shop;
beforeEach(async () => {
  shop = await createShop();
  await owner`
    update makegood.tenant_settings set limits = limits || '{"USD": {"agentDailyMinor": 100000000, "stepUpMinor": 100000}}'
    where tenant_id = ${shop.tenantId}`;
});

const age = ({ sessionId }: MemberActor, interval: string) => owner`
  update makegood.sessions set password_verified_at = now() - ${interval}::interval where id = ${sessionId}`;
const propose = async (amountMinor: number): Promise<string> =>
  (await proposeRefund(shop.agent, refundOf(await openCase(shop, [amountMinor]), [0]))).id;
const needsProof = { code: "forbidden", detail: { needsProof: true } };

describe("what one person lets go in a working day on one proof", () => {
  it("is bounded in sum: small approvals add up to the large one they are", async () => {
    const [first, second] = [await propose(60_000), await propose(60_000)];
    await age(shop.finance, "1 hour");
    await approveDecision(shop.finance, { decisionId: first, note: "" });
    const again = approveDecision(shop.finance, { decisionId: second, note: "" });
    await expect(again).rejects.toMatchObject(needsProof);
    await age(shop.finance, "1 minute");
    await approveDecision(shop.finance, { decisionId: second, note: "" });
  });

  it("is bounded by the database, too, whatever the app forgets to ask", async () => {
    const [first, second] = [await propose(60_000), await propose(60_000)];
    const vote = (decisionId: string) =>
      asActor(shop.finance, (tx) =>
        tx.execute(sql`
          insert into makegood.approval_votes (tenant_id, approval_id, member_id, member_name, role, hash)
          select tenant_id, id, ${shop.finance.userId}, 'Finn', 'finance', hash from makegood.approvals
          where decision_id = ${decisionId}`),
      );
    await age(shop.finance, "1 hour");
    await vote(first);
    await expect(vote(second)).rejects.toMatchObject({ cause: { code: "42501" } });
    await age(shop.finance, "9 hours");
    await expect(vote(second)).rejects.toMatchObject({ cause: { code: "42501" } });
    await age(shop.finance, "1 minute");
    await vote(second);
  });

  it("counts what is paid another way and by hand", async () => {
    const opened = await openCase(shop, [90_000]);
    await proposeRefund(shop.finance, refundOf(opened, [0]));
    const [refund] = await owner`select id from makegood.refunds where case_id = ${opened.caseId}`;
    await owner`update makegood.refunds set state = 'failed' where id = ${refund?.id}`;
    await owner`update makegood.charges set reserved_minor = 0 where id = ${opened.chargeId}`;
    const replacementId = await replaceRefund(shop.lead, {
      ...{ refundId: refund?.id, by: "manual", reason: "The card is closed." },
    });
    const decisionId = await propose(60_000);
    await age(shop.finance, "1 hour");
    await approveDecision(shop.finance, { decisionId, note: "" });
    const agree = () => agreeToReplacement(shop.finance, { refundId: replacementId });
    await expect(agree()).rejects.toMatchObject(needsProof);
    await age(shop.finance, "1 minute");
    await agree();
    await age(shop.finance, "11 minutes");
    const record = recordManualPayout(shop.finance, { refundId: replacementId, reference: "SEPA 1" });
    await expect(record).rejects.toMatchObject(needsProof);
    await recordManualPayout(shop.lead, { refundId: replacementId, reference: "SEPA 1" });
  });

  it("and by the database: a session that proved nothing today changes no way of paying", async () => {
    const opened = await openCase(shop, [1_000]);
    await proposeRefund(shop.agent, refundOf(opened, [0]));
    const change = (set: ReturnType<typeof sql>) =>
      asActor(shop.lead, (tx) =>
        tx.execute(sql`update makegood.refunds set ${set} where case_id = ${opened.caseId}`),
      );
    await age(shop.lead, "9 hours");
    for (const set of [sql`state = 'replaced'`, sql`manual_reference = 'cash'`]) {
      await expect(change(set)).rejects.toMatchObject({ cause: { code: "42501" } });
    }
  });
});
