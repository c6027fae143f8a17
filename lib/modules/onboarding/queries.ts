import { and, count, desc, eq, gte, inArray, isNull, or, sql } from "drizzle-orm";
import { members, tenantSettings } from "@/lib/modules/access/tables";
import { cases } from "@/lib/modules/cases/tables";
import { charges, customers, orderLines, orders } from "@/lib/modules/orders/tables";
import { providerConnections } from "@/lib/modules/payments/tables";
import { policyVersions } from "@/lib/modules/policies/tables";
import { refunds } from "@/lib/modules/refunds/tables";
import type { MemberActor } from "@/lib/platform/actor";
import { readAs } from "@/lib/platform/db";
import { type ProposedLimits, proposeLimits } from "./policy";
import type { Setup } from "./schema";

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

/** A case about a sample or a drill that nobody has put away yet. */
export type SandboxCase = Readonly<{
  caseId: string;
  number: number;
  /** Its decision that waits for a yes. */
  waiting: Readonly<{ id: string; version: number }> | null;
  failedRefundIds: readonly string[];
}>;

const mostSandboxCases = 200;

/** The open cases of samples and drills, oldest first: those about orders that the sandbox itself brought in. */
export async function listSandboxCases(actor: MemberActor): Promise<SandboxCase[]> {
  const { tenantId } = actor;
  const [rows] = await readAs(actor, (db) => [
    db
      .select({
        caseId: cases.id,
        number: cases.number,
        waiting: sql<SandboxCase["waiting"]>`(select jsonb_build_object('id', d.id, 'version', d.version)
          from makegood.decisions d where d.tenant_id = ${cases.tenantId} and d.case_id = ${cases.id}
            and d.state = 'awaiting_approval' limit 1)`,
        failedRefundIds: sql<
          string[]
        >`(select coalesce(jsonb_agg(r.id order by r.id), '[]') from makegood.refunds r
          where r.tenant_id = ${cases.tenantId} and r.case_id = ${cases.id} and r.state in ('failed', 'failed_late')
            and not exists (select from makegood.refunds other
              where other.tenant_id = r.tenant_id and other.replaces_id = r.id))`,
      })
      .from(cases)
      .innerJoin(orders, and(eq(orders.tenantId, cases.tenantId), eq(orders.id, cases.orderId)))
      .where(
        and(
          eq(cases.tenantId, tenantId),
          inArray(cases.conversation, ["open", "waiting_customer", "snoozed"]),
          sql`exists (select from makegood.audit_log a where a.tenant_id = ${tenantId} and a.action = 'sample.added'
            and a.detail ->> 'order' = ${orders.externalId})`,
        ),
      )
      .orderBy(cases.number)
      .limit(mostSandboxCases),
  ]);
  return rows;
}

export type FoundOrder = Readonly<{
  id: string;
  externalId: string;
  customerName: string;
  customerEmail: string;
  /** The names of its lines, with commas between them. */
  items: string;
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
        items: sql<string>`(select coalesce(string_agg(${orderLines.name}, ', ' order by ${orderLines.id}), '')
          from ${orderLines} where ${orderLines.tenantId} = ${orders.tenantId} and ${orderLines.orderId} = ${orders.id})`,
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
