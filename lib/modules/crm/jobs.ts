import { recordDelivery } from "@/lib/modules/effects/outcome";
import type { Effect } from "@/lib/modules/effects/schema";
import { logger } from "@/lib/platform/logger";
import { crmOf } from "./connections";
import { findCrmPayload } from "./queries";
import { deliver } from "./webhook";

/** Tells the CRM what became of a case. The event names the message, so a repeat is recognised there. */
export async function syncCrm(effect: Effect): Promise<void> {
  const payload = await findCrmPayload(effect);
  if (!payload) return recordDelivery(effect, "crm", { error: "The case does not exist any more." });
  try {
    await deliver(await crmOf(effect.tenantId), effect.eventId, payload);
    await recordDelivery(effect, "crm", { providerId: effect.eventId });
  } catch (error) {
    logger.warn({ effectId: effect.id, error: String(error) }, "CRM did not take the message");
    await recordDelivery(effect, "crm", { error: "The CRM did not take the message." });
  }
}
