import { afterAll, beforeAll, expect, test } from "vitest";
import { control, journaledRefunds, pay, secretKey, startTestPsp, type TestPsp } from "./testing";

let psp: TestPsp;
beforeAll(async () => {
  psp = await startTestPsp();
});
afterAll(() => psp.close());

async function countRefunds(intentId: string): Promise<number> {
  return (await psp.stripe.refunds.list({ payment_intent: intentId })).data.length;
}

test("a repeated key repeats the first answer and moves no money", async () => {
  const intent = await pay(psp.stripe);
  const params = { payment_intent: intent.id, amount: 100, metadata: { refund_id: "r1" } };
  const first = await psp.stripe.refunds.create(params, { idempotencyKey: "refund:r1:g1" });
  const again = await psp.stripe.refunds.create(params, { idempotencyKey: "refund:r1:g1" });
  expect(again).toEqual(first);
  expect(again.lastResponse.headers["idempotent-replayed"]).toBe("true");
  expect(first.lastResponse.headers["idempotent-replayed"]).toBeUndefined();
  expect(await countRefunds(intent.id)).toBe(1);
});

test("the order of the parameters is no difference, another amount is", async () => {
  const intent = await pay(psp.stripe);
  const send = (body: string) =>
    fetch(`${psp.url}/v1/refunds`, {
      method: "POST",
      headers: { authorization: `Bearer ${secretKey}`, "idempotency-key": "order" },
      body,
    });
  expect((await send(`payment_intent=${intent.id}&amount=5&metadata[a]=1&metadata[b]=2`)).status).toBe(200);
  const same = await send(`metadata[b]=2&amount=5&metadata[a]=1&payment_intent=${intent.id}`);
  expect(same.headers.get("idempotent-replayed")).toBe("true");
  const other = psp.stripe.refunds.create(
    { payment_intent: intent.id, amount: 6 },
    { idempotencyKey: "order" },
  );
  await expect(other).rejects.toMatchObject({ type: "StripeIdempotencyError", statusCode: 400 });
});

test("a key belongs to one endpoint", async () => {
  const intent = await pay(psp.stripe);
  await psp.stripe.refunds.create({ payment_intent: intent.id, amount: 1 }, { idempotencyKey: "one-place" });
  const elsewhere = psp.stripe.paymentIntents.create(
    { amount: 1, currency: "usd", confirm: true, payment_method: "pm_card_visa" },
    { idempotencyKey: "one-place" },
  );
  await expect(elsewhere).rejects.toThrow("same endpoint");
});

test("of two requests with one key at the same moment, one is told to wait", async () => {
  const intent = await pay(psp.stripe);
  await control(psp, "POST /faults", { mode: "slow", delayMs: 300 });
  const params = { payment_intent: intent.id, amount: 100 };
  const results = await Promise.allSettled([
    psp.stripe.refunds.create(params, { idempotencyKey: "twice" }),
    psp.stripe.refunds.create(params, { idempotencyKey: "twice" }),
  ]);
  const refused = results.find((result) => result.status === "rejected");
  expect(refused?.reason).toMatchObject({ statusCode: 409, code: "idempotency_key_in_use" });
  expect(await countRefunds(intent.id)).toBe(1);
  const later = await psp.stripe.refunds.create(params, { idempotencyKey: "twice" });
  expect(later.lastResponse.headers["idempotent-replayed"]).toBe("true");
});

test("a wrong parameter does not use up the key, a refusal of the charge does", async () => {
  const intent = await pay(psp.stripe, 100);
  const wrong = psp.stripe.refunds.create(
    { payment_intent: intent.id, amount: -1 },
    { idempotencyKey: "typo" },
  );
  await expect(wrong).rejects.toMatchObject({ statusCode: 400 });
  const params = { payment_intent: intent.id, amount: 100 };
  await psp.stripe.refunds.create(params, { idempotencyKey: "typo" });
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const spent = psp.stripe.refunds.create(params, { idempotencyKey: "spent" });
    await expect(spent).rejects.toMatchObject({ code: "charge_already_refunded" });
  }
  const { requests } = await control<{ requests: { replayed: boolean; status: number }[] }>(
    psp,
    "GET /requests?idempotency_key=spent",
  );
  expect(requests).toMatchObject([
    { replayed: false, status: 400 },
    { replayed: true, status: 400 },
  ]);
});

test("a forgotten key pays again, as at Stripe after a day", async () => {
  const intent = await pay(psp.stripe);
  const params = { payment_intent: intent.id, amount: 100 };
  await psp.stripe.refunds.create(params, { idempotencyKey: "yesterday" });
  await control(psp, "DELETE /keys");
  await psp.stripe.refunds.create(params, { idempotencyKey: "yesterday" });
  expect(await countRefunds(intent.id)).toBe(2);
  expect(
    (await journaledRefunds(psp)).filter((refund) => refund.idempotency_key === "yesterday"),
  ).toHaveLength(2);
});
