import { afterAll, afterEach, expect, it } from "vitest";
import { proposeRefund } from "@/lib/modules/decisions/commands";
import { shardCount } from "@/lib/modules/outbox/schema";
import { newId } from "@/lib/platform/ids";
import { followedOnce, inspect, stepsOf, untilFollowedThrough } from "@/lib/testing/invariants";
import { paidRefunds } from "@/lib/testing/outside";
import { startWorker, type WorkerProcess } from "@/lib/testing/processes";
import { createShop, openCase, owner, refundOf, type Shop } from "@/lib/testing/shop";
import { until } from "@/lib/testing/until";

let worker: WorkerProcess | undefined;

afterEach(async () => {
  await worker?.stop();
  worker = undefined;
});
afterAll(() => owner.end());

/** An event as a newer release would write it. */
async function appendUnknown({ tenantId }: Shop, caseId: string): Promise<void> {
  const shard = Number.parseInt(tenantId.slice(-4), 16) % shardCount;
  await owner.begin(async (sql) => {
    await sql`
      insert into makegood.event_subjects (tenant_id, subject_type, subject_id, last_seq)
      values (${tenantId}, 'case', ${caseId}, 1)`;
    await sql`
      insert into makegood.outbox
        (id, tenant_id, shard, subject_type, subject_id, event_seq, type, schema_version, payload)
      values (${newId()}, ${tenantId}, ${shard}, 'case', ${caseId}, 1, 'case.teleported', 1, '{}')`;
  });
}

it("an event that nobody understands stands in red, holds what follows it and nothing else", async () => {
  const shop = await createShop();
  const [stuck, other] = [await openCase(shop, [4_210]), await openCase(shop, [4_210])];
  await appendUnknown(shop, stuck.caseId);
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
});
