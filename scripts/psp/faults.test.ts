import { afterAll, beforeAll, expect, test } from "vitest";
import { control, journaledRefunds, pay, startTestPsp, stripeAt, type TestPsp, waitFor } from "./testing";

let psp: TestPsp;
beforeAll(async () => {
  psp = await startTestPsp();
});
afterAll(() => psp.close());

const refundsOf = async (intentId: string) =>
  (await psp.stripe.refunds.list({ payment_intent: intentId })).data;

test("timeout_after_paying: paid once, never answered, and found by looking it up", async () => {
  const intent = await pay(psp.stripe);
  await control(psp, "POST /faults", { mode: "timeout_after_paying" });
  const params = { payment_intent: intent.id, amount: 250, metadata: { refund_id: "lost-answer" } };
  const impatient = stripeAt(psp.url, 300);
  const lost = impatient.refunds.create(params, { idempotencyKey: "lost" });
  await expect(lost).rejects.toMatchObject({ type: "StripeConnectionError" });
  expect(await refundsOf(intent.id)).toMatchObject([{ amount: 250, metadata: { refund_id: "lost-answer" } }]);
  const again = await psp.stripe.refunds.create(params, { idempotencyKey: "lost" });
  expect(again.status).toBe("succeeded");
  expect((await journaledRefunds(psp)).filter((refund) => refund.idempotency_key === "lost")).toHaveLength(1);
});

test("error_500_after_paying: paid once, and the key repeats the error for ever", async () => {
  const intent = await pay(psp.stripe);
  await control(psp, "POST /faults", { mode: "error_500_after_paying" });
  const send = () =>
    psp.stripe.refunds.create({ payment_intent: intent.id, amount: 10 }, { idempotencyKey: "500" });
  await expect(send()).rejects.toMatchObject({ type: "StripeAPIError", statusCode: 500 });
  await expect(send()).rejects.toMatchObject({
    statusCode: 500,
    headers: { "idempotent-replayed": "true" },
  });
  expect(await refundsOf(intent.id)).toHaveLength(1);
});

test.each([
  ["error_500_before", 500, "succeeded"],
  ["rate_limited", 429, "succeeded"],
  ["error_500_kept", 500, "repeated"],
  ["not_refundable", 400, "repeated"],
])("%s: nothing is paid, and the same key then is %s %s", async (mode, statusCode, then) => {
  const intent = await pay(psp.stripe);
  await control(psp, "POST /faults", { mode, match: { payment_intent: intent.id } });
  const send = () =>
    psp.stripe.refunds.create({ payment_intent: intent.id, amount: 10 }, { idempotencyKey: mode });
  await expect(send()).rejects.toMatchObject({ statusCode });
  expect(await refundsOf(intent.id)).toEqual([]);
  if (then === "succeeded") expect((await send()).status).toBe("succeeded");
  else await expect(send()).rejects.toMatchObject({ statusCode });
});

test.each([
  ["pending", { status: "pending", pending_reason: "processing" }],
  ["insufficient_balance", { status: "pending", pending_reason: "insufficient_funds" }],
  ["requires_action", { status: "requires_action", next_action: { type: "display_details" } }],
])("%s: the refund holds its amount until it is settled", async (mode, shape) => {
  const intent = await pay(psp.stripe, 100);
  await control(psp, "POST /faults", { mode });
  const refund = await psp.stripe.refunds.create({ payment_intent: intent.id, amount: 100 });
  expect(refund).toMatchObject(shape);
  await expect(psp.stripe.refunds.create({ payment_intent: intent.id })).rejects.toMatchObject({
    code: "charge_already_refunded",
  });
  await control(psp, `POST /refunds/${refund.id}/settle`, { status: "failed", failure_reason: "declined" });
  expect(await psp.stripe.refunds.retrieve(refund.id)).toMatchObject({
    status: "failed",
    failure_reason: "declined",
  });
  expect((await psp.stripe.refunds.create({ payment_intent: intent.id })).amount).toBe(100);
});

test("only a refund that needs action can be canceled", async () => {
  const intent = await pay(psp.stripe);
  await control(psp, "POST /faults", { mode: "requires_action" });
  const waiting = await psp.stripe.refunds.create({ payment_intent: intent.id, amount: 1 });
  expect((await psp.stripe.refunds.cancel(waiting.id)).status).toBe("canceled");
  const done = await psp.stripe.refunds.create({ payment_intent: intent.id, amount: 1 });
  await expect(psp.stripe.refunds.cancel(done.id)).rejects.toMatchObject({ statusCode: 400 });
});

test("fails_later: succeeded first, failed after the delay", async () => {
  const intent = await pay(psp.stripe);
  await control(psp, "POST /faults", { mode: "fails_later", delayMs: 100 });
  const refund = await psp.stripe.refunds.create({ payment_intent: intent.id, amount: 1 });
  expect(refund.status).toBe("succeeded");
  await waitFor(async () => (await psp.stripe.refunds.retrieve(refund.id)).status === "failed");
});

test("slow: the money moves after the caller has given up", async () => {
  const intent = await pay(psp.stripe);
  await control(psp, "POST /faults", { mode: "slow", delayMs: 400 });
  const impatient = stripeAt(psp.url, 100);
  await expect(impatient.refunds.create({ payment_intent: intent.id, amount: 1 })).rejects.toThrow();
  expect(await refundsOf(intent.id)).toEqual([]);
  await waitFor(async () => (await refundsOf(intent.id)).length === 1);
});

test("hang: nothing is paid, and the key is free again", async () => {
  const intent = await pay(psp.stripe);
  await control(psp, "POST /faults", { mode: "hang" });
  const params = { payment_intent: intent.id, amount: 1 };
  const impatient = stripeAt(psp.url, 100);
  await expect(impatient.refunds.create(params, { idempotencyKey: "hung" })).rejects.toThrow();
  expect(await refundsOf(intent.id)).toEqual([]);
  await waitFor(async () => {
    const refund = await psp.stripe.refunds.create(params, { idempotencyKey: "hung" }).catch(() => undefined);
    return refund?.status === "succeeded";
  });
});

test("a fault meets the next n creations of its payment and can be taken back", async () => {
  const [hit, spared] = [await pay(psp.stripe), await pay(psp.stripe)];
  await control(psp, "POST /faults", { mode: "pending", count: 2, match: { payment_intent: hit.id } });
  const statuses = [];
  for (const payment of [spared, hit, hit, hit]) {
    statuses.push((await psp.stripe.refunds.create({ payment_intent: payment.id, amount: 1 })).status);
  }
  expect(statuses).toEqual(["succeeded", "pending", "pending", "succeeded"]);
  await control(psp, "POST /faults", { mode: "pending", count: 5 });
  await control(psp, "DELETE /faults");
  expect((await psp.stripe.refunds.create({ payment_intent: hit.id, amount: 1 })).status).toBe("succeeded");
  await expect(control(psp, "POST /faults", { mode: "surprise" })).rejects.toThrow("400");
});
