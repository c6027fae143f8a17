import type { CustomerActor } from "@/lib/platform/actor";
import type { Transaction } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { placeCaseIn } from "./change";
import { type LockedCase, lockCase } from "./commands";
import { changedCase } from "./policy";
import { messages } from "./tables";

/** May this customer act on a case of theirs? A guest only on those about the order they proved. */
const isOwn = ({ customerIds, orderId }: CustomerActor, locked: LockedCase): boolean =>
  customerIds.includes(locked.customerId) && (orderId === undefined || locked.orderId === orderId);

/**
 * Locks a case that the customer opened or that is about them. Everything a customer changes begins here.
 * @throws DomainError `not_found` for everybody else's case, as if there were none
 */
export async function lockOwnCase(
  tx: Transaction,
  customer: CustomerActor,
  caseId: string,
): Promise<LockedCase> {
  const locked = await lockCase(tx, customer.tenantId, caseId);
  if (!isOwn(customer, locked)) throw new DomainError("not_found", "This case does not exist.");
  return locked;
}

/** The customer does not want it any more: nothing is owed, and a line in the thread says so. */
export async function endRequest(
  tx: Transaction,
  customer: CustomerActor,
  locked: LockedCase,
): Promise<void> {
  const now = new Date();
  const { tenantId, id: caseId } = locked;
  await tx.insert(messages).values({
    ...{ id: newId(), tenantId, caseId, channel: "portal", createdAt: now },
    kind: "event",
    authorName: customer.name,
    body: "The customer canceled this request.",
  });
  const after = changedCase(locked, { conversation: "resolved" }, now);
  await placeCaseIn(tx, customer, locked, { action: "case.changed", after });
}
