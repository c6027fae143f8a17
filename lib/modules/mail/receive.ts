import { and, count, eq, gt, sql } from "drizzle-orm";
import { maxAttachmentsPerMessage } from "@/lib/modules/cases/attachment-schema";
import { type InspectedFile, inspectFile } from "@/lib/modules/cases/inspect-file";
import { recordBounce } from "@/lib/modules/effects/bounce";
import type { SystemActor } from "@/lib/platform/actor";
import { asActor, type Transaction } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { effectsNamedIn, senderAddress } from "./addresses";
import { type IncomingMail, parseMail } from "./parse";
import { type Arrived, addToCase, noteInCase } from "./place";
import { type MailNature, mailsPerSenderAndHour, natureOf } from "./policy";
import { findMailTenants, type MailTenant } from "./recipients";
import { safeHtml } from "./safe-html";
import type { IncomingOutcome } from "./schema";
import { incomingMails } from "./tables";

export const maxMailBytes = 25 * 1024 * 1024;

/** What a mail server says on the outside of a mail. Missing where a mail comes without one. */
export type Envelope = Readonly<{ sender?: string | undefined; recipients?: readonly string[] | undefined }>;

export type Received =
  | Readonly<{
      status: "taken";
      /** One for each tenant it was written to; `duplicate` when it had come before. */
      taken: readonly Readonly<{
        tenantId: string;
        outcome: IncomingOutcome | "duplicate";
        caseId: string | null;
      }>[];
    }>
  | Readonly<{
      status: "refused";
      reason: "too_large" | "unreadable" | "unknown_recipient";
      message: string;
    }>;

/**
 * Takes in a mail, whichever way it came: parsed outside any transaction, then written down with its message, files
 * and events in one commit per tenant. The same mail twice, also at the same time, is one message.
 * @param raw as RFC 5322 has it
 */
export async function receiveMail(raw: Buffer, envelope: Envelope = {}): Promise<Received> {
  if (raw.length > maxMailBytes) return refused("too_large", "The mail is larger than 25 MB.");
  const mail = await parseMail(raw);
  if (!mail) return refused("unreadable", "This is no mail with a sender.");
  const tenants = await findMailTenants(envelope.recipients ?? mail.recipients);
  if (tenants.length === 0) return refused("unknown_recipient", "Nobody here has this address.");
  const { kept, refusedFiles } = await inspectFiles(mail.files);
  const nature = natureOf({
    ...mail,
    sender: envelope.sender,
    ownAddress: senderAddress,
    hasOwnId: effectsNamedIn(mail.mailId).length > 0,
  });
  const html = mail.html === null ? null : safeHtml(mail.html);
  const taken = [];
  for (const tenant of tenants) {
    taken.push(await receiveFor(tenant, { ...mail, html, files: kept, refusedFiles, nature }));
  }
  return { status: "taken", taken };
}

const refused = (reason: "too_large" | "unreadable" | "unknown_recipient", message: string) =>
  ({ status: "refused", reason, message }) as const;

async function inspectFiles(files: IncomingMail["files"]) {
  const kept: InspectedFile[] = [];
  const refusedFiles: string[] = [];
  for (const { name, content } of files) {
    const file = await inspectFile(name, content);
    if ("refused" in file) refusedFiles.push(file.message);
    else if (kept.length < maxAttachmentsPerMessage) kept.push(file);
    else
      refusedFiles.push(`${file.name} is one file too many: a message carries ${maxAttachmentsPerMessage}.`);
  }
  return { kept, refusedFiles: refusedFiles.slice(0, 50) };
}

type Inspected = Omit<IncomingMail, "files"> &
  Readonly<{ files: readonly InspectedFile[]; refusedFiles: readonly string[]; nature: MailNature }>;
type Ending = Arrived & Readonly<{ outcome: IncomingOutcome; reason?: string }>;

async function receiveFor(tenant: MailTenant, mail: Inspected) {
  const { tenantId } = tenant;
  const actor: SystemActor = { kind: "system", tenantId, name: "Mail" };
  return asActor(actor, async (tx) => {
    // Two deliveries of one mail queue here, and the second sees what the first recorded.
    await tx.execute(
      sql`select pg_advisory_xact_lock(hashtextextended(${`mail:${tenantId}:${mail.mailId}`}, 0))`,
    );
    const [known] = await tx
      .select({ caseId: incomingMails.caseId })
      .from(incomingMails)
      .where(and(eq(incomingMails.tenantId, tenantId), eq(incomingMails.mailId, mail.mailId)));
    if (known) return { tenantId, outcome: "duplicate" as const, caseId: known.caseId };
    const ending = await settle(tx, actor, tenant, mail);
    await tx.insert(incomingMails).values({
      id: newId(),
      tenantId,
      mailId: mail.mailId,
      fromAddress: mail.from.address,
      subject: mail.subject,
      outcome: ending.outcome,
      reason: ending.reason ?? null,
      caseId: ending.caseId ?? null,
      messageId: ending.messageId ?? null,
      body: mail.text,
      html: mail.html,
      refusedFiles: [...mail.refusedFiles],
    });
    return { tenantId, outcome: ending.outcome, caseId: ending.caseId ?? null };
  });
}

async function settle(
  tx: Transaction,
  actor: SystemActor,
  tenant: MailTenant,
  mail: Inspected,
): Promise<Ending> {
  const { nature } = mail;
  switch (nature.kind) {
    case "own":
      return { outcome: "set_aside", reason: nature.reason };
    case "bounce":
      return settleBounce(tx, actor.tenantId, mail, nature);
    case "automatic": {
      const noted = await noteInCase(tx, tenant, mail);
      return noted ? { outcome: "noted", ...noted } : { outcome: "set_aside", reason: nature.reason };
    }
    case "person": {
      if (await hasWrittenTooMuch(tx, actor.tenantId, mail.from.address)) {
        const reason = `More than ${mailsPerSenderAndHour} mails of this sender came within an hour.`;
        return { outcome: "set_aside", reason };
      }
      return addToCase(tx, actor, tenant, mail);
    }
  }
}

async function settleBounce(
  tx: Transaction,
  tenantId: string,
  { report, references }: Inspected,
  { isFinal, reason }: Extract<MailNature, { kind: "bounce" }>,
): Promise<Ending> {
  if (!isFinal) return { outcome: "set_aside", reason: `A mail server is still trying: ${reason}` };
  const named = effectsNamedIn(`${report?.returned ?? ""} ${references.join(" ")}`);
  const caseId = await recordBounce(tx, tenantId, named, reason);
  return caseId
    ? { outcome: "bounced", caseId, reason }
    : { outcome: "set_aside", reason: `It reports a mail that we did not send: ${reason}` };
}

async function hasWrittenTooMuch(tx: Transaction, tenantId: string, address: string): Promise<boolean> {
  const [row] = await tx
    .select({ count: count() })
    .from(incomingMails)
    .where(
      and(
        eq(incomingMails.tenantId, tenantId),
        eq(incomingMails.fromAddress, address),
        gt(incomingMails.receivedAt, sql`now() - interval '1 hour'`),
      ),
    );
  return (row?.count ?? 0) >= mailsPerSenderAndHour;
}
