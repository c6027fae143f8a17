import { and, eq, inArray, lte, ne, type SQL, sql } from "drizzle-orm";
import { programOf, sameProgram } from "@/lib/modules/access/same-program";
import type { Transaction } from "@/lib/platform/db";
import type { Exposure } from "./policy";
import { decisions } from "./tables";

type Counted = Readonly<{
  orderId: string;
  customerId: string;
  currency: string;
  amountMinor: number;
  /** Who proposed, whoever acts now. */
  proposerId: string | null;
  /** Counted by `amountMinor` already. */
  decisionId: string;
  /** Counts only what was decided until then; left out: everything. */
  before?: Date;
}>;

/**
 * What was decided before, so that many small refunds count as the large one they are. Everybody who adds to the sums
 * of a customer or a proposer queues here until their commit. Take the case before and the charges after it.
 */
export async function countExposure(tx: Transaction, tenantId: string, counted: Counted): Promise<Exposure> {
  await holdSums(tx, tenantId, { customerId: counted.customerId, people: [counted.proposerId] });
  const lastDay = sql`${decisions.createdAt} > now() - interval '24 hours'`;
  const sum = (condition: SQL | undefined) =>
    sql<string>`coalesce(sum(${decisions.amountMinor}) filter (where ${condition}), 0)::text`;
  const ofProposer = sameProgram(tenantId, counted.proposerId);
  const decidedAlone = and(
    eq(decisions.state, "approved"),
    sql`${decisions.decidedById} = any(${ofProposer})`,
    sql`${decisions.proposedById} = any(${ofProposer})`,
    lastDay,
  );
  const [sums] = await tx
    .select({
      order: sum(eq(decisions.orderId, counted.orderId)),
      customer: sum(and(eq(decisions.customerId, counted.customerId), lastDay)),
      actor: sum(decidedAlone),
    })
    .from(decisions)
    .where(
      and(
        eq(decisions.tenantId, tenantId),
        eq(decisions.currency, counted.currency),
        inArray(decisions.state, ["approved", "awaiting_approval"]),
        ne(decisions.id, counted.decisionId),
        counted.before ? lte(decisions.createdAt, counted.before) : undefined,
        sql`(${decisions.orderId} = ${counted.orderId}
          or (${decisions.customerId} = ${counted.customerId} and ${lastDay})
          or (${decisions.proposedById} = any(${ofProposer}) and ${lastDay}))`,
      ),
    );
  const withThis = (minor: string | undefined) => Number(minor ?? 0) + counted.amountMinor;
  return {
    decisionMinor: counted.amountMinor,
    orderMinor: withThis(sums?.order),
    customerMinor: withThis(sums?.customer),
    actorMinor: withThis(sums?.actor),
  };
}

/**
 * Takes the place in the queue alone: whoever frees money before counting would take the charges too early. People are
 * taken in the order of their ids, so that two who act on each other's proposals do not wait in a circle.
 */
export async function holdSums(
  tx: Transaction,
  tenantId: string,
  { customerId, people }: Readonly<{ customerId: string | null; people: readonly (string | null)[] }>,
): Promise<void> {
  if (customerId) await lockSum(tx, sql`${`customer:${tenantId}:${customerId}`}::text`);
  for (const id of [...new Set(people)].toSorted()) {
    if (id) await lockSum(tx, sql`${`person:${tenantId}:`}::text || ${programOf(tenantId, id)}::text`);
  }
}

/**
 * What somebody decided alone and approved for others in 24 hours, in minor units. Exact while their sums are held.
 */
export async function sumActedToday(
  tx: Transaction,
  tenantId: string,
  { personId, currency }: Readonly<{ personId: string | null; currency: string }>,
): Promise<number> {
  if (!personId) return 0;
  const same = sameProgram(tenantId, personId);
  const [row] = await tx.execute<{ sum: string }>(sql`
    select ((
      select coalesce(sum(d.amount_minor), 0)
      from makegood.approval_votes v
      join makegood.approvals a on a.tenant_id = v.tenant_id and a.id = v.approval_id
      join makegood.decisions d on d.tenant_id = a.tenant_id and d.id = a.decision_id
      where v.tenant_id = ${tenantId} and v.member_id = any(${same}) and v.voted_at > now() - interval '24 hours'
        and d.currency = ${currency} and d.state in ('approved', 'awaiting_approval')
    ) + (
      select coalesce(sum(d.amount_minor), 0) from makegood.decisions d
      where d.tenant_id = ${tenantId} and d.proposed_by_id = any(${same}) and d.decided_by_id = any(${same})
        and d.created_at > now() - interval '24 hours' and d.currency = ${currency} and d.state = 'approved'
    ))::text as sum`);
  return Number(row?.sum ?? 0);
}

const lockSum = (tx: Transaction, name: SQL) =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
