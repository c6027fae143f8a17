import { and, eq, inArray, ne, type SQL, sql } from "drizzle-orm";
import { type Actor, actorId } from "@/lib/platform/actor";
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
}>;

/**
 * What was decided before, so that many small refunds count as the large one they are. Everybody who adds to the sums
 * of a customer or a proposer queues here until their commit. Take the case before and the charges after it.
 */
export async function countExposure(tx: Transaction, tenantId: string, counted: Counted): Promise<Exposure> {
  await holdSums(tx, tenantId, counted);
  const lastDay = sql`${decisions.createdAt} > now() - interval '24 hours'`;
  const sum = (condition: SQL | undefined) =>
    sql<string>`coalesce(sum(${decisions.amountMinor}) filter (where ${condition}), 0)::text`;
  const decidedAlone = and(
    eq(decisions.state, "approved"),
    sql`${decisions.decidedById} = ${decisions.proposedById}`,
    sql`${decisions.proposedById} = ${counted.proposerId}::uuid`,
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
        sql`(${decisions.orderId} = ${counted.orderId}
          or (${decisions.customerId} = ${counted.customerId} and ${lastDay})
          or (${decisions.proposedById} = ${counted.proposerId}::uuid and ${lastDay}))`,
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

/** Takes the place in the queue alone: whoever frees money before counting would take the charges too early. */
export async function holdSums(
  tx: Transaction,
  tenantId: string,
  { customerId, proposerId }: Pick<Counted, "customerId" | "proposerId">,
): Promise<void> {
  await lockSum(tx, `customer:${tenantId}:${customerId}`);
  if (proposerId) await lockSum(tx, `proposer:${tenantId}:${proposerId}`);
}

/**
 * What somebody approved for others in 24 hours, in minor units. Their approvals queue here.
 */
export async function sumApprovedToday(tx: Transaction, actor: Actor, currency: string): Promise<number> {
  const id = actorId(actor);
  if (!id) return 0;
  await lockSum(tx, `approver:${actor.tenantId}:${id}`);
  const [row] = await tx.execute<{ sum: string }>(sql`
    select coalesce(sum(d.amount_minor), 0)::text as sum
    from makegood.approval_votes v
    join makegood.approvals a on a.tenant_id = v.tenant_id and a.id = v.approval_id
    join makegood.decisions d on d.tenant_id = a.tenant_id and d.id = a.decision_id
    where v.tenant_id = ${actor.tenantId} and v.member_id = ${id} and v.voted_at > now() - interval '24 hours'
      and d.currency = ${currency} and d.state in ('approved', 'awaiting_approval')`);
  return Number(row?.sum ?? 0);
}

const lockSum = (tx: Transaction, name: string) =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
