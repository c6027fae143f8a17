import { and, eq, sql } from "drizzle-orm";
import { tenants } from "@/lib/modules/access/tables";
import { cases } from "@/lib/modules/cases/tables";
import { decisions } from "@/lib/modules/decisions/tables";
import { caseOf, type Effect } from "@/lib/modules/effects/schema";
import { charges, customers, paymentMethods } from "@/lib/modules/orders/tables";
import { refunds } from "@/lib/modules/refunds/tables";
import { asTenant } from "@/lib/platform/db";
import type { MailFacts } from "./templates";

/** What a mail about a refund or a decision says, and to whom; undefined when there is nobody to tell. */
export async function findMailFacts(effect: Effect): Promise<(MailFacts & { to: string }) | undefined> {
  return asTenant(effect.tenantId, async (tx) => {
    const [found] = await tx
      .select({
        to: customers.email,
        customerName: customers.name,
        shopName: tenants.name,
        caseNumber: cases.number,
        amountMinor: sql<string>`coalesce(${refunds.amountMinor}, ${decisions.amountMinor})`,
        currency: sql<string>`coalesce(${refunds.currency}, ${decisions.currency})`,
        method: refunds.method,
        methodLabel: sql<string | null>`coalesce(${paymentMethods.label}, ${charges.methodLabel})`,
        reference: sql<string | null>`coalesce(${refunds.manualReference}, ${refunds.providerRefundId})`,
        denial: decisions.denial,
      })
      .from(cases)
      .innerJoin(customers, and(eq(customers.tenantId, cases.tenantId), eq(customers.id, cases.customerId)))
      .innerJoin(tenants, eq(tenants.id, cases.tenantId))
      .leftJoin(refunds, and(eq(refunds.tenantId, cases.tenantId), eq(refunds.id, effect.subjectId)))
      .leftJoin(decisions, and(eq(decisions.tenantId, cases.tenantId), eq(decisions.id, effect.subjectId)))
      .leftJoin(charges, and(eq(charges.tenantId, cases.tenantId), eq(charges.id, refunds.chargeId)))
      .leftJoin(
        paymentMethods,
        and(eq(paymentMethods.tenantId, cases.tenantId), eq(paymentMethods.id, refunds.destinationId)),
      )
      .where(and(eq(cases.tenantId, effect.tenantId), eq(cases.id, caseOf(effect))));
    if (!found?.amountMinor) return undefined;
    return {
      ...found,
      amountMinor: Number(found.amountMinor),
      methodLabel: found.methodLabel ?? "your payment method",
    };
  });
}
