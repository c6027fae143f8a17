import { type SQL, sql } from "drizzle-orm";
import type { Actor } from "@/lib/platform/actor";
import { readAs } from "@/lib/platform/db";
import type { ApprovalPage, ApprovalQuery, ApprovalSort, QueuedApproval } from "./approval-schema";

const pageSize = 50;

type Row = Omit<QueuedApproval, "askedAt" | "expiresAt" | "amountMinor"> &
  Readonly<{ amountMinor: string; askedAt: string; expiresAt: string }>;

/**
 * One page of what waits for a yes: the oldest question first, or the largest amount first. Amounts of different
 * currencies cannot be compared, so those stand one currency after the other.
 */
export async function listApprovalQueue(
  actor: Actor,
  { sort, cursor }: Pick<ApprovalQuery, "sort" | "cursor">,
): Promise<ApprovalPage> {
  const order = sort === "age" ? sql`a.id` : sql`d.currency, d.amount_minor desc, a.id`;
  const [found] = await readAs(actor, (db) => [
    db.execute<Row>(sql`
      select a.id as "approvalId", c.number as "caseNumber", cu.name as "customerName", c.subject,
        d.amount_minor::text as "amountMinor", d.currency, a.required_role as "requiredRole",
        a.required_votes as "requiredVotes", a.created_at as "askedAt", a.expires_at as "expiresAt",
        (select count(*)::int from makegood.approval_votes v
          where v.tenant_id = a.tenant_id and v.approval_id = a.id) as votes
      from makegood.approvals a
      join makegood.decisions d on d.tenant_id = a.tenant_id and d.id = a.decision_id
      join makegood.cases c on c.tenant_id = a.tenant_id and c.id = a.case_id
      join makegood.customers cu on cu.tenant_id = c.tenant_id and cu.id = c.customer_id
      where a.tenant_id = ${actor.tenantId} and a.state = 'waiting' and ${after(sort, cursor)}
      order by ${order} limit ${pageSize + 1}`),
  ]);
  const rows = found.slice(0, pageSize).map((row) => ({
    ...row,
    amountMinor: Number(row.amountMinor),
    askedAt: new Date(row.askedAt),
    expiresAt: new Date(row.expiresAt),
  }));
  const last = found.length > pageSize ? rows.at(-1) : undefined;
  return { rows, nextCursor: last && cursorOf(sort, last) };
}

const cursorOf = (sort: ApprovalSort, { approvalId, currency, amountMinor }: QueuedApproval): string =>
  sort === "age" ? approvalId : `${currency}_${amountMinor}_${approvalId}`;

const ageCursor = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;
const amountCursor = /^([A-Z]{3})_(\d{1,15})_([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})$/;

/** A cursor that is not one of ours starts from the top. */
function after(sort: ApprovalSort, cursor = ""): SQL {
  if (sort === "age") return ageCursor.test(cursor) ? sql`a.id > ${cursor}::uuid` : sql`true`;
  const [, currency, amountMinor, id] = amountCursor.exec(cursor) ?? [];
  if (!currency || !amountMinor || !id) return sql`true`;
  return sql`(d.currency, -d.amount_minor, a.id) > (${currency}, ${-Number(amountMinor)}::bigint, ${id}::uuid)`;
}
