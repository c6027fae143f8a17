import type Stripe from "stripe";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  control,
  startTestPsp,
  startWebhookReceiver,
  type TestPsp,
  type WebhookReceiver,
  waitFor,
} from "./testing";

let receiver: WebhookReceiver;
let psp: TestPsp;
beforeAll(async () => {
  receiver = await startWebhookReceiver();
  psp = await startTestPsp({ webhookUrl: receiver.url });
});
afterAll(async () => {
  await psp.close();
  await receiver.close();
});

/** A customer has ordered, and the shop takes the money only when it ships. */
const hold = (amount: number) =>
  psp.stripe.paymentIntents.create({
    amount,
    currency: "usd",
    payment_method: "pm_card_visa",
    confirm: true,
    capture_method: "manual",
  });
const chargeOf = (intent: Stripe.PaymentIntent) => psp.stripe.charges.retrieve(String(intent.latest_charge));
const received = (type: string, id: string) =>
  waitFor(() =>
    receiver.events.some((event) => event.type === type && (event.data.object as { id: string }).id === id),
  );
const totals = async (id: string) =>
  (await control<{ totals: unknown }>(psp, `GET /journal?payment_intent=${id}`)).totals;

test("a held payment takes nothing and cannot be refunded", async () => {
  const intent = await hold(1_000);
  expect(intent).toMatchObject({ status: "requires_capture", amount_capturable: 1_000, amount_received: 0 });
  expect(await chargeOf(intent)).toMatchObject({ captured: false, amount_captured: 0, refunded: false });
  await expect(psp.stripe.refunds.create({ payment_intent: intent.id })).rejects.toMatchObject({
    statusCode: 400,
    code: "payment_intent_unexpected_state",
  });
  expect(await totals(intent.id)).toEqual({ usd: { captured: 0, refunded: 0, withdrawn: 0, voided: 0 } });
});

test("canceling releases the charge, once per key, and says so", async () => {
  const intent = await hold(1_000);
  const options = { idempotencyKey: `void-${intent.id}` };
  const canceled = await psp.stripe.paymentIntents.cancel(intent.id, {}, options);
  expect(canceled).toMatchObject({ status: "canceled", amount_capturable: 0, amount_received: 0 });
  expect(await psp.stripe.paymentIntents.cancel(intent.id, {}, options)).toMatchObject({
    status: "canceled",
  });
  expect(await chargeOf(intent)).toMatchObject({ captured: false, refunded: true, amount_refunded: 1_000 });
  await expect(psp.stripe.paymentIntents.cancel(intent.id)).rejects.toMatchObject({
    statusCode: 400,
    code: "payment_intent_unexpected_state",
  });
  await received("payment_intent.canceled", intent.id);
  expect(await totals(intent.id)).toEqual({ usd: { captured: 0, refunded: 0, withdrawn: 0, voided: 1_000 } });
});

test("what was captured can be refunded but not canceled, and the rest is released", async () => {
  const intent = await hold(1_000);
  await expect(
    psp.stripe.paymentIntents.capture(intent.id, { amount_to_capture: 1_001 }),
  ).rejects.toMatchObject({ code: "amount_too_large" });
  const captured = await psp.stripe.paymentIntents.capture(intent.id, { amount_to_capture: 700 });
  expect(captured).toMatchObject({ status: "succeeded", amount_received: 700 });
  await received("charge.captured", String(intent.latest_charge));
  await expect(psp.stripe.paymentIntents.cancel(intent.id)).rejects.toMatchObject({ statusCode: 400 });
  await expect(psp.stripe.refunds.create({ payment_intent: intent.id, amount: 701 })).rejects.toThrow(
    "$7.00",
  );
  expect(await psp.stripe.refunds.create({ payment_intent: intent.id })).toMatchObject({ amount: 700 });
  expect(await totals(intent.id)).toEqual({
    usd: { captured: 700, refunded: 700, withdrawn: 0, voided: 300 },
  });
});

test("capture and cancel at the same time: one of them happens", async () => {
  const intent = await hold(1_000);
  const results = await Promise.allSettled([
    psp.stripe.paymentIntents.capture(intent.id),
    psp.stripe.paymentIntents.cancel(intent.id),
  ]);
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("a restart remembers what is held, taken and released", async () => {
  const [held, taken, released] = [await hold(100), await hold(200), await hold(300)];
  await psp.stripe.paymentIntents.capture(taken.id);
  await psp.stripe.paymentIntents.cancel(released.id);
  await psp.close();
  psp = await startTestPsp({ webhookUrl: receiver.url, dataDir: psp.dataDir });
  const states = [held, taken, released].map(async ({ id }) => {
    const { status, amount_received } = await psp.stripe.paymentIntents.retrieve(id);
    return [status, amount_received];
  });
  expect(await Promise.all(states)).toEqual([
    ["requires_capture", 0],
    ["succeeded", 200],
    ["canceled", 0],
  ]);
});
