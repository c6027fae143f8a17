import { owner } from "./shop";

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
