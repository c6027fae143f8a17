import { and, count, desc, eq, gte, inArray, isNull, or, sql } from "drizzle-orm";
import { members, tenantSettings } from "@/lib/modules/access/tables";
import { cases } from "@/lib/modules/cases/tables";
import { charges, customers, orders } from "@/lib/modules/orders/tables";
import { providerConnections } from "@/lib/modules/payments/tables";
import { policyVersions } from "@/lib/modules/policies/tables";
import { refunds } from "@/lib/modules/refunds/tables";
import type { MemberActor } from "@/lib/platform/actor";
import { readAs } from "@/lib/platform/db";
import { type ProposedLimits, proposeLimits } from "./policy";
import { drillLabel, type Setup } from "./schema";

/** How far the workspace is set up. */
export async function findSetup(actor: MemberActor): Promise<Setup> {
  const { tenantId } = actor;
  const [connections, [ordered], policies, settings, [people], [paid]] = await readAs(actor, (db) => [
    db.select({ one: sql`1` }).from(providerConnections).where(eq(providerConnections.tenantId, tenantId)),
    db.select({ count: count() }).from(orders).where(eq(orders.tenantId, tenantId)),
    db
      .select({ one: sql`1` })
      .from(policyVersions)
      .where(and(eq(policyVersions.tenantId, tenantId), eq(policyVersions.state, "published")))
      .limit(1),
    db
      .select({ limits: tenantSettings.limits })
      .from(tenantSettings)
      .where(eq(tenantSettings.tenantId, tenantId)),
    db
      .select({ count: count() })
      .from(members)
      .where(and(eq(members.tenantId, tenantId), isNull(members.disabledAt))),
    db
      .select({ count: count() })
      .from(refunds)
      .where(and(eq(refunds.tenantId, tenantId), eq(refunds.state, "succeeded"))),
  ]);
  return {
    isProviderConnected: connections.length > 0,
    orderCount: ordered?.count ?? 0,
    hasPolicy: policies.length > 0,
    hasLimits: Object.keys(settings[0]?.limits ?? {}).length > 0,
    memberCount: people?.count ?? 0,
    paidCount: paid?.count ?? 0,
  };
}

const reachDays = 90;
const mostAmounts = 5_000;

/** Limits that fit what was refunded in the last 90 days, by currency; a currency with too few refunds is missing. */
export async function findProposedLimits(
  actor: MemberActor,
): Promise<readonly Readonly<{ currency: string; count: number; proposed: ProposedLimits }>[]> {
  const [rows] = await readAs(actor, (db) => [
    db
      .select({ currency: refunds.currency, amountMinor: refunds.amountMinor })
      .from(refunds)
      .where(
        and(
          eq(refunds.tenantId, actor.tenantId),
          inArray(refunds.state, ["succeeded", "pending", "scheduled", "submitting"]),
          gte(refunds.createdAt, sql`now() - make_interval(days => ${reachDays})`),
        ),
      )
      .orderBy(desc(refunds.createdAt))
      .limit(mostAmounts),
  ]);
  const currencies = [...new Set(rows.map(({ currency }) => currency))].sort();
  return currencies.flatMap((currency) => {
    const amounts = rows.filter((row) => row.currency === currency).map(({ amountMinor }) => amountMinor);
    const proposed = proposeLimits(amounts);
    return proposed ? [{ currency, count: amounts.length, proposed }] : [];
  });
}

/** Cases of drills that nobody has put away yet. */
export async function listDrillCases(actor: MemberActor): Promise<string[]> {
  const [rows] = await readAs(actor, (db) => [
    db
      .select({ id: cases.id })
      .from(cases)
      .where(
        and(
          eq(cases.tenantId, actor.tenantId),
          sql`${cases.labels} @> array[${drillLabel}]`,
          inArray(cases.conversation, ["open", "waiting_customer", "snoozed"]),
        ),
      )
      .limit(100),
  ]);
  return rows.map(({ id }) => id);
}

export type FoundOrder = Readonly<{
  id: string;
  externalId: string;
  customerName: string;
  customerEmail: string;
  currency: string;
  totalMinor: number;
  refundedMinor: number;
  placedAt: Date;
  caseId: string | null;
}>;

const pageSize = 50;

/** Orders whose number, customer or payment begins with `words`, the newest first; without words the newest ones. */
export async function searchOrders(actor: MemberActor, words: string): Promise<FoundOrder[]> {
  const { tenantId } = actor;
  const text = words.trim().toLowerCase();
  const begins = (column: typeof orders.externalId | typeof customers.email | typeof customers.name) =>
    sql`starts_with(lower(${column}), ${text})`;
  const [found] = await readAs(actor, (db) => [
    db
      .select({
        id: orders.id,
        externalId: orders.externalId,
        customerName: customers.name,
        customerEmail: customers.email,
        currency: orders.currency,
        totalMinor: orders.totalMinor,
        refundedMinor:
          sql<number>`(select coalesce(sum(${charges.reservedMinor} + ${charges.externalRefundedMinor}), 0)
          from ${charges} where ${charges.tenantId} = ${orders.tenantId} and ${charges.orderId} = ${orders.id})`.mapWith(
            Number,
          ),
        placedAt: orders.placedAt,
        caseId: sql<
          string | null
        >`(select ${cases.id} from ${cases} where ${cases.tenantId} = ${orders.tenantId}
          and ${cases.orderId} = ${orders.id} order by ${cases.createdAt} desc limit 1)`,
      })
      .from(orders)
      .innerJoin(customers, and(eq(customers.tenantId, orders.tenantId), eq(customers.id, orders.customerId)))
      .where(
        and(
          eq(orders.tenantId, tenantId),
          text === ""
            ? undefined
            : or(
                begins(orders.externalId),
                begins(customers.email),
                begins(customers.name),
                sql`exists (select from ${charges} where ${charges.tenantId} = ${orders.tenantId}
                  and ${charges.orderId} = ${orders.id} and ${charges.providerPaymentId} = ${words.trim()})`,
              ),
        ),
      )
      .orderBy(desc(orders.placedAt), desc(orders.id))
      .limit(pageSize),
  ]);
  return found;
}
