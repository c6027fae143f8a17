import { and, eq } from "drizzle-orm";
import { cases } from "@/lib/modules/cases/tables";
import { orders } from "@/lib/modules/orders/tables";
import type { Actor } from "@/lib/platform/actor";
import { readAs } from "@/lib/platform/db";

export type Subject = Readonly<{ orderNumber: string; currency: string; caseNumber: number | null }>;

type By = Readonly<{ orderNumber: string } | { caseNumber: number } | { caseId: string }>;

/** The order that a policy can be asked about: by the shop's own number, or that of a case. */
export async function findSubject(actor: Actor, by: By): Promise<Subject | undefined> {
  const [[found]] = await readAs(actor, (db) => [
    db
      .select({ orderNumber: orders.externalId, currency: orders.currency, caseNumber: cases.number })
      .from(orders)
      .leftJoin(cases, and(eq(cases.tenantId, orders.tenantId), eq(cases.orderId, orders.id)))
      .where(and(eq(orders.tenantId, actor.tenantId), nameOf(by)))
      .limit(1),
  ]);
  return found;
}

const nameOf = (by: By) => {
  if ("orderNumber" in by) return eq(orders.externalId, by.orderNumber);
  return "caseId" in by ? eq(cases.id, by.caseId) : eq(cases.number, by.caseNumber);
};
