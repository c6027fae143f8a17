import { and, eq } from "drizzle-orm";
import { tenants } from "@/lib/modules/access/tables";
import { cases } from "@/lib/modules/cases/tables";
import { caseOf, type Effect } from "@/lib/modules/effects/schema";
import { asTenant } from "@/lib/platform/db";

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
