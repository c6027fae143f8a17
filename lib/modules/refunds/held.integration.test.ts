import { afterAll, beforeEach, expect, it } from "vitest";
import { proposeRefund, revokeDecision } from "@/lib/modules/decisions/commands";
import type { Decision } from "@/lib/modules/decisions/schema";
import { asActor } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { chargeOf, holdsOf, payoutOf } from "@/lib/testing/promises";
import { createShop, type OpenCase, openCase, owner, refundOf, type Shop } from "@/lib/testing/shop";
import { lockRefund, startAttempt } from "./commands";
import { cancelHeldRefund } from "./held";
import { listStuckRefunds } from "./queries";

afterAll(() => owner.end());

const reason = "The bank gave the money back already.";
let shop: Shop;
let opened: OpenCase;
let decision: Decision;
let refundId: string;

/** Two legs: the first one is paid, the second one is held by a dispute that the shop lost. */
beforeEach(async () => {
  shop = await createShop();
  opened = await openCase(shop, [6_000]);
  await owner`update makegood.charges set captured_minor = 2_000 where id = ${opened.chargeId}`;
  await owner`
    insert into makegood.charges
      (id, tenant_id, order_id, provider, provider_payment_id, method_label, currency, captured_minor, created_at)
    select ${newId()}, tenant_id, order_id, provider, ${`pi_${newId()}`}, 'Visa •1881', currency, 4_000, created_at + interval '1 second'
    from makegood.charges where id = ${opened.chargeId}`;
  decision = await proposeRefund(shop.agent, refundOf(opened, [0]));
  const legs = await owner<{ id: string; amount_minor: number }[]>`
    select id, amount_minor from makegood.refunds where decision_id = ${decision.id} order by id`;
  expect(legs.map((leg) => leg.amount_minor)).toEqual([2_000, 4_000]);
  await owner`update makegood.refunds set state = 'succeeded', generation = 1 where id = ${legs[0]?.id ?? ""}`;
  refundId = legs[1]?.id ?? "";
  await owner`
    insert into makegood.refund_holds (id, tenant_id, refund_id, reason)
    values (${newId()}, ${shop.tenantId}, ${refundId}, 'chargeback')`;
});

it("one leg that is held beside a paid one stands in view with its reason, and a lead gives it up", async () => {
  await expect(revokeDecision(shop.lead, { decisionId: decision.id, note: reason })).rejects.toMatchObject({
    publicMessage: expect.stringContaining("being paid already"),
  });
  expect(await listStuckRefunds(shop.agent, opened.caseId)).toMatchObject([
    { id: refundId, state: "scheduled", holds: ["chargeback"] },
  ]);
  await expect(cancelHeldRefund(shop.agent, { refundId, reason })).rejects.toMatchObject({
    code: "forbidden",
  });
  await cancelHeldRefund(shop.lead, { refundId, reason });
  expect(await listStuckRefunds(shop.agent, opened.caseId)).toEqual([]);

  const [row] = await owner`
    select c.refund, (select sum(reserved_minor)::int from makegood.charges where order_id = c.order_id) as reserved,
      (select count(*)::int from makegood.ledger_entries where refund_id = ${refundId}) as entries,
      (select array_agg(type) from makegood.outbox where subject_id = c.id and type like 'refund.%') as events
    from makegood.cases c where c.id = ${opened.caseId}`;
  expect(row).toEqual({ refund: "succeeded", reserved: 2_000, entries: 4, events: ["refund.canceled"] });
  expect((await payoutOf(opened))?.state).toBe("done");
  const [audited] = await owner`
    select actor_name, detail ->> 'reason' as reason from makegood.audit_log where action = 'refund.given_up' and subject_id = ${refundId}`;
  expect(audited).toEqual({ actor_name: "Lea Berg", reason });
});

it("what was given up is never paid, even once nothing holds it any more", async () => {
  await cancelHeldRefund(shop.lead, { refundId, reason });
  await owner`update makegood.refund_holds set lifted_at = now() where refund_id = ${refundId}`;
  const attempt = await asActor(shop.lead, async (tx) => {
    const refund = await lockRefund(tx, shop.tenantId, refundId);
    return refund && startAttempt(tx, refund);
  });
  expect(attempt).toBeUndefined();
});

it("what nothing holds is not given up, and of two who give up at once one does", async () => {
  const twice = await Promise.allSettled([
    cancelHeldRefund(shop.lead, { refundId, reason }),
    cancelHeldRefund(shop.finance, { refundId, reason }),
  ]);
  expect(twice.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await holdsOf(refundId)).toEqual(["chargeback"]);
  expect(await chargeOf(opened)).toMatchObject({ reserved: 2_000 });

  const free = await openCase(shop, [1_000]);
  const { id } = await proposeRefund(shop.agent, refundOf(free, [0]));
  const [row] = await owner`select id from makegood.refunds where decision_id = ${id}`;
  await expect(cancelHeldRefund(shop.lead, { refundId: row?.id, reason })).rejects.toMatchObject({
    code: "forbidden",
  });
});
