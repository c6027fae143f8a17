import { and, eq, sql } from "drizzle-orm";
import { limitsOf, loadSettings } from "@/lib/modules/access/settings";
import { findPolicyInForce } from "@/lib/modules/policies/queries";
import type { MemberActor } from "@/lib/platform/actor";
import { readAs, type Transaction } from "@/lib/platform/db";
import type { ApprovalCard, ApprovalChanges, ApprovalHistory } from "./approval-schema";
import { clausesOf } from "./clauses";
import { findLoan } from "./delegations";
import { sumActedToday } from "./exposure";
import { mayApprove, mayJudge } from "./policy";
import { findOpenApproval, selectDecision } from "./queries";
import type { Decision } from "./schema";
import { approvals } from "./tables";

/** What somebody who is asked for a yes should see; undefined once nobody is asked any more. */
export async function findApprovalCard(
  actor: MemberActor,
  approvalId: string,
): Promise<ApprovalCard | undefined> {
  const [card] = await readAs(actor, (db) => [load(db, actor, approvalId)]);
  return card;
}

async function load(
  db: Transaction,
  actor: MemberActor,
  approvalId: string,
): Promise<ApprovalCard | undefined> {
  const { tenantId } = actor;
  const [asked] = await db
    .select()
    .from(approvals)
    .where(
      and(eq(approvals.tenantId, tenantId), eq(approvals.id, approvalId), eq(approvals.state, "waiting")),
    );
  const [decision] = asked ? await selectDecision(db, tenantId, asked.decisionId) : [];
  const open = decision && (await findOpenApproval(db, tenantId, decision.id));
  if (!asked || !decision || !open) return undefined;
  const settings = await loadSettings(db, tenantId);
  const limits = limitsOf(settings, decision.currency);
  const around = await findAround(db, tenantId, decision);
  const standing = {
    delegatedRole: (await findLoan(db, actor))?.role,
    actedTodayMinor: await sumActedToday(db, tenantId, {
      personId: actor.userId,
      currency: decision.currency,
    }),
    firstDeciderId: around.firstDeciderId,
  };
  return {
    approvalId,
    decision,
    case: { id: decision.caseId, ...around.case },
    approval: { ...open, askedAt: asked.createdAt, expiresAt: asked.expiresAt },
    destination: around.destinations.join(" and ") || "nobody",
    lines: around.lines,
    isByAi: around.isByAi,
    limits,
    holdSeconds: settings.holdSeconds,
    clauses: decision.trace ? await clausesOf(db, tenantId, decision.trace.trace) : [],
    history: await findHistory(db, tenantId, decision),
    evidence: {
      files: around.files + (decision.trace?.facts.request.evidence.length ?? 0),
      confirmedBy: decision.trace?.facts.request.confirmedBy ?? null,
    },
    changes: await findChanges(db, tenantId, decision),
    approve: mayApprove(actor, decision, open, limits, standing),
    judge: mayJudge(actor, decision, standing),
  };
}

type Around = Readonly<{
  case: Omit<ApprovalCard["case"], "id">;
  destinations: readonly string[];
  lines: readonly string[];
  files: number;
  isByAi: boolean;
  firstDeciderId: string | null;
}>;

