import { afterAll, beforeAll, expect, it } from "vitest";
import { draftPolicy } from "@/lib/modules/policies/commands";
import { draftPolicyInput, publishPolicyInput } from "@/lib/modules/policies/draft-schema";
import { publishPolicy } from "@/lib/modules/policies/publish";
import { newId } from "@/lib/platform/ids";
import { startWorker, type WorkerProcess } from "@/lib/testing/processes";
import { createShop, openCase, owner } from "@/lib/testing/shop";
import { until } from "@/lib/testing/until";

let workers: readonly WorkerProcess[] = [];
const forgotten = newId();
let [unsent, fresh, sent] = ["", "", ""];

/** A file that somebody added to a message so long ago. @returns its id */
async function addFile(ago: string, isSent = false): Promise<string> {
  const shop = await createShop();
  const { caseId } = await openCase(shop, [1_000]);
  const [id, messageId] = [newId(), newId()];
  const sha256 = id;
  const { tenantId } = shop;
  await owner`insert into makegood.messages (id, tenant_id, case_id, kind, author_name, body)
    values (${messageId}, ${tenantId}, ${caseId}, 'reply', 'Ana', 'See the file.')`;
  await owner`insert into makegood.attachment_contents (tenant_id, sha256, content, created_at)
    values (${tenantId}, ${sha256}, 'x', now() - ${ago}::interval)`;
  await owner`insert into makegood.attachments
      (id, tenant_id, case_id, message_id, name, media_type, size_bytes, sha256, added_by_name, created_at)
    values (${id}, ${tenantId}, ${caseId}, ${isSent ? messageId : null}, 'a.txt', 'text/plain', 1, ${sha256}, 'Ana',
      now() - ${ago}::interval)`;
  return id;
}

beforeAll(async () => {
  await owner`
    insert into makegood.idempotency_keys (tenant_id, client_id, key, request_hash, status, body, created_at)
    values (${forgotten}, ${forgotten}, 'old', 'x', 200, '{}', now() - interval '36 days')`;
  [unsent, fresh, sent] = [
    await addFile("25 hours"),
    await addFile("1 hour"),
    await addFile("25 hours", true),
  ];
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

it("forgets a file with its bytes a day after it was added to a message that was never sent, and no other", async () => {
  const left = () => owner<{ id: string }[]>`
    select a.id from makegood.attachments a join makegood.attachment_contents t using (tenant_id, sha256)
    where a.id in ${owner([unsent, fresh, sent])}`;
  await until("the old file is gone", async () => (await left()).every(({ id }) => id !== unsent));
  expect((await left()).map(({ id }) => id).toSorted()).toEqual([fresh, sent].toSorted());
  const bytes = await owner`select from makegood.attachment_contents where sha256 = ${unsent}`;
  expect(bytes).toHaveLength(0);
});
