import "server-only";
import { and, asc, desc, eq, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { takesMessages } from "@/lib/modules/cases/messages";
import type { ConversationState } from "@/lib/modules/cases/schema";
import { attachmentContents, attachments, cases, messages } from "@/lib/modules/cases/tables";
import { decisions } from "@/lib/modules/decisions/tables";
import type { OrderStatus } from "@/lib/modules/orders/schema";
import { charges, customers, orderLines, orders, paymentMethods } from "@/lib/modules/orders/tables";
import { refunds } from "@/lib/modules/refunds/tables";
import type { CustomerActor } from "@/lib/platform/actor";
import { readAs, type Transaction } from "@/lib/platform/db";
import { type RequestStatus, statusOf, type ToldDecision, type ToldRefund } from "./status";

// All of it is read under the customer's own role: what is not theirs to see, these queries could not return.

export type OwnOrder = Readonly<{
  id: string;
  number: string;
  status: OrderStatus;
  currency: string;
  totalMinor: number;
  placedAt: Date;
  lines: readonly Readonly<{
    id: string;
    name: string;
    options: string;
    quantity: number;
    unitPriceMinor: number;
  }>[];
}>;

export type OwnRequest = Readonly<{
  id: string;
  number: number;
  subject: string;
  orderId: string | null;
  createdAt: Date;
  /** Of the last word in its thread. */
  lastWordAt: Date;
  status: RequestStatus;
}>;

export type OwnFile = Readonly<{ id: string; name: string; mediaType: string; sizeBytes: number }>;

export type OwnRequestDetail = OwnRequest &
  Readonly<{
    orderNumber: string | null;
    decisions: readonly ToldDecision[];
    mergedInto: Readonly<{ id: string; number: number }> | null;
    messages: readonly Readonly<{
      id: string;
      isOwn: boolean;
      body: string;
      createdAt: Date;
      files: readonly OwnFile[];
    }>[];
  }>;

const pageSize = 200;

/** The customer's orders with their lines, the newest first. */
export async function listOwnOrders(customer: CustomerActor): Promise<readonly OwnOrder[]> {
  const [found, lines] = await readAs(customer, (db) => [
    db
      .select({
        ...{ id: orders.id, number: orders.externalId, status: orders.status, currency: orders.currency },
        ...{ totalMinor: orders.totalMinor, placedAt: orders.placedAt },
      })
      .from(orders)
      .orderBy(desc(orders.placedAt), desc(orders.id))
      .limit(pageSize),
    db
      .select({
        ...{ id: orderLines.id, orderId: orderLines.orderId, name: orderLines.name },
        ...{ options: orderLines.options, quantity: orderLines.quantity },
        unitPriceMinor: orderLines.unitPriceMinor,
      })
      .from(orderLines)
      .orderBy(asc(orderLines.sequence), asc(orderLines.id)),
  ]);
  return found.map((order) => ({ ...order, lines: lines.filter(({ orderId }) => orderId === order.id) }));
}

/** The customer's requests, the newest first, each with where it stands. */
export async function listOwnRequests(customer: CustomerActor): Promise<readonly OwnRequest[]> {
  const [found, told, paid, words] = await readAs(customer, (db) => [
    selectCases(db).orderBy(desc(cases.createdAt), desc(cases.id)).limit(pageSize),
    selectDecisions(db),
    selectRefunds(db),
    db.select(momentColumns).from(messages).orderBy(asc(messages.createdAt), asc(messages.id)),
  ]);
  return found.map((row) => requestOf(row, { told, paid, words }));
}

/** One of the customer's requests with its thread, or undefined for everybody else's. */
export async function findOwnRequest(
  customer: CustomerActor,
  caseId: string,
): Promise<OwnRequestDetail | undefined> {
  const [[found], told, paid, words, files] = await readAs(customer, (db) => [
    selectCases(db).where(eq(cases.id, caseId)),
    selectDecisions(db).where(eq(decisions.caseId, caseId)),
    selectRefunds(db).where(eq(refunds.caseId, caseId)),
    db
      .select({ ...momentColumns, id: messages.id, body: messages.body })
      .from(messages)
      .where(eq(messages.caseId, caseId))
      .orderBy(asc(messages.createdAt), asc(messages.id)),
    db
      .select({ ...fileColumns, messageId: attachments.messageId })
      .from(attachments)
      .where(eq(attachments.caseId, caseId))
      .orderBy(asc(attachments.createdAt), asc(attachments.id)),
  ]);
  if (!found) return undefined;
  const { orderNumber, mergedIntoId, mergedIntoNumber } = found;
  return {
    ...requestOf(found, { told, paid, words }),
    orderNumber,
    decisions: told,
    mergedInto:
      mergedIntoId && mergedIntoNumber !== null ? { id: mergedIntoId, number: mergedIntoNumber } : null,
    messages: words.map(({ id, kind, body, createdAt }) => ({
      ...{ id, body, createdAt, isOwn: kind === "customer" },
      files: files.filter(({ messageId }) => messageId === id),
    })),
  };
}

type CaseRow = Pick<OwnRequest, "id" | "number" | "subject" | "orderId" | "createdAt"> &
  Readonly<{ conversation: ConversationState }>;
type Around = Readonly<{
  told: readonly (ToldDecision & { caseId: string })[];
  paid: readonly (ToldRefund & { decisionId: string })[];
  words: readonly Readonly<{ caseId: string; kind: string; createdAt: Date }>[];
}>;

function requestOf(row: CaseRow, { told, paid, words }: Around): OwnRequest {
  const { id, number, subject, orderId, createdAt, conversation } = row;
  const thread = words.filter(({ caseId }) => caseId === id);
  const decided = told.filter(({ caseId }) => caseId === id);
  const approved = decided.filter(({ state }) => state === "approved").map((decision) => decision.id);
  return {
    ...{ id, number, subject, orderId, createdAt },
    lastWordAt: thread.at(-1)?.createdAt ?? createdAt,
    status: statusOf({
      ...{ conversation, createdAt, isOpenToWords: takesMessages(conversation) },
      decision: decided[0] ?? null,
      lastWroteAt: thread.findLast(({ kind }) => kind === "customer")?.createdAt ?? null,
      refunds: paid.filter(({ decisionId }) => approved.includes(decisionId)),
    }),
  };
}

const momentColumns = { caseId: messages.caseId, kind: messages.kind, createdAt: messages.createdAt };
const fileColumns = {
  ...{ id: attachments.id, name: attachments.name },
  ...{ mediaType: attachments.mediaType, sizeBytes: attachments.sizeBytes },
};

const otherCases = alias(cases, "other_cases");

const selectCases = (db: Transaction) =>
  db
    .select({
      ...{ id: cases.id, number: cases.number, subject: cases.subject, orderId: cases.orderId },
      ...{ conversation: cases.conversation, createdAt: cases.createdAt },
      orderNumber: orders.externalId,
      ...{ mergedIntoId: cases.mergedIntoId, mergedIntoNumber: otherCases.number },
    })
    .from(cases)
    .leftJoin(orders, and(eq(orders.tenantId, cases.tenantId), eq(orders.id, cases.orderId)))
    .leftJoin(otherCases, and(eq(otherCases.tenantId, cases.tenantId), eq(otherCases.id, cases.mergedIntoId)))
    .$dynamic();

// The newest first: a request stands where its last decision does.
const selectDecisions = (db: Transaction) =>
  db
    .select({
      ...{ id: decisions.id, caseId: decisions.caseId, state: decisions.state, outcome: decisions.outcome },
      ...{ amountMinor: decisions.amountMinor, currency: decisions.currency, denial: decisions.denial },
      appealOfId: decisions.appealOfId,
      at: sql<Date>`coalesce(${decisions.decidedAt}, ${decisions.createdAt})`.mapWith(decisions.createdAt),
    })
    .from(decisions)
    .orderBy(desc(decisions.createdAt), desc(decisions.id))
    .$dynamic();

const selectRefunds = (db: Transaction) =>
  db
    .select({
      ...{ id: refunds.id, decisionId: refunds.decisionId, state: refunds.state, method: refunds.method },
      ...{ amountMinor: refunds.amountMinor, currency: refunds.currency, replacesId: refunds.replacesId },
      ...{ submittedAt: refunds.submittedAt, settledAt: refunds.settledAt },
      label: sql<string | null>`coalesce(${paymentMethods.label}, ${charges.methodLabel})`,
      reference: sql<string | null>`coalesce(${refunds.manualReference}, ${refunds.providerRefundId})`,
    })
    .from(refunds)
    .leftJoin(charges, and(eq(charges.tenantId, refunds.tenantId), eq(charges.id, refunds.chargeId)))
    .leftJoin(
      paymentMethods,
      and(eq(paymentMethods.tenantId, refunds.tenantId), eq(paymentMethods.id, refunds.destinationId)),
    )
    .orderBy(asc(refunds.createdAt), asc(refunds.id))
    .$dynamic();

/** A file that was sent with a message the customer sees, with its bytes; undefined for every other one. */
export async function findOwnFile(
  customer: CustomerActor,
  fileId: string,
): Promise<(OwnFile & Readonly<{ sha256: string; content: Buffer }>) | undefined> {
  const [[found]] = await readAs(customer, (db) => [
    db
      .select({ ...fileColumns, sha256: attachments.sha256, content: attachmentContents.content })
      .from(attachments)
      .innerJoin(
        attachmentContents,
        and(
          eq(attachmentContents.tenantId, attachments.tenantId),
          eq(attachmentContents.sha256, attachments.sha256),
        ),
      )
      .where(eq(attachments.id, fileId)),
  ]);
  return found;
}

/** What the shop knows of the person, and how they paid. */
export async function findOwnFacts(customer: CustomerActor) {
  const [people, methods, paid] = await readAs(customer, (db) => [
    db
      .select({
        ...{ name: customers.name, email: customers.email },
        ...{ city: customers.city, country: customers.country, createdAt: customers.createdAt },
      })
      .from(customers)
      .orderBy(asc(customers.createdAt)),
    db.select({ kind: paymentMethods.kind, label: paymentMethods.label }).from(paymentMethods),
    db
      .select({
        ...{ orderId: charges.orderId, label: charges.methodLabel },
        ...{ amountMinor: charges.capturedMinor, currency: charges.currency, createdAt: charges.createdAt },
      })
      .from(charges)
      .orderBy(asc(charges.createdAt)),
  ]);
  return { people, methods, payments: paid };
}
