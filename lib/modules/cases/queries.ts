import { and, eq, gt, or, type SQL, sql } from "drizzle-orm";
import { customers, orders } from "@/lib/modules/orders/tables";
import type { Actor } from "@/lib/platform/actor";
import { readAs, type Transaction } from "@/lib/platform/db";
import type { CaseDetail } from "./schema";
import { cases } from "./tables";

/** The earliest of what is owed: what the clock in lists shows. */
export const dueAt =
  sql<Date | null>`least(${cases.firstReplyDueAt}, ${cases.nextReplyDueAt}, ${cases.refundDueAt})`.mapWith(
    cases.firstReplyDueAt,
  );

const ofCustomer = and(eq(customers.tenantId, cases.tenantId), eq(customers.id, cases.customerId));
const ofOrder = and(eq(orders.tenantId, cases.tenantId), eq(orders.id, cases.orderId));

const inboxColumns = {
  id: cases.id,
  number: cases.number,
  subject: cases.subject,
  preview: cases.preview,
  // Not joined: PostgreSQL asks for these once it knows which rows a list shows.
  customerName: sql<string>`(${sql`select ${customers.name} from ${customers} where ${ofCustomer}`})`,
  orderExternalId: sql<string | null>`(${sql`select ${orders.externalId} from ${orders} where ${ofOrder}`})`,
  conversation: cases.conversation,
  decision: cases.decision,
  refund: cases.refund,
  amountMinor: cases.amountMinor,
  currency: cases.currency,
  followThrough: cases.followThrough,
  verdict: cases.verdict,
  labels: cases.labels,
  assigneeId: cases.assigneeId,
  assigneeName: cases.assigneeName,
  snoozedUntil: cases.snoozedUntil,
  dueAt,
  lastMessageAt: cases.lastMessageAt,
};

export const isStuck = or(gt(cases.needsAttention, 0), eq(cases.refund, "unknown"));

/** The rows of lists, with where each stands in the list's order. */
export const selectInboxRows = (db: Transaction, place: SQL<string | null>) =>
  db
    .select({ ...inboxColumns, place })
    .from(cases)
    .$dynamic();

/** A case with its customer, or undefined when the actor may not see such a case. Its thread is `findThread`'s. */
export async function findCase(actor: Actor, caseId: string): Promise<CaseDetail | undefined> {
  const [[found]] = await readAs(actor, (db) => [
    db
      .select({ found: cases, customer: customers })
      .from(cases)
      .innerJoin(customers, ofCustomer)
      .where(and(eq(cases.tenantId, actor.tenantId), eq(cases.id, caseId))),
  ]);
  if (!found) return undefined;
  const { tenantId: _, stateBeforeMerge: __, targetBeforeMerge: ____, customerId: ___, ...own } = found.found;
  const { id, name, email, city, country } = found.customer;
  return { ...own, customer: { id, name, email, city, country } };
}

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
