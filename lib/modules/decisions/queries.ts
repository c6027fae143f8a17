import { and, asc, desc, eq, inArray, ne, sql } from "drizzle-orm";
import { cases } from "@/lib/modules/cases/tables";
import { listRefundedElsewhere } from "@/lib/modules/orders/queries";
import { customers } from "@/lib/modules/orders/tables";
import type { PolicyFacts } from "@/lib/modules/policies/schema";
import type { Actor } from "@/lib/platform/actor";
import { readAs, type Transaction } from "@/lib/platform/db";
import type { ApproverRole, OpenApproval } from "./policy";
import type { Decision, DecisionPageQuery, DecisionState } from "./schema";
import { approvals, approvalVotes, decisions } from "./tables";

/** The newest decision of a case. */
export const selectNewest = (db: Transaction, tenantId: string, caseId: string) =>
  db
    .select()
    .from(decisions)
    .where(and(eq(decisions.tenantId, tenantId), eq(decisions.caseId, caseId)))
    .orderBy(desc(decisions.createdAt), desc(decisions.id))
    .limit(1);

/** The decision of a case that still waits for somebody. There is at most one. */
export async function findOpen(
  tx: Transaction,
  tenantId: string,
  caseId: string,
): Promise<Decision | undefined> {
  const [open] = await tx
    .select()
    .from(decisions)
    .where(
      and(
        eq(decisions.tenantId, tenantId),
        eq(decisions.caseId, caseId),
        inArray(decisions.state, ["proposed", "awaiting_approval"]),
      ),
    );
  return open;
}

/**
 * The no of a case that was appealed and that nobody has answered by a yes or another no. Whatever is asked, withdrawn or
 * revoked meanwhile, it stays an appeal.
 */
export async function findOpenAppeal(
  tx: Transaction,
  tenantId: string,
  caseId: string,
): Promise<Decision | undefined> {
  const [appealed] = await tx
    .select()
    .from(decisions)
    .where(
      and(
        eq(decisions.tenantId, tenantId),
        eq(decisions.caseId, caseId),
        eq(decisions.state, "appealed"),
        sql`not exists (select from ${decisions} answer
          where answer.tenant_id = ${decisions.tenantId} and answer.case_id = ${decisions.caseId}
            and answer.appeal_of_id = ${decisions.id} and answer.state in ('approved', 'denied'))`,
      ),
    )
    .orderBy(desc(decisions.createdAt), desc(decisions.id))
    .limit(1);
  return appealed;
}

/** One page of the decisions of a case, the newest first. */
export async function listDecisions(
  actor: Actor,
  caseId: string,
  { cursor, limit }: DecisionPageQuery,
): Promise<Readonly<{ rows: readonly Decision[]; nextCursor: string | undefined }>> {
  const [found] = await readAs(actor, (db) => [
    db
      .select()
      .from(decisions)
      .where(
        and(
          eq(decisions.tenantId, actor.tenantId),
          eq(decisions.caseId, caseId),
          cursor ? sql`${decisions.id} < ${cursor}::uuid` : undefined,
        ),
      )
      .orderBy(desc(decisions.id))
      .limit(limit + 1),
  ]);
  const rows = found.slice(0, limit);
  return { rows, nextCursor: found.length > limit ? rows.at(-1)?.id : undefined };
}

export async function findDecision(actor: Actor, decisionId: string): Promise<Decision | undefined> {
  const [[found]] = await readAs(actor, (db) => [selectDecision(db, actor.tenantId, decisionId)]);
  return found;
}

export const selectDecision = (db: Transaction, tenantId: string, decisionId: string) =>
  db
    .select()
    .from(decisions)
    .where(and(eq(decisions.tenantId, tenantId), eq(decisions.id, decisionId)));

export type WaitingApproval = Decision &
  OpenApproval &
  Readonly<{
    approvalId: string;
    expiresAt: Date;
    askedAt: Date;
    caseNumber: number;
    subject: string;
    customerName: string;
  }>;

/** Everything that waits for a yes, oldest first. */
export async function listApprovals(
  actor: Actor,
  {
    cursor,
    limit = 100,
    caseId,
  }: Readonly<{ cursor?: string | undefined; limit?: number; caseId?: string }> = {},
): Promise<Readonly<{ rows: readonly WaitingApproval[]; nextCursor: string | undefined }>> {
  const [rows] = await readAs(actor, (db) => [
    db
      .select({
        approval: approvals,
        decision: decisions,
        caseNumber: cases.number,
        subject: cases.subject,
        customerName: customers.name,
        votes: votesOf,
      })
      .from(approvals)
      .innerJoin(
        decisions,
        and(eq(decisions.tenantId, approvals.tenantId), eq(decisions.id, approvals.decisionId)),
      )
      .innerJoin(cases, and(eq(cases.tenantId, approvals.tenantId), eq(cases.id, approvals.caseId)))
      .innerJoin(customers, and(eq(customers.tenantId, cases.tenantId), eq(customers.id, cases.customerId)))
      .where(
        and(
          eq(approvals.tenantId, actor.tenantId),
          eq(approvals.state, "waiting"),
          // Ids are in the order of time, so the id alone is a cursor.
          cursor ? sql`${approvals.id} > ${cursor}::uuid` : undefined,
          caseId ? eq(approvals.caseId, caseId) : undefined,
        ),
      )
      .orderBy(asc(approvals.id))
      .limit(limit + 1),
  ]);
  const page = rows.slice(0, limit).map(({ approval, decision, ...row }) => ({
    ...decision,
    ...row,
    approvalId: approval.id,
    requiredRole: approval.requiredRole,
    requiredVotes: approval.requiredVotes,
    expiresAt: approval.expiresAt,
    askedAt: approval.createdAt,
  }));
  return { rows: page, nextCursor: rows.length > limit ? page.at(-1)?.approvalId : undefined };
}

