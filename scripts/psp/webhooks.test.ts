import { afterEach, beforeEach, expect, test } from "vitest";
import type { TestPsp, WebhookReceiver } from "./testing";
import { control, pay, startTestPsp, startWebhookReceiver, waitFor } from "./testing";

let receiver: WebhookReceiver;
let psp: TestPsp;
beforeEach(async () => {
  receiver = await startWebhookReceiver();
  psp = await startTestPsp({ webhookUrl: receiver.url });
});
afterEach(async () => {
  await psp.close();
  await receiver.close();
});

const refund = async () =>
  await psp.stripe.refunds.create({ payment_intent: (await pay(psp.stripe)).id, amount: 1 });
const receivedTypes = () => receiver.events.map((event) => event.type);

test("events are signed as the SDK checks it, and listed", async () => {
  const { id } = await refund();
  await waitFor(() => receiver.events.length === 2);
  expect(receivedTypes().toSorted()).toEqual(["charge.refunded", "refund.created"]);
  const created = receiver.events.find((event) => event.type === "refund.created");
  expect(created).toMatchObject({ object: "event", data: { object: { id, object: "refund" } } });
  await waitFor(async () =>
    (await psp.stripe.events.list()).data.every((event) => event.pending_webhooks === 0),
  );
  expect((await psp.stripe.events.list({ type: "refund.created" })).data).toMatchObject([
    { id: created?.id },
  ]);
});

test("settling sends refund.updated, and refund.failed when it failed", async () => {
  const { id } = await refund();
  await control(psp, `POST /refunds/${id}/settle`, {
    status: "failed",
    failure_reason: "lost_or_stolen_card",
  });
  await waitFor(() => receiver.events.length === 4);
  expect(receivedTypes()).toContain("refund.updated");
  const failed = receiver.events.find((event) => event.type === "refund.failed");
  expect(failed?.data.object).toMatchObject({ status: "failed", failure_reason: "lost_or_stolen_card" });
});

test("an event that is not taken is sent again", async () => {
  receiver.refuse(3);
  await refund();
  await waitFor(() => receiver.events.length === 2);
  const { attempts } = await control<{ attempts: { status: number }[] }>(psp, "GET /webhooks");
  expect(attempts.filter(({ status }) => status === 503)).toHaveLength(3);
});

test("held events come when resumed, in the order asked for", async () => {
  await control(psp, "POST /webhooks/pause");
  await refund();
  await waitFor(async () => (await control<{ held: unknown[] }>(psp, "GET /webhooks")).held.length === 2);
  expect(receiver.events).toEqual([]);
  await control(psp, "POST /webhooks/resume", { order: "reversed" });
  await waitFor(() => receiver.events.length === 2);
  expect(receivedTypes()).toEqual(["charge.refunded", "refund.created"]);
});

test("an event can be sent again as often as wanted", async () => {
  await refund();
  await waitFor(() => receiver.events.length === 2);
  const eventId = receiver.events[0]?.id;
  await control(psp, "POST /webhooks/resend", { event_id: eventId, times: 3, delayMs: 1 });
  await waitFor(() => receiver.events.length === 5);
  expect(receiver.events.slice(2).every((event) => event.id === eventId)).toBe(true);
});
