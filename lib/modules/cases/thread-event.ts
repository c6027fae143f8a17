import { appendEvent } from "@/lib/modules/outbox/outbox";
import type { Transaction } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { messages } from "./tables";

/**
 * Writes a remark of the product into a thread: one line that wakes nobody and goes to nobody.
 * @returns the message's id
 */
export async function recordThreadEvent(
  tx: Transaction,
  { tenantId, caseId }: Readonly<{ tenantId: string; caseId: string }>,
  body: string,
): Promise<string> {
  const id = newId();
  const event = {
    kind: "event",
    channel: "mail",
    authorName: "Makegood",
    body,
    createdAt: new Date(),
  } as const;
  await tx.insert(messages).values({ id, tenantId, caseId, ...event });
  await appendEvent(
    tx,
    { tenantId, type: "case", id: caseId },
    { type: "case.changed", payload: { caseId } },
  );
  return id;
}
