import { and, eq, inArray, max, sql } from "drizzle-orm";
import { tenants } from "@/lib/modules/access/tables";
import { cases } from "@/lib/modules/cases/tables";
import { caseOf, type Effect } from "@/lib/modules/effects/schema";
import { effects } from "@/lib/modules/effects/tables";
import type { Actor } from "@/lib/platform/actor";
import { asTenant, readAs } from "@/lib/platform/db";
import type { CrmHealth } from "./schema";
import { crmConnections } from "./tables";

/** What the CRM is told about a case after an event of it. */
export type CrmPayload = Readonly<{
  type: string;
  tenant: string;
  sequence: number;
  case: Readonly<{ id: string; number: number; externalId: string | null }>;
  decision: string;
  refund: string;
  amountMinor: number | null;
  currency: string | null;
  occurredAt: string;
}>;

export async function findCrmPayload(effect: Effect): Promise<CrmPayload | undefined> {
  return asTenant(effect.tenantId, async (tx) => {
    const [found] = await tx
      .select({
        tenant: tenants.slug,
        id: cases.id,
        number: cases.number,
        externalId: cases.externalId,
        decision: cases.decision,
        refund: cases.refund,
        amountMinor: cases.amountMinor,
        currency: cases.currency,
        updatedAt: cases.updatedAt,
      })
      .from(cases)
      .innerJoin(tenants, eq(tenants.id, cases.tenantId))
      .where(and(eq(cases.tenantId, effect.tenantId), eq(cases.id, caseOf(effect))));
    if (!found) return undefined;
    const { tenant, id, number, externalId, updatedAt, ...state } = found;
    return {
      type: effect.template,
      tenant,
      sequence: effect.eventSeq,
      case: { id, number, externalId },
      ...state,
      occurredAt: updatedAt.toISOString(),
    };
  });
}

/** How the tenant's CRM is connected, when it last took a message, and how many wait for it. */
export async function findCrmHealth(actor: Actor): Promise<CrmHealth> {
  const { tenantId } = actor;
  const ofCrm = and(eq(effects.tenantId, tenantId), eq(effects.kind, "crm"));
  const [[connection], [delivered], [waiting]] = await readAs(actor, (db) => [
    db
      .select({
        url: crmConnections.url,
        connectedByName: crmConnections.connectedByName,
        checkedAt: crmConnections.checkedAt,
        failure: crmConnections.failure,
      })
      .from(crmConnections)
      .where(eq(crmConnections.tenantId, tenantId)),
    db
      .select({ at: max(effects.finishedAt) })
      .from(effects)
      .where(and(ofCrm, eq(effects.state, "done"))),
    db
      .select({ count: sql<number>`count(*)::int` })
      .from(effects)
      .where(and(ofCrm, inArray(effects.state, ["retrying", "dead"]))),
  ]);
  const none = { url: null, connectedByName: null, checkedAt: null, failure: null };
  return { ...(connection ?? none), lastDeliveredAt: delivered?.at ?? null, waiting: waiting?.count ?? 0 };
}
