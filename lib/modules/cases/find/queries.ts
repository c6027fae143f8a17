import { and, eq } from "drizzle-orm";
import type { FoundCase } from "@/lib/modules/cases/find-schema";
import { listInboxIn } from "@/lib/modules/cases/inbox/queries";
import { inboxView } from "@/lib/modules/cases/inbox/schema";
import { cases } from "@/lib/modules/cases/tables";
import { customers } from "@/lib/modules/orders/tables";
import type { Actor } from "@/lib/platform/actor";
import { readAs } from "@/lib/platform/db";

const shown = 8;

/**
 * The newest cases that the words name, found as the inbox finds them, operators and slips of the pen included. Whoever
 * types a number means the case with that number first.
 * @param currency the workspace's own, for amounts in the words that name none
 */
export async function findCasesByWords(actor: Actor, words: string, currency: string): Promise<FoundCase[]> {
  const [, digits] = /^#?(\d{1,9})$/.exec(words.trim()) ?? [];
  const [numbered, { rows }] = await readAs(actor, (db) => [
    db
      .select({ id: cases.id, number: cases.number, subject: cases.subject, customerName: customers.name })
      .from(cases)
      .innerJoin(customers, and(eq(customers.tenantId, cases.tenantId), eq(customers.id, cases.customerId)))
      .where(and(eq(cases.tenantId, actor.tenantId), eq(cases.number, Number(digits ?? -1)))),
    listInboxIn(db, actor, { ...inboxView.parse({ q: words }), currency, hasDone: true, limit: shown }),
  ]);
  const others = rows.filter(({ id }) => id !== numbered[0]?.id);
  return [...numbered, ...others]
    .slice(0, shown)
    .map(({ id, number, subject, customerName }) => ({ id, number, subject, customerName }));
}
