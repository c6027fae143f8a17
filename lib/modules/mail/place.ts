import { recordAttachments } from "@/lib/modules/cases/attachments";
import { type LockedCase, lockCase } from "@/lib/modules/cases/commands";
import type { InspectedFile } from "@/lib/modules/cases/inspect-file";
import { recordCustomerMessage, takesMessages } from "@/lib/modules/cases/messages";
import { writeCase } from "@/lib/modules/cases/open";
import { recordThreadEvent } from "@/lib/modules/cases/thread-event";
import {
  findCustomer,
  findOrAddCustomer,
  findOwnOrder,
  type MailCustomer,
} from "@/lib/modules/orders/mail-customers";
import type { SystemActor } from "@/lib/platform/actor";
import type { Transaction } from "@/lib/platform/db";
import { effectsNamedIn } from "./addresses";
import { mailLocale } from "./facts";
import type { IncomingMail } from "./parse";
import { caseNumberIn, orderNumbersIn } from "./policy";
import { findCaseByMails, findCaseByNumber, findMergedInto } from "./queries";
import { withoutQuote } from "./quoted";
import type { MailTenant } from "./recipients";

type PlacedMail = Omit<IncomingMail, "files"> &
  Readonly<{ files: readonly InspectedFile[]; refusedFiles: readonly string[] }>;

/** Where a mail ended up; empty for one that became nothing in a case. */
export type Arrived = Readonly<{ caseId?: string; messageId?: string }>;

const maxMessage = 20_000;
const maxTurns = 20;

/** Makes a mail of a person the next message of its case, or the first one of a new case. */
export async function addToCase(
  tx: Transaction,
  actor: SystemActor,
  tenant: MailTenant,
  mail: PlacedMail,
): Promise<Arrived & Readonly<{ outcome: "added" | "opened" }>> {
  const known = await findKnownCase(tx, tenant, mail);
  if (known && takesMessages(known.locked.conversation)) {
    const messageId = await recordCustomerMessage(tx, known.locked, {
      authorName: known.isFromCustomer ? known.customerName : strangerName(mail.from),
      body: bodyOf(withoutQuote(mail.text)),
      channel: "mail",
      mailId: mail.mailId,
    });
    await addFiles(tx, known.locked, messageId, mail);
    return { outcome: "added", caseId: known.locked.id, messageId };
  }
  return openFromMail(tx, actor, tenant, mail, known);
}

type KnownCase = Readonly<{ locked: LockedCase; customerName: string; isFromCustomer: boolean }>;

/**
 * The case that a mail goes on with, locked: by the signature in its address, by the mails it answers, or by the number
 * in its subject. Signature and ids cannot be guessed; a number can, so it counts only from the customer's own address.
 */
async function findKnownCase(
  tx: Transaction,
  tenant: MailTenant,
  mail: PlacedMail,
): Promise<KnownCase | undefined> {
  const { tenantId } = tenant;
  const number = caseNumberIn(mail.subject);
  const caseId =
    tenant.caseId ??
    (await findCaseByMails(tx, tenantId, mail.references, effectsNamedIn(mail.references.join(" ")))) ??
    (number === undefined ? undefined : await findCaseByNumber(tx, tenantId, number, mail.from.address));
  if (!caseId) return undefined;
  const locked = await lockMergedInto(tx, tenantId, caseId);
  const customer = await findCustomer(tx, tenantId, locked.customerId);
  const isFromCustomer = customer?.email.toLowerCase() === mail.from.address;
  return { locked, customerName: customer?.name ?? "", isFromCustomer };
}

/**
 * Locks the case in which a merged one goes on. Only ever that one: whoever merges holds two cases in an order of their
 * own, so nobody else may hold one and wait for another. A case that was merged, or taken back, while we waited for its
 * lock is let go of, and the way is looked up anew.
 */