/** The names around a decision: its case, where the money goes, what it is for, who asked. */
async function findAround(db: Transaction, tenantId: string, decision: Decision): Promise<Around> {
  const [row] = await db.execute<Around>(sql`
    select
      jsonb_build_object('number', c.number, 'subject', c.subject, 'customerName', cu.name) as "case",
      (select coalesce(jsonb_agg(distinct coalesce(m.label, ch.method_label)), '[]')
        from jsonb_array_elements(d.legs) leg
        left join makegood.charges ch on ch.tenant_id = d.tenant_id and ch.id = (leg ->> 'chargeId')::uuid
        left join makegood.payment_methods m on m.tenant_id = d.tenant_id and m.id = (leg ->> 'destinationId')::uuid
        where coalesce(m.label, ch.method_label) is not null) as destinations,
      (select coalesce(jsonb_agg(
          case when (line ->> 'quantity')::int > 1 then (line ->> 'quantity') || ' × ' else '' end || l.name
          order by l.sequence), '[]')
        from jsonb_array_elements(d.lines) line
        join makegood.order_lines l on l.tenant_id = d.tenant_id and l.id = (line ->> 'orderLineId')::uuid)
      || (select coalesce(jsonb_agg(initcap(extra ->> 'kind')), '[]') from jsonb_array_elements(d.extras) extra) as lines,
      (select count(*)::int from makegood.attachments f
        where f.tenant_id = d.tenant_id and f.case_id = d.case_id and not f.is_staff_only) as files,
      coalesce((select k.is_ai from makegood.api_keys k
        where k.tenant_id = d.tenant_id and k.id = d.proposed_by_id), false) as "isByAi",
      (select before.decided_by_id from makegood.decisions before
        where before.tenant_id = d.tenant_id and before.id = d.appeal_of_id) as "firstDeciderId"
    from makegood.decisions d
    join makegood.cases c on c.tenant_id = d.tenant_id and c.id = d.case_id
    join makegood.customers cu on cu.tenant_id = c.tenant_id and cu.id = c.customer_id
    where d.tenant_id = ${tenantId} and d.id = ${decision.id}`);
  if (!row) throw new Error(`decision ${decision.id} has no case`);
  return row;
}

async function findHistory(db: Transaction, tenantId: string, decision: Decision): Promise<ApprovalHistory> {
  const [row] = await db.execute<{
    orders: number;
    refunds: number;
    sums: { currency: string; amountMinor: number }[];
  }>(sql`
    with earlier as (
      select currency, amount_minor from makegood.decisions
      where tenant_id = ${tenantId} and customer_id = ${decision.customerId} and id <> ${decision.id}
        and state in ('approved', 'awaiting_approval') and created_at > now() - interval '90 days')
    select
      (select count(*)::int from makegood.orders
        where tenant_id = ${tenantId} and customer_id = ${decision.customerId}) as orders,
      (select count(*)::int from earlier) as refunds,
      (select coalesce(jsonb_agg(jsonb_build_object('currency', currency, 'amountMinor', sum) order by currency), '[]')
        from (select currency, sum(amount_minor) as sum from earlier group by currency) sums) as sums`);
  return row ?? { orders: 0, refunds: 0, sums: [] };
}

async function findChanges(db: Transaction, tenantId: string, decision: Decision): Promise<ApprovalChanges> {
  const since = decision.createdAt.toISOString();
  const [row] = await db.execute<Omit<ApprovalChanges, "policyNow">>(sql`
    select
      (select count(*)::int from makegood.messages
        where tenant_id = ${tenantId} and case_id = ${decision.caseId} and kind = 'customer'
          and created_at > ${since}) as messages,
      (select count(*)::int from makegood.decisions
        where tenant_id = ${tenantId} and customer_id = ${decision.customerId} and id <> ${decision.id}
          and created_at > ${since}) as decisions,
      (select count(*)::int from makegood.disputes p
        join makegood.charges ch on ch.tenant_id = p.tenant_id and ch.id = p.charge_id
        where ch.tenant_id = ${tenantId} and ch.order_id = ${decision.orderId}
          and p.opened_at > ${since}) as disputes,
      (select coalesce(jsonb_agg(distinct h.reason), '[]') from makegood.refund_holds h
        join makegood.refunds r on r.tenant_id = h.tenant_id and r.id = h.refund_id
        where r.tenant_id = ${tenantId} and r.decision_id = ${decision.id} and h.lifted_at is null) as holds`);
  const { number: policyNow } = await findPolicyInForce(db, tenantId);
  return { messages: 0, decisions: 0, disputes: 0, holds: [], ...row, policyNow };
}
