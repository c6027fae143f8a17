import { shardCount } from "@/lib/modules/outbox/schema";
import { newId } from "@/lib/platform/ids";
import { owner } from "./shop";

/** An event of a case as a newer release would write it. */
export async function appendUnknownEvent(tenantId: string, caseId: string): Promise<void> {
  const shard = Number.parseInt(tenantId.slice(-4), 16) % shardCount;
  await owner.begin(async (sql) => {
    const [subject] = await sql<{ seq: number }[]>`
      insert into makegood.event_subjects as known (tenant_id, subject_type, subject_id, last_seq)
      values (${tenantId}, 'case', ${caseId}, 1)
      on conflict (tenant_id, subject_type, subject_id) do update set last_seq = known.last_seq + 1
      returning last_seq as seq`;
    await sql`
      insert into makegood.outbox
        (id, tenant_id, shard, subject_type, subject_id, event_seq, type, schema_version, payload)
      values (${newId()}, ${tenantId}, ${shard}, 'case', ${caseId}, ${subject?.seq ?? 1}, 'case.teleported', 1, '{}')`;
  });
}

/** The release learns what those events mean. */
export const learnUnknownEvents = (tenantId: string) => owner`
  update makegood.outbox set type = 'case.changed', payload = jsonb_build_object('caseId', subject_id)
  where tenant_id = ${tenantId} and type = 'case.teleported'`;
