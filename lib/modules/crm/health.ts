import "server-only";
import { requireManager } from "@/lib/modules/access/members";
import { recordAudit } from "@/lib/modules/audit/audit";
import type { MemberActor } from "@/lib/platform/actor";
import { asActor } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { type CrmTarget, crmOf, installationCrm, noteCheck, saveCrm } from "./connections";
import { refusalOf } from "./open-network";
import type { ConnectCrm } from "./schema";
import { deliver } from "./webhook";

/**
 * Sends the tenant's messages to another CRM from now on, once it took a signed one that is about no case.
 * @throws DomainError `invalid` for one that did not; nothing is saved then
 */
export async function connectCrm(actor: MemberActor, { url, secret }: ConnectCrm): Promise<void> {
  requireManager(actor);
  const target = url && secret ? { url, secret } : undefined;
  const failure = await tryOut(actor, target ?? installationCrm);
  if (failure) throw new DomainError("invalid", failure, { field: "url" });
  await asActor(actor, async (tx) => {
    await saveCrm(tx, actor.tenantId, { target, by: { id: actor.userId, name: actor.name } });
    await recordAudit(tx, actor, {
      action: "crm.connected",
      subjectType: "settings",
      subjectId: actor.tenantId,
      detail: { host: target ? new URL(target.url).host : null },
    });
  });
}

/**
 * Sends the CRM a signed message that is about no case, and notes how it went.
 * @throws DomainError `unavailable` when it was not taken
 */
export async function checkCrm(actor: MemberActor): Promise<void> {
  requireManager(actor);
  const failure = await tryOut(actor, await crmOf(actor.tenantId));
  await asActor(actor, (tx) => noteCheck(tx, actor.tenantId, failure));
  if (failure) throw new DomainError("unavailable", failure);
}

/** @returns why it was not taken, in words */
async function tryOut({ tenantId }: MemberActor, target: CrmTarget): Promise<string | null> {
  const refusal = refusalOf(target.url);
  if (refusal) return refusal;
  try {
    await deliver(target, newId(), { type: "ping", tenant: tenantId, occurredAt: new Date().toISOString() });
    return null;
  } catch {
    return "The CRM did not take the message. Look at its address and secret.";
  }
}