async function lockMergedInto(tx: Transaction, tenantId: string, caseId: string): Promise<LockedCase> {
  for (let turn = 1; turn <= maxTurns; turn += 1) {
    const goesOnIn = await findMergedInto(tx, tenantId, caseId);
    const locked = await tx
      .transaction(async (inner) => {
        const held = await lockCase(inner, tenantId, goesOnIn);
        if ((await findMergedInto(inner, tenantId, caseId)) !== goesOnIn) throw new MovedError();
        return held;
      })
      .catch((error: unknown) => {
        if (error instanceof MovedError) return undefined;
        throw error;
      });
    if (locked) return locked;
  }
  throw new Error(`case ${caseId} was merged to and fro for too long`);
}

/** Rolls back to where no case was held. */
class MovedError extends Error {}

const strangerName = ({ name, address }: IncomingMail["from"]): string =>
  `${name ? `${name} <${address}>` : address}, from another address`;

async function openFromMail(
  tx: Transaction,
  actor: SystemActor,
  { tenantId, locale }: MailTenant,
  mail: PlacedMail,
  ended: KnownCase | undefined,
): Promise<Arrived & Readonly<{ outcome: "opened" }>> {
  const customer = await customerOf(tx, tenantId, mail, ended);
  const order = await findOwnOrder(
    tx,
    tenantId,
    customer.id,
    orderNumbersIn(`${mail.subject}\n${mail.text}`),
  );
  const { caseId, messageId } = await writeCase(tx, actor, {
    customerId: customer.id,
    customerName: customer.name,
    orderId: order?.id ?? null,
    subject: [...mail.subject].slice(0, 200).join("").trim() || "No subject",
    body: bodyOf(ended ? withoutQuote(mail.text) : mail.text),
    channel: "mail",
    mailId: mail.mailId,
    locale: mailLocale(mail.headers.get("content-language") ?? locale),
    detail: { orderNumber: order?.externalId ?? null },
  });
  if (ended) {
    const words = `This goes on from #${ended.locked.number}, which is ${ended.locked.conversation}.`;
    await recordThreadEvent(tx, { tenantId, caseId }, words);
  }
  await addFiles(tx, { tenantId, id: caseId }, messageId, mail);
  return { outcome: "opened", caseId, messageId };
}

async function customerOf(
  tx: Transaction,
  tenantId: string,
  { from }: PlacedMail,
  ended: KnownCase | undefined,
): Promise<MailCustomer> {
  const same = ended?.isFromCustomer ? await findCustomer(tx, tenantId, ended.locked.customerId) : undefined;
  return same ?? findOrAddCustomer(tx, tenantId, { email: from.address, name: from.name });
}

const noWords = "(This mail has no words.)";

function bodyOf(text: string): string {
  const characters = [...text];
  if (characters.length <= maxMessage) return text || noWords;
  return `${characters.slice(0, maxMessage - 1).join("")}…`;
}

async function addFiles(
  tx: Transaction,
  { tenantId, id: caseId }: Pick<LockedCase, "tenantId" | "id">,
  messageId: string,
  { files, refusedFiles, from }: PlacedMail,
): Promise<void> {
  const addedByName = from.name || from.address;
  await recordAttachments(tx, { tenantId, caseId, messageId, isStaffOnly: false, addedByName }, files);
  if (refusedFiles.length === 0) return;
  await recordThreadEvent(tx, { tenantId, caseId }, `Not every file was kept. ${refusedFiles.join(" ")}`);
}

const maxNoted = 500;

/** Puts an automatic answer into the thread that it belongs to, as a remark that wakes nobody. */
export async function noteInCase(
  tx: Transaction,
  tenant: MailTenant,
  mail: PlacedMail,
): Promise<Arrived | undefined> {
  const known = await findKnownCase(tx, tenant, mail);
  if (!known) return undefined;
  const { tenantId, id: caseId } = known.locked;
  const words = [...withoutQuote(mail.text).replace(/\s+/g, " ")].slice(0, maxNoted).join("");
  const messageId = await recordThreadEvent(
    tx,
    { tenantId, caseId },
    `An automatic answer came from ${mail.from.address}: ${words || mail.subject}`,
  );
  return { caseId, messageId };
}
