import "server-only";
import type { MemberActor } from "@/lib/platform/actor";
import { DomainError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { deliver } from "./webhook";

/**
 * Sends the CRM a signed message that is about no case.
 * @throws DomainError `unavailable` when it was not taken
 */
export async function checkCrm(actor: MemberActor): Promise<void> {
  try {
    await deliver(newId(), { type: "ping", tenant: actor.tenantId, occurredAt: new Date().toISOString() });
  } catch {
    throw new DomainError("unavailable", "The CRM did not take the message. Look at its address and secret.");
  }
}
