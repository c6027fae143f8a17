import { and, eq, sql } from "drizzle-orm";
import { loadSettings } from "@/lib/modules/access/settings";
import { recordAudit } from "@/lib/modules/audit/audit";
import { findCustomerByExternalId, findCustomerName, findOrderByNumber } from "@/lib/modules/orders/lookup";
import { appendEvent } from "@/lib/modules/outbox/outbox";
import type { Actor, Author } from "@/lib/platform/actor";
import type { Transaction } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { previewOf } from "./messages";
import type { OpenCaseInput } from "./open-schema";
import { type Channel, noFollowThrough } from "./schema";
import { clocksAfterCustomer } from "./sla";
import { cases, messages } from "./tables";

const neverAnswered = { firstReplyDueAt: null, nextReplyDueAt: null, firstRepliedAt: null };

/**
 * Opens a case with the customer's first message.
 * @returns its id
 * @throws DomainError `not_found` for an order or customer nobody knows, `conflict` when the conversation has a case
 */
export async function openCaseIn(tx: Transaction, actor: Actor, input: OpenCaseInput): Promise<string> {
  const { externalId, subject, message: body, orderNumber } = input;
  const about = await findSubject(tx, actor.tenantId, input);
  const channel = actor.kind === "key" ? "api" : "desk";
  const opened = await writeCase(tx, actor, {
    ...{ ...about, subject, body, channel, externalId },
    detail: { orderNumber: orderNumber ?? null },
  });
  return opened.caseId;
}

type NewCase = Readonly<{
  /** Of the first message, made by whoever writes it. */
  messageId?: string;
  customerId: string;
  customerName: string;
  orderId: string | null;
  subject: string;
  /** What the customer wrote. */
  body: string;
  channel: Channel;
  locale?: string;
  /** Of the mail it came in with. */
  mailId?: string;
  externalId?: string | undefined;
  /** For the audit log. */
  detail?: Record<string, unknown>;
}>;

/**
 * Writes a new case with the customer's first message, for whoever has made sure whose order it is about.
 * @throws DomainError `conflict` when the conversation with `externalId` has a case already
 */
export async function writeCase(
  tx: Transaction,
  author: Author,
  opened: NewCase,
): Promise<Readonly<{ caseId: string; messageId: string }>> {
  const { tenantId } = author;
  const [caseId, messageId, now] = [newId(), opened.messageId ?? newId(), new Date()];
  const { customerId, orderId, subject, body, channel, locale, mailId, externalId } = opened;
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`case-number:${tenantId}`}, 0))`);
  await requireNew(tx, tenantId, externalId);
  await tx.insert(cases).values({
    id: caseId,
    tenantId,
    // People call cases by number, so the numbers of a tenant follow one another; the lock above keeps it so.
    number: sql`(select coalesce(max(c.number), 0) + 1 from makegood.cases c where c.tenant_id = ${tenantId})`,
    externalId: externalId ?? null,
    ...{ customerId, orderId, subject, channel },
    ...(locale && { locale }),
    preview: previewOf(body),
    followThrough: noFollowThrough,
    ...clocksAfterCustomer(await loadSettings(tx, tenantId), now, neverAnswered),
    lastMessageAt: now,
  });
  await tx.insert(messages).values({
    ...{ id: messageId, tenantId, caseId, body, channel, createdAt: now },
    ...(mailId && { mailId }),
    kind: "customer",
    authorName: opened.customerName,
  });
  await appendEvent(tx, { tenantId, type: "case", id: caseId }, { type: "case.opened", payload: { caseId } });
  await recordAudit(tx, author, {
    action: "case.opened",
    subjectType: "case",
    subjectId: caseId,
    ...(opened.detail && { detail: opened.detail }),
  });
  return { caseId, messageId };
}

async function findSubject(tx: Transaction, tenantId: string, { orderNumber, customerId }: OpenCaseInput) {
  const customer =
    customerId === undefined ? undefined : await findCustomerByExternalId(tx, tenantId, customerId);
  if (customerId !== undefined && !customer) {
    throw new DomainError("not_found", "This customer does not exist.", { field: "customerId" });
  }
  const order = orderNumber === undefined ? undefined : await findOrderByNumber(tx, tenantId, orderNumber);
  if (orderNumber !== undefined && !order) {
    throw new DomainError("not_found", "This order does not exist.", { field: "orderNumber" });
  }
  if (order && customer && order.customerId !== customer.id) {
    throw new DomainError("invalid", "This order belongs to another customer.", { field: "orderNumber" });
  }
  const ownerId = customer?.id ?? order?.customerId;
  if (!ownerId)
    throw new DomainError("invalid", "Name the order, or the customer.", { field: "orderNumber" });
  return {
    orderId: order?.id ?? null,
    customerId: ownerId,
    customerName: customer?.name ?? (await findCustomerName(tx, tenantId, ownerId)),
  };
}

async function requireNew(tx: Transaction, tenantId: string, externalId: string | undefined): Promise<void> {
  if (externalId === undefined) return;
  const [known] = await tx
    .select({ id: cases.id, version: cases.version })
    .from(cases)
    .where(and(eq(cases.tenantId, tenantId), eq(cases.externalId, externalId)));
  if (!known) return;
  throw new DomainError("conflict", "This conversation has a case already.", {
    field: "externalId",
    more: { current: known },
  });
}
