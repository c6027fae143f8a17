import type Stripe from "stripe";
import { afterAll, describe, expect, it } from "vitest";
import { newId } from "@/lib/platform/ids";
import { changesOf, chargeOf, disputesOf, holdsOf, payoutOf, promise } from "@/lib/testing/promises";
import {
  dispute,
  eventsOf,
  refundByHand,
  settleRefund,
  signedRequest,
  stripe,
  totalsOf,
} from "@/lib/testing/provider";
import { createShop, type OpenCase, openCase, owner, type Shop } from "@/lib/testing/shop";
import { POST } from "./route";

afterAll(() => owner.end());

async function deliver(events: readonly Stripe.Event[]): Promise<void> {
  for (const event of events) expect((await POST(signedRequest(event))).status).toBe(200);
}
const deliverAll = async (opened: OpenCase, count: number) =>
  deliver(await eventsOf(opened.paymentId, count));

describe("a refund by others", () => {
  it("reduces the charge; more than is left holds what we promised, in one red step, until it comes back", async () => {
    const shop = await createShop();
    const opened = await openCase(shop, [10_000]);
    const refundId = await promise(shop, opened, 6_000);
    await refundByHand(opened.paymentId, 3_000);
    await deliverAll(opened, 2);
    expect(await chargeOf(opened)).toMatchObject({ external: 3_000, reserved: 6_000 });
    expect([await holdsOf(refundId), await changesOf(opened)]).toEqual([[], 0]);

    const tooMuch = await refundByHand(opened.paymentId, 2_000);
    await deliverAll(opened, 4);
    expect(await chargeOf(opened)).toMatchObject({ external: 5_000, reserved: 6_000 });
    expect(await holdsOf(refundId)).toEqual(["overdrawn_charge"]);
    expect(await payoutOf(opened)).toMatchObject({ state: "attention" });
    expect(await changesOf(opened)).toBe(1);
    expect(await totalsOf(opened.paymentId)).toMatchObject({ refunded: 5_000 });

    await settleRefund(tooMuch, "failed");
    await deliverAll(opened, 6);
    expect(await chargeOf(opened)).toMatchObject({ external: 3_000 });
    expect([await holdsOf(refundId), (await payoutOf(opened))?.state]).toEqual([[], "waiting"]);
    expect(await totalsOf(opened.paymentId)).toMatchObject({ refunded: 3_000 });
  });

  it("counts once when its failure is heard of before its creation", async () => {
    const shop = await createShop();
    const opened = await openCase(shop, [10_000]);
    await settleRefund(await refundByHand(opened.paymentId, 3_000), "failed");
    const events = await eventsOf(opened.paymentId, 4);
    await deliver(events.toReversed());
    expect(await chargeOf(opened)).toMatchObject({ external: 0 });
    expect(await totalsOf(opened.paymentId)).toMatchObject({ refunded: 0 });
  });

  it("that names a refund we do not have counts as one by others", async () => {
    const shop = await createShop();
    const opened = await openCase(shop, [10_000]);
    const metadata = { tenant_id: shop.tenantId, refund_id: newId(), attempt_id: newId() };
    await stripe.refunds.create({ payment_intent: opened.paymentId, amount: 700, metadata });
    await deliverAll(opened, 2);
    expect(await chargeOf(opened)).toMatchObject({ external: 700 });
  });

  it("is summed to the cent when twenty are reported at once, each twice", async () => {
    const shop = await createShop();
    const opened = await openCase(shop, [10_000]);
    await promise(shop, opened, 1_000);
    for (let index = 1; index <= 20; index += 1) await refundByHand(opened.paymentId, index);
    const events = await eventsOf(opened.paymentId, 40);
    const answers = await Promise.all([...events, ...events].map((event) => POST(signedRequest(event))));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(await chargeOf(opened)).toMatchObject({ external: 210 });
    expect(await totalsOf(opened.paymentId)).toMatchObject({ refunded: 210 });
  });
});

describe("a held payment", () => {
  async function openHeldCase(shop: Shop, amountMinor: number): Promise<OpenCase> {
    const opened = await openCase(shop, [amountMinor]);
    const intent = await stripe.paymentIntents.create({
      amount: amountMinor,
      currency: "usd",
      confirm: true,
      payment_method: "pm_card_visa",
      capture_method: "manual",
    });
    await owner`
      update makegood.charges set provider_payment_id = ${intent.id}, state = 'authorized',
        authorized_minor = ${amountMinor}, captured_minor = 0 where id = ${opened.chargeId}`;
    return { ...opened, paymentId: intent.id };
  }

  it("that is taken late, and only in part, is written down although more was promised", async () => {
    const shop = await createShop();
    const opened = await openHeldCase(shop, 1_000);
    const [voided, refund] = [
      await promise(shop, opened, 600, { method: "void" }),
      await promise(shop, opened, 400),
    ];
    await stripe.paymentIntents.capture(opened.paymentId, { amount_to_capture: 700 });
    await deliverAll(opened, 1);
    await deliverAll(opened, 1);
    expect(await chargeOf(opened)).toMatchObject({ state: "captured", captured: 700, reserved: 1_000 });
    expect([await holdsOf(voided), await holdsOf(refund)]).toEqual([[], ["overdrawn_charge"]]);
    expect(await totalsOf(opened.paymentId)).toMatchObject({ captured: 700, voided: 300 });
  });

  it("that somebody gives up is voided, and a promise of it waits for a person", async () => {
    const shop = await createShop();
    const opened = await openHeldCase(shop, 1_000);
    const refundId = await promise(shop, opened, 400);
    await stripe.paymentIntents.cancel(opened.paymentId);
    await deliverAll(opened, 2);
    expect(await chargeOf(opened)).toMatchObject({ state: "voided", captured: 0, external: 0 });
    expect(await holdsOf(refundId)).toEqual(["overdrawn_charge"]);
    expect(await totalsOf(opened.paymentId)).toMatchObject({ captured: 0, voided: 1_000 });
  });
});

describe("a report", () => {
  it("with a wrong signature changes nothing", async () => {
    const shop = await createShop();
    const opened = await openCase(shop, [1_000]);
    await refundByHand(opened.paymentId, 100);
    for (const event of await eventsOf(opened.paymentId, 2)) {
      expect((await POST(signedRequest(event, "whsec_somebody_else"))).status).toBe(400);
    }
    expect(await chargeOf(opened)).toMatchObject({ external: 0 });
  });

  it("of a payment that two tenants name is written down only where it was known first", async () => {
    const [shop, copycat] = [await createShop(), await createShop()];
    const [opened, copied] = [await openCase(shop, [1_000]), await openCase(copycat, [1_000])];
    await owner`update makegood.charges set provider_payment_id = ${opened.paymentId} where id = ${copied.chargeId}`;
    await dispute(opened.paymentId);
    await deliverAll(opened, 2);
    expect(await chargeOf(opened)).toMatchObject({ disputed: 1_000 });
    expect([await chargeOf(copied), await disputesOf(copied)]).toMatchObject([{ disputed: 0 }, []]);
  });

  it("of a payment that nobody knows is taken and forgotten", async () => {
    const intent = await stripe.paymentIntents.create({
      amount: 100,
      currency: "usd",
      confirm: true,
      payment_method: "pm_card_visa",
    });
    await refundByHand(intent.id, 100);
    const events = await eventsOf(intent.id, 2);
    await deliver(events);
    const known =
      await owner`select 1 from makegood.provider_events where id in ${owner(events.map(({ id }) => id))}`;
    expect(known).toHaveLength(0);
  });
});
