import { and, desc, eq, ilike, or } from "drizzle-orm";
import type { FoundCase } from "@/lib/modules/cases/find-schema";
import { cases } from "@/lib/modules/cases/tables";
import { customers, orders } from "@/lib/modules/orders/tables";
import type { Actor } from "@/lib/platform/actor";
import { readAs } from "@/lib/platform/db";

const shown = 8;

/** The newest cases that the words name: a case's number alone, else customer, order or subject. */
export async function findCasesByWords(actor: Actor, words: string): Promise<FoundCase[]> {
  const [, digits] = /^#?(\d{1,9})$/.exec(words) ?? [];
  const pattern = `%${words.replace(/[\\%_]/g, "\\$&")}%`;
  const named = or(
    digits ? eq(cases.number, Number(digits)) : undefined,
    ilike(cases.subject, pattern),
    ilike(customers.name, pattern),
    ilike(orders.externalId, pattern),
  );
  const [found] = await readAs(actor, (db) => [
    db
      .select({ id: cases.id, number: cases.number, subject: cases.subject, customerName: customers.name })
      .from(cases)
      .innerJoin(customers, and(eq(customers.tenantId, cases.tenantId), eq(customers.id, cases.customerId)))
      .leftJoin(orders, and(eq(orders.tenantId, cases.tenantId), eq(orders.id, cases.orderId)))
      .where(and(eq(cases.tenantId, actor.tenantId), named))
      .orderBy(desc(cases.lastMessageAt), desc(cases.id))
      .limit(shown),
  ]);
  // Whoever types a number means that case.
  return found.sort(
    (one, other) => Number(String(other.number) === digits) - Number(String(one.number) === digits),
  );
}
