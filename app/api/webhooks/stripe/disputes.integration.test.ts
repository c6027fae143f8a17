import type Stripe from "stripe";
import { afterAll, describe, expect, it } from "vitest";
import { payoutKey } from "@/lib/modules/refunds/schema";
import { newId } from "@/lib/platform/ids";
import { changesOf, chargeOf, disputesOf, holdsOf, payoutOf, promise } from "@/lib/testing/promises";
import {
  closeDispute,
  dispute,
  escalateDispute,
  eventsOf,
  signedRequest,
  stripe,
  totalsOf,
} from "@/lib/testing/provider";
import { createShop, type OpenCase, openCase, owner } from "@/lib/testing/shop";
import { POST } from "./route";

afterAll(() => owner.end());

async function deliver(events: readonly Stripe.Event[]): Promise<void> {
  for (const event of events) expect((await POST(signedRequest(event))).status).toBe(200);
}
const deliverAll = async (opened: OpenCase, count: number) =>
  deliver(await eventsOf(opened.paymentId, count));

describe("a chargeback", () => {
  it("before the payout holds it, shows why, and holds nothing twice", async () => {
    const shop = await createShop();
    const opened = await openCase(shop, [10_000]);
    const refundId = await promise(shop, opened, 4_000);
    await dispute(opened.paymentId, { amount: 9_000 });
    await deliverAll(opened, 2);
    await deliverAll(opened, 2);

    expect(await disputesOf(opened)).toEqual([
      { state: "open", amount: 9_000, withdrawn: 9_000, closed: false },
    ]);
    expect(await chargeOf(opened)).toMatchObject({ disputed: 9_000, external: 0, reserved: 4_000 });
    expect(await holdsOf(refundId)).toEqual(["chargeback", "overdrawn_charge"]);
    expect(await payoutOf(opened)).toMatchObject({
      state: "attention",
      error: expect.stringContaining("bank disputes this payment"),
    });
    expect(await changesOf(opened)).toBe(1);
    expect(await totalsOf(opened.paymentId)).toMatchObject({ withdrawn: 9_000, refunded: 0 });
  });

  it("that is lost keeps holding what it held, and nothing that was promised knowing of it", async () => {
    const shop = await createShop();
    const opened = await openCase(shop, [10_000]);
    const refundId = await promise(shop, opened, 1_000);
    await closeDispute(await dispute(opened.paymentId, { amount: 2_000 }), "lost");
    await deliverAll(opened, 3);
    expect(await holdsOf(refundId)).toEqual(["chargeback"]);
    expect(await payoutOf(opened)).toMatchObject({ error: expect.stringContaining("kept the money") });
    expect(await chargeOf(opened)).toMatchObject({ disputed: 2_000 });
    expect(await totalsOf(opened.paymentId)).toMatchObject({ withdrawn: 2_000 });

    const later = await promise(shop, opened, 500);
    const another = await dispute(opened.paymentId, { amount: 1, status: "warning_needs_response" });
    await closeDispute(another, "warning_closed");
    await deliverAll(opened, 5);
    expect([await holdsOf(refundId), await holdsOf(later)]).toEqual([["chargeback"], []]);
  });

  it("while a refund is under way is a double loss risk, also after the refund's own good news", async () => {
    const shop = await createShop();
    const opened = await openCase(shop, [10_000]);
    const refundId = await promise(shop, opened, 4_000, { state: "submitting" });
    const attemptId = newId();
    await owner`
      insert into makegood.refund_attempts (id, tenant_id, refund_id, generation, state, provider_key)
      values (${attemptId}, ${shop.tenantId}, ${refundId}, 1, 'submitting', ${payoutKey(refundId, 1)})`;
    const metadata = {
      tenant_id: shop.tenantId,
      refund_id: refundId,
      attempt_id: attemptId,
      generation: "1",
    };
    await stripe.refunds.create({ payment_intent: opened.paymentId, amount: 4_000, metadata });
    const id = await dispute(opened.paymentId);
    const events = await eventsOf(opened.paymentId, 4);
    await deliver(events.filter(({ type }) => type.startsWith("charge.dispute")));
    const risk = { state: "attention", error: expect.stringContaining("Double loss risk") };
    expect(await payoutOf(opened)).toMatchObject(risk);
    expect(await holdsOf(refundId)).toEqual([]);

    await deliver(events);
    expect(await payoutOf(opened)).toMatchObject(risk);
    expect(await chargeOf(opened)).toMatchObject({ external: 0, reserved: 4_000, disputed: 10_000 });
    await closeDispute(id, "won");
    await deliverAll(opened, 6);
    expect(await payoutOf(opened)).toMatchObject({ state: "done" });
  });

  it("is seen by every case that pays from the charge", async () => {
    const shop = await createShop();
    const [opened, other] = [await openCase(shop, [10_000]), await openCase(shop, [500])];
    const [first, second] = [
      await promise(shop, opened, 1_000),
      await promise(shop, { ...other, chargeId: opened.chargeId }, 2_000),
    ];
    await dispute(opened.paymentId, { amount: 1_000 });
    await deliverAll(opened, 2);
    expect([await holdsOf(first), await holdsOf(second)]).toEqual([["chargeback"], ["chargeback"]]);
    expect([(await payoutOf(opened))?.state, (await payoutOf(other))?.state]).toEqual([
      "attention",
      "attention",
    ]);
  });
});

it("an inquiry holds nothing until it becomes a chargeback", async () => {
  const shop = await createShop();
  const opened = await openCase(shop, [10_000]);
  const refundId = await promise(shop, opened, 4_000);
  const id = await dispute(opened.paymentId, { status: "warning_needs_response" });
  await deliverAll(opened, 1);
  expect(await disputesOf(opened)).toMatchObject([{ state: "inquiry", withdrawn: 0 }]);
  expect([await holdsOf(refundId), (await payoutOf(opened))?.state]).toEqual([[], "none"]);

  await escalateDispute(id);
  await deliverAll(opened, 3);
  expect(await disputesOf(opened)).toMatchObject([{ state: "open", withdrawn: 10_000 }]);
  expect(await holdsOf(refundId)).toContain("chargeback");
});

it("the four events of a won dispute leave the same books in each of their orders", async () => {
  const shop = await createShop();
  for (const order of permutations([0, 1, 2, 3])) {
    const opened = await openCase(shop, [1_000]);
    const refundId = await promise(shop, opened, 400);
    await closeDispute(await dispute(opened.paymentId), "won");
    const events = await eventsOf(opened.paymentId, 4);
    for (const index of order) await deliver(events.slice(index, index + 1));
    expect(await disputesOf(opened), order.join()).toMatchObject([{ state: "won", withdrawn: 0 }]);
    expect(await chargeOf(opened), order.join()).toMatchObject({ disputed: 0 });
    expect(await holdsOf(refundId), order.join()).toEqual([]);
  }
});

function permutations(items: readonly number[]): number[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item) =>
    permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  );
}
