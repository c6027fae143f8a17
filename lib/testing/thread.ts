import { noFollowThrough } from "@/lib/modules/cases/schema";
import { newId } from "@/lib/platform/ids";
import { type OpenCase, owner, type Shop } from "./shop";

type CaseRow = Readonly<{
  conversation: string;
  version: number;
  preview: string;
  labels: readonly string[];
  assignee_id: string | null;
  merged_into_id: string | null;
  snoozed_until: Date | null;
  resolved_at: Date | null;
  first_reply_due_at: Date | null;
  next_reply_due_at: Date | null;
  refund_due_at: Date | null;
  first_replied_at: Date | null;
}>;

/** A case as its row has it, past every access rule. */
export async function openCaseState(caseId: string): Promise<CaseRow> {
  const [row] = await owner<CaseRow[]>`select * from makegood.cases where id = ${caseId}`;
  if (!row) throw new Error(`there is no case ${caseId}`);
  return row;
}

/** What was told to the worker about a case, in order. */
export const outboxOf = (caseId: string): Promise<Readonly<{ type: string; payload: unknown }>[]> =>
  owner<{ type: string; payload: unknown }[]>`
    select type, payload from makegood.outbox where subject_id = ${caseId} order by event_seq`.then(
    (rows) => [...rows],
  );

/** Another case of the same customer about the same order, with one message. */
export async function openTwin(
  { tenantId }: Pick<Shop, "tenantId">,
  { caseId }: Pick<OpenCase, "caseId">,
): Promise<Readonly<{ id: string; number: number }>> {
  const id = newId();
  const [twin] = await owner<{ id: string; number: number }[]>`
    insert into makegood.cases (id, tenant_id, number, customer_id, order_id, subject, follow_through, first_reply_due_at)
    select ${id}, tenant_id, (select max(number) + 100000 from makegood.cases where tenant_id = ${tenantId}),
      customer_id, order_id, 'Once more', ${owner.json(noFollowThrough as never)}, now() + interval '1 hour'
    from makegood.cases where id = ${caseId} returning id, number`;
  await owner`
    insert into makegood.messages (id, tenant_id, case_id, kind, author_name, body)
    values (${newId()}, ${tenantId}, ${id}, 'customer', 'Ben Osei', 'Did you get my mail?')`;
  if (!twin) throw new Error(`there is no case ${caseId}`);
  return twin;
}
