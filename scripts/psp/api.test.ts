import Stripe from "stripe";
import { afterAll, beforeAll, expect, test } from "vitest";
import { control, pay, startTestPsp, type TestPsp } from "./testing";

let psp: TestPsp;
beforeAll(async () => {
  psp = await startTestPsp();
});
afterAll(() => psp.close());

test("a payment is confirmed and captured at once", async () => {
  const intent = await pay(psp.stripe, 4_200, "eur");
  expect(intent).toMatchObject({ status: "succeeded", amount_received: 4_200, metadata: { order: "#W100" } });
  const charge = await psp.stripe.charges.retrieve(String(intent.latest_charge));
  expect(charge).toMatchObject({ paid: true, captured: true, amount_refunded: 0, payment_intent: intent.id });
  const listed = await psp.stripe.charges.list({
    payment_intent: intent.id,
    expand: ["data.payment_intent"],
  });
  expect(listed.data).toMatchObject([{ id: charge.id, payment_intent: { id: intent.id } }]);
});

test("a declined card pays nothing", async () => {
  const declined = psp.stripe.paymentIntents.create({
    amount: 100,
    currency: "usd",
    payment_method: "pm_card_chargeDeclined",
    confirm: true,
  });
  await expect(declined).rejects.toMatchObject({ statusCode: 402, code: "card_declined" });
});

test("a refund reduces what is left on the charge", async () => {
  const intent = await pay(psp.stripe, 1_000);
  const refund = await psp.stripe.refunds.create({
    payment_intent: intent.id,
    amount: 400,
    reason: "requested_by_customer",
    metadata: { refund_id: "r1", generation: "1" },
  });
  expect(refund).toMatchObject({ status: "succeeded", amount: 400, metadata: { refund_id: "r1" } });
  expect(refund.destination_details?.card?.reference).toMatch(/^\d{23}$/);
  const charge = await psp.stripe.charges.retrieve(String(refund.charge));
  expect(charge).toMatchObject({ amount_refunded: 400, refunded: false });
  const rest = await psp.stripe.refunds.create({ charge: charge.id });
  expect(rest.amount).toBe(600);
  await expect(psp.stripe.refunds.create({ charge: charge.id })).rejects.toMatchObject({
    statusCode: 400,
    code: "charge_already_refunded",
  });
});

test("more than is left is refused, also when twenty ask at once", async () => {
  const intent = await pay(psp.stripe, 1_000);
  const tooMuch = psp.stripe.refunds.create({ payment_intent: intent.id, amount: 1_001 });
  await expect(tooMuch).rejects.toThrow(
    "Refund amount ($10.01) is greater than unrefunded amount on charge ($10.00)",
  );
  const asked = Array.from({ length: 20 }, () =>
    psp.stripe.refunds.create({ payment_intent: intent.id, amount: 300 }),
  );
  const results = await Promise.allSettled(asked);
  expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(3);
});

test("cursor pages reach every refund once, newest first", async () => {
  const intent = await pay(psp.stripe, 1_000);
  const made: string[] = [];
  for (let index = 0; index < 7; index += 1) {
    made.push((await psp.stripe.refunds.create({ payment_intent: intent.id, amount: 10 })).id);
  }
  const first = await psp.stripe.refunds.list({ payment_intent: intent.id, limit: 3 });
  expect(first).toMatchObject({ has_more: true, url: "/v1/refunds" });
  const seen: string[] = [];
  for await (const refund of psp.stripe.refunds.list({ payment_intent: intent.id, limit: 3 })) {
    seen.push(refund.id);
  }
  expect(seen).toEqual(made.toReversed());
  const middle = await psp.stripe.refunds.list({
    charge: String(intent.latest_charge),
    limit: 2,
    ending_before: seen[4] ?? "",
  });
  expect(middle.data.map((refund) => refund.id)).toEqual(seen.slice(2, 4));
  const older = await psp.stripe.refunds.list({ payment_intent: intent.id, created: { lt: 1_000 } });
  expect(older.data).toEqual([]);
});

test.each([
  [{ payment_intent: "pi_none", amount: 1 }, 404, "resource_missing"],
  [{ amount: 1 }, 400, undefined],
  [{ charge: "ch_1", amount: 1.5 }, 400, "parameter_invalid_integer"],
  [{ charge: "ch_1", amount: -1 }, 400, "parameter_invalid_integer"],
  [{ charge: "ch_1", surprise: "x" }, 400, "parameter_unknown"],
])("%j is refused with Stripe's code", async (params, statusCode, code) => {
  const refused = psp.stripe.refunds.create(params);
  await expect(refused).rejects.toMatchObject({ type: "StripeInvalidRequestError", statusCode });
  if (code) await expect(refused).rejects.toMatchObject({ code });
});

test("dinars move in steps of ten and yen are whole", async () => {
  await expect(pay(psp.stripe, 12_345, "kwd")).rejects.toMatchObject({ param: "amount" });
  const intent = await pay(psp.stripe, 12_340, "kwd");
  await expect(psp.stripe.refunds.create({ payment_intent: intent.id, amount: 15 })).rejects.toMatchObject({
    param: "amount",
  });
  const yen = await pay(psp.stripe, 500, "jpy");
  await expect(psp.stripe.refunds.create({ payment_intent: yen.id, amount: 501 })).rejects.toThrow("¥501");
});

test("without the right key nobody is served", async () => {
  const { hostname, port } = new URL(psp.url);
  const stranger = new Stripe("sk_test_other", { host: hostname, port, protocol: "http" });
  await expect(stranger.balance.retrieve()).rejects.toMatchObject({ statusCode: 401 });
  expect((await fetch(`${psp.url}/v1/balance`)).status).toBe(401);
  expect((await psp.stripe.balance.retrieve()).object).toBe("balance");
});

test("a web page from elsewhere cannot flip a switch", async () => {
  const evil = { method: "POST", headers: { origin: "https://evil.example" }, body: `{"mode":"pending"}` };
  expect((await fetch(`${psp.url}/_control/faults`, evil)).status).toBe(403);
  expect(await control(psp, "GET /faults")).toEqual({ faults: [] });
});

test("the page shows payments and escapes their text", async () => {
  await psp.stripe.paymentIntents.create({
    amount: 100,
    currency: "usd",
    payment_method: "pm_paypal",
    confirm: true,
    description: "<script>alert(1)</script>",
  });
  const page = await (await fetch(psp.url)).text();
  expect(page).toContain("&lt;script&gt;");
  expect(page).not.toContain("<script>");
});
