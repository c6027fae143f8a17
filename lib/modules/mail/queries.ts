import { and, asc, desc, eq, inArray, isNotNull, max, sql } from "drizzle-orm";
import { tenants } from "@/lib/modules/access/tables";
import { cases, messages } from "@/lib/modules/cases/tables";
import { decisions } from "@/lib/modules/decisions/tables";
import { caseOf, type Effect, type EffectState } from "@/lib/modules/effects/schema";
import { effects } from "@/lib/modules/effects/tables";
import { charges, customers, paymentMethods } from "@/lib/modules/orders/tables";
import { refunds } from "@/lib/modules/refunds/tables";
import type { Actor } from "@/lib/platform/actor";
import { readAs, type Transaction } from "@/lib/platform/db";
import type { MailFacts } from "./facts";
import type { CustomerMail, MailHealth, ReplyDelivery, SetAsideMail } from "./schema";
import { incomingMails, mailTemplates } from "./tables";

/** What a mail to a customer says, and to whom. */
export async function findMailFacts(
  tx: Transaction,
  effect: Pick<Effect, "id" | "tenantId" | "caseId" | "subjectId">,
): Promise<MailFacts | undefined> {
  const [found] = await tx
    .select({
      to: customers.email,
      customerName: customers.name,
      shopName: tenants.name,
      caseNumber: cases.number,
      caseSubject: cases.subject,
      locale: cases.locale,
      reply: messages.body,
      amountMinor: sql<string | null>`coalesce(${refunds.amountMinor}, ${decisions.amountMinor})`,
      currency: sql<string | null>`coalesce(${refunds.currency}, ${decisions.currency})`,
      method: refunds.method,
      methodLabel: sql<string | null>`coalesce(${paymentMethods.label}, ${charges.methodLabel})`,
      reference: sql<string | null>`coalesce(${refunds.manualReference}, ${refunds.providerRefundId})`,
      denial: decisions.denial,
    })
    .from(cases)
    .innerJoin(customers, and(eq(customers.tenantId, cases.tenantId), eq(customers.id, cases.customerId)))
    .innerJoin(tenants, eq(tenants.id, cases.tenantId))
    .leftJoin(messages, and(eq(messages.tenantId, cases.tenantId), eq(messages.id, effect.subjectId)))
    .leftJoin(refunds, and(eq(refunds.tenantId, cases.tenantId), eq(refunds.id, effect.subjectId)))
    .leftJoin(decisions, and(eq(decisions.tenantId, cases.tenantId), eq(decisions.id, effect.subjectId)))
    .leftJoin(charges, and(eq(charges.tenantId, cases.tenantId), eq(charges.id, refunds.chargeId)))
    .leftJoin(
      paymentMethods,
      and(eq(paymentMethods.tenantId, cases.tenantId), eq(paymentMethods.id, refunds.destinationId)),
    )
    .where(and(eq(cases.tenantId, effect.tenantId), eq(cases.id, caseOf(effect))));
  return found && { ...found, amountMinor: found.amountMinor === null ? null : Number(found.amountMinor) };
}

const maxReferences = 20;

/** The mails of a case so far, oldest first, and the customer's last one, which the next mail answers. */
export async function findThread(
  tx: Transaction,
  tenantId: string,
  caseId: string,
): Promise<Readonly<{ references: readonly string[]; inReplyTo: string | undefined }>> {
  const rows = await tx
    .select({ mailId: messages.mailId, kind: messages.kind })
    .from(messages)
    .where(and(eq(messages.tenantId, tenantId), eq(messages.caseId, caseId), isNotNull(messages.mailId)))
    .orderBy(desc(messages.createdAt), desc(messages.id))
    .limit(maxReferences);
  const ids = rows.flatMap(({ mailId }) => mailId ?? []);
  const ofCustomer = rows.find(({ kind }) => kind === "customer")?.mailId;
  return { references: ids.toReversed(), inReplyTo: ofCustomer ?? ids[0] };
}

type StoredWords = Readonly<{
  mail: CustomerMail;
  locale: string;
  subject: string;
  body: string;
  version: number;
}>;

const templateColumns = {
  mail: mailTemplates.mail,
  locale: mailTemplates.locale,
  subject: mailTemplates.subject,
  body: mailTemplates.body,
  version: mailTemplates.version,
};

/** A tenant's own words of one mail, or undefined while it has ours. */
export async function findWords(
  tx: Transaction,
  tenantId: string,
  mail: CustomerMail,
  locale: string,
): Promise<StoredWords | undefined> {
  const [found] = await tx
    .select(templateColumns)
    .from(mailTemplates)
    .where(
      and(
        eq(mailTemplates.tenantId, tenantId),
        eq(mailTemplates.mail, mail),
        eq(mailTemplates.locale, locale),
      ),
    );
  return found;
}

/** Every mail of which a tenant has words of its own, and the newest mails that became no message. */
export async function listOwnWords(
  actor: Actor,
): Promise<{ words: StoredWords[]; setAside: SetAsideMail[] }> {
  const [words, setAside] = await readAs(actor, (db) => [
    db.select(templateColumns).from(mailTemplates).where(eq(mailTemplates.tenantId, actor.tenantId)),
    db
      .select({
        id: incomingMails.id,
        fromAddress: incomingMails.fromAddress,
        subject: incomingMails.subject,
        reason: sql<string>`coalesce(${incomingMails.reason}, '')`,
        receivedAt: incomingMails.receivedAt,
      })
      .from(incomingMails)
      .where(and(eq(incomingMails.tenantId, actor.tenantId), eq(incomingMails.outcome, "set_aside")))
      .orderBy(desc(incomingMails.receivedAt))
      .limit(20),
  ]);
  return { words, setAside };
}