type Votes = { memberId: string; memberName: string; role: ApproverRole }[];
const votesOf = sql<Votes>`coalesce((
  select jsonb_agg(jsonb_build_object('memberId', v.member_id, 'memberName', v.member_name, 'role', v.role)
    order by v.voted_at)
  from ${approvalVotes} v
  where v.tenant_id = ${approvals.tenantId} and v.approval_id = ${approvals.id}), '[]')`;

/** The question about a decision that is still open, with the votes so far. */
export async function findOpenApproval(
  tx: Transaction,
  tenantId: string,
  decisionId: string,
): Promise<(OpenApproval & { id: string; hash: string; isExpired: boolean }) | undefined> {
  const [found] = await tx
    .select({
      id: approvals.id,
      hash: approvals.hash,
      // Not now(): whoever waited for a lock must not say yes with the time they began at.
      isExpired: sql<boolean>`${approvals.expiresAt} <= clock_timestamp()`,
      requiredRole: approvals.requiredRole,
      requiredVotes: approvals.requiredVotes,
      votes: votesOf,
    })
    .from(approvals)
    .where(
      and(
        eq(approvals.tenantId, tenantId),
        eq(approvals.decisionId, decisionId),
        eq(approvals.state, "waiting"),
      ),
    );
  return found;
}

export type Decided = Pick<Decision, "id" | "state" | "lines" | "legs" | "extras" | "amountMinor">;

/** States in which a decision's money and pieces are spoken for. */
const standing: DecisionState[] = ["approved", "awaiting_approval"];

/** What stands of the decisions about an order, of whatever case. Call it while holding the order's charges. */
export const listDecided = (tx: Transaction, tenantId: string, orderId: string): Promise<Decided[]> =>
  tx
    .select({
      id: decisions.id,
      state: decisions.state,
      lines: decisions.lines,
      legs: decisions.legs,
      extras: decisions.extras,
      amountMinor: decisions.amountMinor,
    })
    .from(decisions)
    .where(
      and(
        eq(decisions.tenantId, tenantId),
        eq(decisions.orderId, orderId),
        inArray(decisions.state, standing),
      ),
    );

type History = Omit<PolicyFacts["customer"], "membership" | "orders">;

/**
 * What was refunded to a customer before: what we decided, and what the provider says was refunded past us. Nobody
 * reports when that was, so it counts for as long as its order is young. Amounts in minor units of `currency`.
 */
export async function findCustomerHistory(
  tx: Transaction,
  tenantId: string,
  of: Readonly<{ customerId: string; currency: string; except?: string | undefined }>,
): Promise<History> {
  const inCurrency = sql`${decisions.currency} = ${of.currency}`;
  const lastDay = sql`${decisions.createdAt} > now() - interval '24 hours'`;
  const [row] = await tx
    .select({
      refundsIn90Days: sql<number>`count(*)::int`,
      orderIds: sql<(string | null)[]>`coalesce(jsonb_agg(distinct ${decisions.orderId}), '[]')`,
      lastDayMinor: sql<string>`coalesce(sum(${decisions.amountMinor}) filter (where ${inCurrency} and ${lastDay}), 0)::text`,
      goodwillMinor: sql<string>`coalesce(sum((
        select sum((extra ->> 'amountMinor')::bigint) from jsonb_array_elements(${decisions.extras}) extra
        where extra ->> 'kind' = 'goodwill')) filter (where ${inCurrency}), 0)::text`,
    })
    .from(decisions)
    .where(
      and(
        eq(decisions.tenantId, tenantId),
        eq(decisions.customerId, of.customerId),
        inArray(decisions.state, standing),
        sql`${decisions.createdAt} > now() - interval '90 days'`,
        of.except ? ne(decisions.id, of.except) : undefined,
      ),
    );
  const elsewhere = await listRefundedElsewhere(tx, tenantId, of.customerId);
  const orderIds = [...(row?.orderIds ?? []), ...elsewhere].filter((id) => id !== null);
  return {
    refundsIn90Days: (row?.refundsIn90Days ?? 0) + elsewhere.length,
    refundedOrdersIn90Days: new Set(orderIds).size,
    refundedIn24HoursMinor: Number(row?.lastDayMinor ?? 0),
    goodwillIn90DaysMinor: Number(row?.goodwillMinor ?? 0),
  };
}
