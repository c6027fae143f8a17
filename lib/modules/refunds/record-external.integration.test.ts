import type Stripe from "stripe";
import { afterAll, expect, it } from "vitest";
import { claimEffect, dispatchDue, queueEffect, releaseExpired } from "@/lib/modules/effects/commands";
import { readReport } from "@/lib/modules/payments/stripe-reports";
import { asTenant } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { paidRefunds } from "@/lib/testing/outside";
import { chargeOf, disputesOf, holdsOf, payoutOf, promise } from "@/lib/testing/promises";
import {
  closeDispute,
  dispute,
  eventsOf,
  refundByHand,
  signedRequest,
  totalsOf,
} from "@/lib/testing/provider";
import { createShop, openCase, owner, type Shop } from "@/lib/testing/shop";
import { until } from "@/lib/testing/until";
import { payRefund } from "./jobs";
import { recordReport } from "./record-external";

afterAll(() => owner.end());

async function deliver(shop: Shop, events: readonly Stripe.Event[]): Promise<void> {
  for (const event of events) await take(shop, event);
}

async function take({ tenantId }: Shop, event: Stripe.Event): Promise<void> {
  const request = signedRequest(event);
  const report = readReport(await request.text(), request.headers.get("stripe-signature") ?? "");
  if (report) await recordReport({ kind: "system", tenantId, name: "Payment provider" }, report);
}

/** What the worker does for the payouts of a shop: as often as it is called, whatever came of the try before. */
async function tryPayouts(shop: Shop): Promise<void> {
  await releaseExpired();
  for (const hint of await dispatchDue(200)) {
    const effect = hint.tenantId === shop.tenantId ? await claimEffect(hint) : undefined;
    // A try that ends without an ending is repeated once its lease has run out.
    if (effect) await payRefund(effect).catch(() => undefined);
  }
}

it("a chargeback that is won lets the payout go on, and it is paid exactly once", async () => {
  const shop = await createShop();
  const opened = await openCase(shop, [14_110]);
  const refundId = await promise(shop, opened, 4_210);
  await asTenant(shop.tenantId, (tx) =>
    queueEffect(tx, {
      tenantId: shop.tenantId,
      caseId: opened.caseId,
      eventId: newId(),
      eventSeq: 1,
      kind: "payout",
      destination: "stripe",
      subjectId: refundId,
      template: refundId,
    }),
  );
  const id = await dispute(opened.paymentId);
  await deliver(shop, await eventsOf(opened.paymentId, 2));
  await tryPayouts(shop);
  expect(await paidRefunds(opened.paymentId)).toEqual([]);
  expect((await payoutOf(opened))?.state).toBe("attention");

  // However far away the next try is, the end of the dispute is what it waits for.
  await owner`
    update makegood.effects set state = 'retrying', next_run_at = now() + interval '1 hour', lease_token = null,
      lease_until = null where subject_id = ${refundId}`;
  await closeDispute(id, "won");
  const events = await eventsOf(opened.paymentId, 4);
  await deliver(shop, [...events, ...events]);
  await until("it is paid", async () => {
    await tryPayouts(shop);
    return (await payoutOf(opened))?.state === "done";
  });
  await deliver(shop, events);
  await tryPayouts(shop);
  expect(await paidRefunds(opened.paymentId)).toMatchObject([{ amount: 4_210, status: "succeeded" }]);
  expect(await disputesOf(opened)).toMatchObject([{ state: "won", withdrawn: 0, closed: true }]);
  expect(await chargeOf(opened)).toMatchObject({ disputed: 0, external: 0, reserved: 4_210 });
  expect(await totalsOf(opened.paymentId)).toMatchObject({ withdrawn: 0, refunded: 4_210 });
});

it("a promise that is being made while a chargeback is reported is held like the others", async () => {
  const shop = await createShop();
  const opened = await openCase(shop, [10_000]);
  await dispute(opened.paymentId, { amount: 100 });
  const events = await eventsOf(opened.paymentId, 2);
  const refundId = newId();
  const reporting = await owner.begin(async (sql) => {
    await sql`select from makegood.charges where id = ${opened.chargeId} for update`;
    await sql`
      insert into makegood.refunds (id, tenant_id, case_id, decision_id, charge_id, state, amount_minor, currency)
      values (${refundId}, ${shop.tenantId}, ${opened.caseId}, ${newId()}, ${opened.chargeId}, 'scheduled', 50, 'USD')`;
    const waiting = deliver(shop, events.slice(0, 1));
    await until("the report waits for the charge", async () => {
      const [row] = await owner`select pid from pg_locks where not granted`;
      return row;
    });
    // Wrapped, because the transaction would wait for a promise that waits for it.
    return { waiting };
  });
  await reporting.waiting;
  expect(await holdsOf(refundId)).toEqual(["chargeback"]);
  expect((await payoutOf(opened))?.state).toBe("attention");
});

it("reports at the same moment about a charge that five cases pay from are all written down", async () => {
  const shop = await createShop();
  const opened = await openCase(shop, [10_000]);
  const others = await Promise.all([1, 2, 3, 4].map(() => openCase(shop, [100])));
  for (const other of [opened, ...others]) {
    await promise(shop, { ...other, chargeId: opened.chargeId }, 100);
  }
  for (let index = 0; index < 10; index += 1) await refundByHand(opened.paymentId, 900);
  const events = await eventsOf(opened.paymentId, 20);
  await Promise.all([...events, ...events].map((event) => take(shop, event)));
  expect(await chargeOf(opened)).toMatchObject({ external: 9_000, reserved: 500 });
  expect(await totalsOf(opened.paymentId)).toMatchObject({ refunded: 9_000 });
});
