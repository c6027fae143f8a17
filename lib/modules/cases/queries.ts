import { and, asc, desc, eq, gt, isNull, or, type SQL, sql } from "drizzle-orm";
import { customers, orders } from "@/lib/modules/orders/tables";
import { type Actor, actorId } from "@/lib/platform/actor";
import { readAs } from "@/lib/platform/db";
import {
  type CaseDetail,
  type InboxCounts,
  type InboxPage,
  type InboxQuery,
  type InboxRow,
  type InboxSplit,
  inboxSplits,
} from "./schema";
import { cases, messages } from "./tables";

const inboxColumns = {
  id: cases.id,
  number: cases.number,
  subject: cases.subject,
  preview: cases.preview,
  customerName: customers.name,
  orderExternalId: orders.externalId,
  conversation: cases.conversation,
  decision: cases.decision,
  refund: cases.refund,
  amountMinor: cases.amountMinor,
  currency: cases.currency,
  followThrough: cases.followThrough,
  assigneeName: cases.assigneeName,
  lastMessageAt: cases.lastMessageAt,
};

const ofCustomer = and(eq(customers.tenantId, cases.tenantId), eq(customers.id, cases.customerId));
const ofOrder = and(eq(orders.tenantId, cases.tenantId), eq(orders.id, cases.orderId));

const isStuck = or(gt(cases.needsAttention, 0), eq(cases.refund, "unknown"));

function inSplit(actor: Actor, split: InboxSplit): SQL | undefined {
  switch (split) {
    case "all":
      return undefined;
    case "mine":
      return eq(cases.assigneeId, actorId(actor) ?? actor.tenantId);
    case "unassigned":
      return isNull(cases.assigneeId);
    case "needs-decision":
      return and(eq(cases.decision, "none"), eq(cases.conversation, "open"));
    case "awaiting-approval":
      return eq(cases.decision, "awaiting_approval");
    case "attention":
      return isStuck;
  }
}

// As text, because a JavaScript date would cut the microseconds that the order depends on.
const cursorMoment = sql<string>`to_char(${cases.lastMessageAt} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
const cursorPattern = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)_([0-9a-f-]{36})$/;

/** A cursor that is not one of ours starts from the top. */
function after(cursor: string | undefined): SQL | undefined {
  const [, moment, id] = cursorPattern.exec(cursor ?? "") ?? [];
  if (!moment || !id || Number.isNaN(Date.parse(moment))) return undefined;
  return sql`(${cases.lastMessageAt}, ${cases.id}) < (${moment}::timestamptz, ${id}::uuid)`;
}

/** One page of the inbox, newest message first. */
export async function listInbox(actor: Actor, query: InboxQuery): Promise<InboxPage> {
  const [found] = await readAs(actor, (db) => [
    db
      .select({ ...inboxColumns, cursorMoment })
      .from(cases)
      .innerJoin(customers, ofCustomer)
      .leftJoin(orders, ofOrder)
      .where(and(eq(cases.tenantId, actor.tenantId), inSplit(actor, query.split), after(query.cursor)))
      .orderBy(desc(cases.lastMessageAt), desc(cases.id))
      .limit(query.limit + 1),
  ]);
  const page = found.slice(0, query.limit);
  const last = found.length > query.limit ? page.at(-1) : undefined;
  return {
    rows: page.map(({ cursorMoment: _, ...row }) => row),
    nextCursor: last && `${last.cursorMoment}_${last.id}`,
  };
}

/** How many cases each split holds. */
export async function countInbox(actor: Actor): Promise<InboxCounts> {
  const count = (split: InboxSplit) =>
    sql<number>`count(*) filter (where ${inSplit(actor, split) ?? true})::int`;
  const [[counts]] = await readAs(actor, (db) => [
    db
      .select({
        all: count("all"),
        mine: count("mine"),
        unassigned: count("unassigned"),
        "needs-decision": count("needs-decision"),
        "awaiting-approval": count("awaiting-approval"),
        attention: count("attention"),
      })
      .from(cases)
      .where(eq(cases.tenantId, actor.tenantId)),
  ]);
  return counts ?? (Object.fromEntries(inboxSplits.map((split) => [split, 0])) as InboxCounts);
}

/** A case with its customer and thread, or undefined when the actor may not see such a case. */
export async function findCase(actor: Actor, caseId: string): Promise<CaseDetail | undefined> {
  const [[found], thread] = await readAs(actor, (db) => [
    db
      .select({ found: cases, customer: customers })
      .from(cases)
      .innerJoin(customers, ofCustomer)
      .where(and(eq(cases.tenantId, actor.tenantId), eq(cases.id, caseId))),
    db
      .select({
        id: messages.id,
        kind: messages.kind,
        authorName: messages.authorName,
        body: messages.body,
        createdAt: messages.createdAt,
      })
      .from(messages)
      .where(and(eq(messages.tenantId, actor.tenantId), eq(messages.caseId, caseId)))
      .orderBy(asc(messages.createdAt), asc(messages.id))
      .limit(200),
  ]);
  if (!found) return undefined;
  const { id, number, subject, conversation, decision, refund, amountMinor, currency } = found.found;
  const { version, orderId, assigneeName, followThrough, updatedAt } = found.found;
  const { name, email, city, country } = found.customer;
  return {
    ...{ id, number, subject, conversation, decision, refund, amountMinor, currency },
    ...{ version, orderId, assigneeName, followThrough, updatedAt },
    customer: { name, email, city, country },
    messages: thread,
  };
}

/** Every case that stands in red or whose payment nobody can vouch for, oldest first. */
export async function listAttention(actor: Actor, limit = 100): Promise<InboxRow[]> {
  const [rows] = await readAs(actor, (db) => [
    db
      .select(inboxColumns)
      .from(cases)
      .innerJoin(customers, ofCustomer)
      .leftJoin(orders, ofOrder)
      .where(and(eq(cases.tenantId, actor.tenantId), isStuck))
      .orderBy(asc(cases.updatedAt), asc(cases.id))
      .limit(limit),
  ]);
  return rows;
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
