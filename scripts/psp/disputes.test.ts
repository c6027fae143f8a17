import type Stripe from "stripe";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  control,
  pay,
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

const dispute = (body: object) => control<Stripe.Dispute>(psp, "POST /disputes", body);
const close = (id: string, status: string) =>
  control<Stripe.Dispute>(psp, `POST /disputes/${id}/close`, { status });
const amounts = (found: Stripe.Dispute) => found.balance_transactions.map(({ amount }) => amount);
const typesOf = (id: string) =>
  receiver.events
    .filter((event) => (event.data.object as { id: string }).id === id)
    .map(({ type }) => type)
    .toSorted();
const withdrawn = async (id: string) => {
  const journal = await control<{ totals: Record<string, { withdrawn: number }> }>(
    psp,
    `GET /journal?payment_intent=${id}`,
  );
  return journal.totals.usd?.withdrawn;
};

test("a chargeback withdraws at once, refuses refunds, and gives back when it is won", async () => {
  const intent = await pay(psp.stripe, 1_000);
  const opened = await dispute({ payment_intent: intent.id, amount: 800, reason: "product_not_received" });
  expect(opened).toMatchObject({ status: "needs_response", amount: 800, payment_intent: intent.id });
  expect(amounts(opened)).toEqual([-800]);
  expect(await withdrawn(intent.id)).toBe(800);
  await expect(psp.stripe.refunds.create({ payment_intent: intent.id, amount: 1 })).rejects.toMatchObject({
    statusCode: 400,
    code: "charge_disputed",
  });
  await close(opened.id, "won");
  expect(amounts(await psp.stripe.disputes.retrieve(opened.id))).toEqual([-800, 800]);
  expect(await withdrawn(intent.id)).toBe(0);
  expect((await psp.stripe.refunds.create({ payment_intent: intent.id, amount: 1 })).status).toBe(
    "succeeded",
  );
  await waitFor(() => typesOf(opened.id).length === 4);
  expect(typesOf(opened.id)).toEqual([
    "charge.dispute.closed",
    "charge.dispute.created",
    "charge.dispute.funds_reinstated",
    "charge.dispute.funds_withdrawn",
  ]);
});

test("a lost chargeback keeps the money and stays unrefundable", async () => {
  const intent = await pay(psp.stripe, 1_000);
  const { id } = await dispute({ charge: String(intent.latest_charge) });
  await close(id, "lost");
  expect(await withdrawn(intent.id)).toBe(1_000);
  await expect(psp.stripe.refunds.create({ payment_intent: intent.id })).rejects.toMatchObject({
    code: "charge_disputed",
  });
  await expect(close(id, "won")).rejects.toThrow("cannot become won");
});

test("an inquiry takes nothing and leaves refunds alone, until it becomes a chargeback", async () => {
  const intent = await pay(psp.stripe, 1_000);
  const { id } = await dispute({ payment_intent: intent.id, status: "warning_needs_response" });
  expect(await withdrawn(intent.id)).toBe(0);
  await psp.stripe.refunds.create({ payment_intent: intent.id, amount: 100 });
  await control(psp, `POST /disputes/${id}/escalate`);
  expect(await withdrawn(intent.id)).toBe(1_000);
  const listed = await psp.stripe.disputes.list({ payment_intent: intent.id });
  expect(listed.data).toMatchObject([{ id, status: "needs_response" }]);
  expect(await psp.stripe.charges.retrieve(String(intent.latest_charge))).toMatchObject({ disputed: true });
});

test("an inquiry that ends moved no money", async () => {
  const intent = await pay(psp.stripe, 1_000);
  const { id } = await dispute({ payment_intent: intent.id, status: "warning_needs_response" });
  expect(amounts(await close(id, "warning_closed"))).toEqual([]);
  await expect(control(psp, `POST /disputes/${id}/escalate`)).rejects.toThrow("cannot become");
});

test("a refund that waits for money fails when the charge is disputed", async () => {
  const intent = await pay(psp.stripe, 1_000);
  await control(psp, "POST /faults", { mode: "pending", match: { payment_intent: intent.id } });
  const refund = await psp.stripe.refunds.create({ payment_intent: intent.id });
  await dispute({ payment_intent: intent.id });
  expect(await psp.stripe.refunds.retrieve(refund.id)).toMatchObject({
    status: "failed",
    failure_reason: "charge_for_pending_refund_disputed",
  });
});

test("a refund made by hand, without anybody's metadata, is reported all the same", async () => {
  const intent = await pay(psp.stripe, 1_000);
  const { id } = await psp.stripe.refunds.create({ payment_intent: intent.id, amount: 250 });
  await waitFor(() => typesOf(id).length === 1);
  const told = receiver.events.find((event) => (event.data.object as { id: string }).id === id);
  expect(told?.data.object).toMatchObject({ metadata: {}, amount: 250, payment_intent: intent.id });
});

test("a restart remembers disputes", async () => {
  const intent = await pay(psp.stripe, 1_000);
  const { id } = await dispute({ payment_intent: intent.id });
  await psp.close();
  psp = await startTestPsp({ webhookUrl: receiver.url, dataDir: psp.dataDir });
  expect(await psp.stripe.disputes.retrieve(id)).toMatchObject({ status: "needs_response" });
  expect(await withdrawn(intent.id)).toBe(1_000);
});
