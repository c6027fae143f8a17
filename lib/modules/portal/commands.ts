import "server-only";
import { sql } from "drizzle-orm";
import { recordAttachments } from "@/lib/modules/cases/attachments";
import { forgetInboxCounts } from "@/lib/modules/cases/counts";
import { type InspectedFile, inspectFile } from "@/lib/modules/cases/inspect-file";
import { findCaseOfMessage, recordCustomerMessage, takesMessages } from "@/lib/modules/cases/messages";
import { writeCase } from "@/lib/modules/cases/open";
import { endRequest, lockOwnCase } from "@/lib/modules/cases/own-case";
import { appealDecisionIn, revokeDecisionIn, withdrawDecisionIn } from "@/lib/modules/decisions/commands";
import { isOpenDecision } from "@/lib/modules/decisions/policy";
import { selectNewest } from "@/lib/modules/decisions/queries";
import type { Locale } from "@/lib/modules/notices/schema";
import { findCustomerName, findLineNames, findOrderOfCustomers } from "@/lib/modules/orders/lookup";
import type { CustomerActor } from "@/lib/platform/actor";
import { forCustomer, type Transaction } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { idOfWords, newId } from "@/lib/platform/ids";
import type { Dictionary } from "./dictionary";
import type { Ask } from "./schema";

type Place = Readonly<{ caseId: string; messageId: string; customerName: string }>;

/**
 * Opens a case about one of the customer's own orders, with the files that show it. The same form sent again opens none.
 * @returns its id
 * @throws DomainError `not_found` for an order of somebody else, `invalid` for a file we do not take
 */
export async function askForHelp(
  customer: CustomerActor,
  ask: Ask,
  { words, locale }: Readonly<{ words: Dictionary; locale: Locale }>,
): Promise<string> {
  const files = await inspectAll(ask.files);
  const caseId = await forCustomer(customer, async (tx) => {
    const order = await findOrderOfCustomers(tx, customer, ask.orderId);
    if (!order) throw new DomainError("not_found", "This order does not exist.", { field: "orderId" });
    const reason = words.ask.reasons[ask.reason];
    const names = await findLineNames(tx, customer.tenantId, order.id, ask.lines);
    const body = [
      words.ask.about(reason, words.ask.wishes[ask.wish]),
      ...(names.length > 0 ? [words.ask.items(names.join(", "))] : []),
      ask.message,
    ].join("\n\n");
    const messageId = idOfWords(ask.formId, `${order.id} ${body}`);
    // Two of the same form at the same moment: the later one finds what the first one wrote.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`message:${messageId}`}, 0))`);
    const known = await findCaseOfMessage(tx, customer.tenantId, messageId);
    if (known) return (await lockOwnCase(tx, customer, known)).id;
    const opened = await writeCase(tx, customer, {
      ...{ customerId: order.customerId, customerName: order.customerName, orderId: order.id },
      ...{ channel: "portal", locale, messageId, body },
      subject: words.ask.subject(reason, order.number),
      detail: { orderNumber: order.number, reason: ask.reason, wish: ask.wish },
    });
    await attach(tx, customer, { ...opened, customerName: order.customerName }, files);
    return opened.caseId;
  });
  await forgetInboxCounts(customer.tenantId);
  return caseId;
}

type Written = Readonly<{ caseId: string; formId: string; message: string; files: readonly File[] }>;

/**
 * Adds what the customer writes to a case of theirs. The same form sent again adds nothing.
 * @throws DomainError `conflict` when the case takes no more words
 */
export async function replyToCase(customer: CustomerActor, written: Written): Promise<void> {
  const { caseId, message } = written;
  const files = await inspectAll(written.files);
  await forCustomer(customer, async (tx) => {
    await lockOwnCase(tx, customer, caseId);
    const id = idOfWords(written.formId, `${caseId} ${message}`);
    if (await findCaseOfMessage(tx, customer.tenantId, id)) return;
    await say(tx, customer, caseId, { id, message, files });
  });
  await forgetInboxCounts(customer.tenantId);
}

/**
 * Takes a request back, as long as no money was handed on.
 * @throws DomainError `conflict` with the field `tooLate` when it was
 */
export async function cancelRequest(
  customer: CustomerActor,
  { caseId }: Readonly<{ caseId: string }>,
): Promise<void> {
  await forCustomer(customer, async (tx) => {
    const locked = await lockOwnCase(tx, customer, caseId);
    if (!takesMessages(locked.conversation)) throw takesNoMore();
    const [decision] = await selectNewest(tx, customer.tenantId, caseId);
    const act = { decisionId: decision?.id ?? "", note: "The customer canceled the request." };
    if (decision && isOpenDecision(decision.state)) await withdrawDecisionIn(tx, customer, act);
    if (decision?.state === "approved") await revoke(tx, customer, act);
    // As it is now: what was decided has moved it on.
    await endRequest(tx, customer, await lockOwnCase(tx, customer, caseId));
  });
  await forgetInboxCounts(customer.tenantId);
}

async function revoke(tx: Transaction, customer: CustomerActor, act: { decisionId: string; note: string }) {
  try {
    await revokeDecisionIn(tx, customer, act);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== "conflict") throw error;
    throw new DomainError("conflict", error.publicMessage, { field: "tooLate" });
  }
}

/** Questions a no, once, in the customer's words. @throws DomainError `conflict` or `forbidden` when it cannot be (any more) */
export async function appealDenial(
  customer: CustomerActor,
  { caseId, message }: Readonly<{ caseId: string; message: string }>,
): Promise<void> {
  await forCustomer(customer, async (tx) => {
    const locked = await lockOwnCase(tx, customer, caseId);
    if (!takesMessages(locked.conversation)) throw takesNoMore();
    const [decision] = await selectNewest(tx, customer.tenantId, caseId);
    if (!decision) throw new DomainError("conflict", "Nothing was decided yet.");
    await appealDecisionIn(tx, customer, { decisionId: decision.id, note: "The customer appealed." });
    await say(tx, customer, caseId, { id: newId(), message, files: [] });
  });
  await forgetInboxCounts(customer.tenantId);
}

async function say(
  tx: Transaction,
  customer: CustomerActor,
  caseId: string,
  { id, message, files }: Readonly<{ id: string; message: string; files: readonly InspectedFile[] }>,
): Promise<void> {
  const locked = await lockOwnCase(tx, customer, caseId);
  if (!takesMessages(locked.conversation)) throw takesNoMore();
  const customerName = await findCustomerName(tx, customer.tenantId, locked.customerId);
  const messageId = await recordCustomerMessage(tx, locked, {
    ...{ id, authorName: customerName, body: message, channel: "portal" },
  });
  await attach(tx, customer, { caseId, messageId, customerName }, files);
}

const attach = (
  tx: Transaction,
  { tenantId }: CustomerActor,
  place: Place,
  files: readonly InspectedFile[],
) =>
  recordAttachments(
    tx,
    {
      ...{ tenantId, caseId: place.caseId, messageId: place.messageId },
      ...{ isStaffOnly: false, addedByName: place.customerName },
    },
    files,
  );

async function inspectAll(files: readonly File[]): Promise<readonly InspectedFile[]> {
  const inspected = await Promise.all(
    files.map(async (file) => inspectFile(file.name, Buffer.from(await file.arrayBuffer()))),
  );
  return inspected.map((file) => {
    if (!("refused" in file)) return file;
    const problem = file.refused === "too_large" ? "fileSize" : "fileType";
    throw new DomainError("invalid", problem, { field: "files" });
  });
}

const takesNoMore = (): DomainError =>
  new DomainError("conflict", "This case takes no more messages.", { field: "closed" });
