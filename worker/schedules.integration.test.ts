import { afterAll, beforeAll, expect, it } from "vitest";
import { draftPolicy } from "@/lib/modules/policies/commands";
import { draftPolicyInput, publishPolicyInput } from "@/lib/modules/policies/draft-schema";
import { publishPolicy } from "@/lib/modules/policies/publish";
import { newId } from "@/lib/platform/ids";
import { startWorker, type WorkerProcess } from "@/lib/testing/processes";
import { createShop, owner } from "@/lib/testing/shop";
import { until } from "@/lib/testing/until";

let workers: readonly WorkerProcess[] = [];
const forgotten = newId();

beforeAll(async () => {
  await owner`
    insert into makegood.idempotency_keys (tenant_id, client_id, key, request_hash, status, body, created_at)
    values (${forgotten}, ${forgotten}, 'old', 'x', 200, '{}', now() - interval '36 days')`;
  workers = await Promise.all([startWorker(), startWorker()]);
});
afterAll(() => Promise.all(workers.map((worker) => worker.stop())));

it("puts a scheduled policy in force by itself, once, and seals what was done, with two workers at it", async () => {
  const shop = await createShop();
  const draft = await draftPolicy(shop.lead, draftPolicyInput.parse({ title: "Spring", template: "basic" }));
  const startsAt = new Date(Date.now() + 3_600_000).toISOString();
  const input = publishPolicyInput.parse({ versionId: draft.id, revision: draft.revision, startsAt });
  await publishPolicy(shop.finance, input);
  await owner`update makegood.policy_versions set starts_at = now() where id = ${draft.id}`;

  await until("the policy is in force", async () => {
    const [row] = await owner`select state from makegood.policy_versions where id = ${draft.id}`;
    return row?.state === "published";
  });
  const acts = await until("everything is sealed", async () => {
    const rows = await owner`
      select action, actor_kind, position, hash from makegood.audit_log where tenant_id = ${shop.tenantId}
      order by position`;
    return rows.length === 3 && rows.every(({ hash }) => hash !== null) ? rows : undefined;
  });
  expect(acts.map(({ action, actor_kind }) => `${action} by ${actor_kind}`)).toEqual([
    "policy.drafted by member",
    "policy.scheduled by member",
    "policy.published by system",
  ]);
  expect(acts.map(({ position }) => position)).toEqual([1, 2, 3]);
});

it("forgets answers to repeated requests once they are older than thirty-five days", async () => {
  await until("the old answer is gone", async () => {
    const rows = await owner`select from makegood.idempotency_keys where tenant_id = ${forgotten}`;
    return rows.length === 0;
  });
});