/** A mail as it was sent: its whole text, and its HTML made harmless. */
export async function findIncomingMail(
  actor: Actor,
  messageId: string,
): Promise<Readonly<{ body: string; html: string | null }> | undefined> {
  const [[found]] = await readAs(actor, (db) => [
    db
      .select({ body: incomingMails.body, html: incomingMails.html })
      .from(incomingMails)
      .where(and(eq(incomingMails.tenantId, actor.tenantId), eq(incomingMails.messageId, messageId))),
  ]);
  return found;
}

/** The case of the newest mail that is named: one that came in or went out by its id, or one that we sent by its effect. */
export async function findCaseByMails(
  tx: Transaction,
  tenantId: string,
  mailIds: readonly string[],
  effectIds: readonly string[],
): Promise<string | undefined> {
  if (mailIds.length === 0) return undefined;
  const [message] = await tx
    .select({ caseId: messages.caseId })
    .from(messages)
    .where(and(eq(messages.tenantId, tenantId), inArray(messages.mailId, [...mailIds])))
    .orderBy(desc(messages.createdAt), desc(messages.id))
    .limit(1);
  if (message || effectIds.length === 0) return message?.caseId;
  const [effect] = await tx
    .select({ caseId: effects.caseId })
    .from(effects)
    .where(and(eq(effects.tenantId, tenantId), eq(effects.kind, "mail"), inArray(effects.id, [...effectIds])))
    .orderBy(desc(effects.createdAt))
    .limit(1);
  return effect?.caseId ?? undefined;
}

/** The case with this number, if it is one of whoever writes from this address. */
export async function findCaseByNumber(
  tx: Transaction,
  tenantId: string,
  number: number,
  address: string,
): Promise<string | undefined> {
  const [found] = await tx
    .select({ id: cases.id })
    .from(cases)
    .innerJoin(customers, and(eq(customers.tenantId, cases.tenantId), eq(customers.id, cases.customerId)))
    .where(
      and(
        eq(cases.tenantId, tenantId),
        eq(cases.number, number),
        sql`lower(${customers.email}) = ${address}`,
      ),
    );
  return found?.id;
}

/** The case that goes on in the place of this one; itself where it was not merged. */
export async function findMergedInto(tx: Transaction, tenantId: string, caseId: string): Promise<string> {
  const [last] = await tx.execute<{ id: string }>(sql`
    with recursive merged as (
      select id, merged_into_id, 0 as merges from makegood.cases where tenant_id = ${tenantId} and id = ${caseId}
      union all
      select c.id, c.merged_into_id, merges + 1 from makegood.cases c
      join merged on c.id = merged.merged_into_id
      where c.tenant_id = ${tenantId} and merges < 20)
    select id from merged order by merges desc limit 1`);
  return last?.id ?? caseId;
}

/** How far each reply of a case is on its way. */
export async function listReplyDeliveries(actor: Actor, caseId: string): Promise<ReplyDelivery[]> {
  const [rows] = await readAs(actor, (db) => [
    db
      .select({
        messageId: effects.subjectId,
        state: effects.state,
        error: effects.error,
        nextRunAt: effects.nextRunAt,
      })
      .from(effects)
      .where(
        and(
          eq(effects.tenantId, actor.tenantId),
          eq(effects.caseId, caseId),
          eq(effects.kind, "mail"),
          eq(effects.template, "reply"),
        ),
      )
      .orderBy(asc(effects.eventSeq)),
  ]);
  return rows.map(({ messageId, state, error, nextRunAt }, index): ReplyDelivery => {
    const waits = rows.slice(0, index).some((earlier) => earlier.state === "dead");
    return {
      messageId,
      state: waits && (state === "queued" || state === "retrying") ? "waiting" : stateWords[state],
      error,
      nextRetryAt: state === "retrying" ? nextRunAt : null,
    };
  });
}

const stateWords: Readonly<Record<EffectState, ReplyDelivery["state"]>> = {
  ...{ queued: "sending", running: "sending", retrying: "retrying" },
  ...{ done: "sent", dead: "failed", skipped: "given_up" },
};

/** When mail last came in and went out, and how much of it is stuck. */
export async function findMailHealth(actor: Actor): Promise<MailHealth> {
  const { tenantId } = actor;
  const ofMail = and(eq(effects.tenantId, tenantId), eq(effects.kind, "mail"));
  const [[tenant], [received], [sent], [waiting]] = await readAs(actor, (db) => [
    db.select({ address: tenants.mailAddress }).from(tenants).where(eq(tenants.id, tenantId)),
    db
      .select({ at: max(incomingMails.receivedAt) })
      .from(incomingMails)
      .where(eq(incomingMails.tenantId, tenantId)),
    db
      .select({ at: max(effects.finishedAt) })
      .from(effects)
      .where(and(ofMail, eq(effects.state, "done"))),
    db
      .select({ count: sql<number>`count(*)::int` })
      .from(effects)
      .where(and(ofMail, inArray(effects.state, ["retrying", "dead"]))),
  ]);
  return {
    ownAddress: tenant?.address ?? null,
    lastReceivedAt: received?.at ?? null,
    lastSentAt: sent?.at ?? null,
    waiting: waiting?.count ?? 0,
  };
}
