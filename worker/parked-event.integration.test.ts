import { afterAll, afterEach, expect, it } from "vitest";
import { proposeRefund } from "@/lib/modules/decisions/commands";
import { ownIncident, retryIncident } from "@/lib/modules/incidents/commands";
import { retryEvent } from "@/lib/modules/incidents/parked";
import { listIncidents, listStuck } from "@/lib/modules/incidents/queries";
import { followedOnce, inspect, stepsOf, untilFollowedThrough } from "@/lib/testing/invariants";
import { paidRefunds } from "@/lib/testing/outside";
import { startWorker, type WorkerProcess } from "@/lib/testing/processes";
import { createShop, openCase, owner, refundOf } from "@/lib/testing/shop";
import { appendUnknownEvent, learnUnknownEvents } from "@/lib/testing/unknown-event";
import { until } from "@/lib/testing/until";

let worker: WorkerProcess | undefined;

afterEach(async () => {
  await worker?.stop();
  worker = undefined;
});
afterAll(() => owner.end());

it("an event that nobody understands stands in red, holds what follows it and nothing else, and is handled once a release knows it", async () => {
  const shop = await createShop();
  const [stuck, other] = [await openCase(shop, [4_210]), await openCase(shop, [4_210])];
  await appendUnknownEvent(shop.tenantId, stuck.caseId);
  worker = await startWorker();
  await until("every group shows it", async () => {
    const { payout, mail, crm } = await stepsOf(stuck.caseId);
    return [payout, mail, crm].every((state) => state === "attention");
  });

  await proposeRefund(shop.agent, refundOf(stuck, [0]));
  await proposeRefund(shop.agent, refundOf(other, [0]));
  await untilFollowedThrough(other);
  expect(await inspect(shop, other)).toEqual(followedOnce(4_210));
  await until("the approval is held and shown", async () => {
    const held = await owner`
      select i.event_id from makegood.inbox i join makegood.outbox o on o.id = i.event_id
      where i.subject_id = ${stuck.caseId} and i.consumer_group = 'billing-cg' and i.outcome = 'held'
        and o.type = 'decision.approved'`;
    return held.length === 1 && (await stepsOf(stuck.caseId)).payout === "attention";
  });
  expect(await paidRefunds(stuck.paymentId)).toEqual([]);

  const cause = "event.parked";
  await ownIncident(shop.lead, { cause, ownerId: shop.lead.userId, note: "" });
  await learnUnknownEvents(shop.tenantId);
  const [incident] = await listIncidents(shop.lead);
  expect(incident).toMatchObject({ cause, count: 1, ownerName: "Lea Berg" });
  expect(await retryIncident(shop.lead, { cause, count: 1 })).toEqual({ done: 1, refused: [], left: 0 });
  await untilFollowedThrough(stuck);
  expect((await inspect(shop, stuck)).refundAmounts).toEqual([4_210]);
  await until("the incident is over by itself", async () => {
    const open = await owner`
      select from makegood.incidents where tenant_id = ${shop.tenantId} and cleared_at is null`;
    return open.length === 0 && (await listIncidents(shop.lead)).length === 0;
  });
});

it("what still cannot be handled stands in red again, and is moved by nobody else", async () => {
  const shop = await createShop();
  const stuck = await openCase(shop, [4_210]);
  await appendUnknownEvent(shop.tenantId, stuck.caseId);
  worker = await startWorker();
  const isRed = async () => Object.values(await stepsOf(stuck.caseId)).includes("attention");
  const isParked = async () => {
    const parked = await owner`
      select from makegood.inbox where subject_id = ${stuck.caseId} and event_seq = 1 and outcome = 'parked'`;
    return parked.length === 3;
  };
  await until("it stands in red", isParked);
  const stranger = await createShop();
  const thing = (await listStuck(shop.lead, { cause: "event.parked" })).rows[0];
  if (!thing) throw new Error("nothing is stuck");
  await retryEvent(stranger.lead, { ...thing, caseId: null });
  expect(await isRed()).toBe(true);
  await worker.stop();
  await retryIncident(shop.lead, { cause: "event.parked", count: 1 });
  expect(await isRed()).toBe(false);
  worker = await startWorker();
  await until("it stands in red again", isParked);
  expect(await isRed()).toBe(true);
});
