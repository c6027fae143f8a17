import { recordDelivery } from "@/lib/modules/effects/outcome";
import type { Effect } from "@/lib/modules/effects/schema";
import { logger } from "@/lib/platform/logger";
import { findMailFacts } from "./queries";
import { sendMail } from "./smtp";
import { mailTemplates, renderMail } from "./templates";

/** Tells the customer what an effect is about. A repeat after a crash carries the same message id. */
export async function sendCustomerMail(effect: Effect): Promise<void> {
  const facts = await findMailFacts(effect);
  const template = mailTemplates.find((name) => name === effect.template);
  if (!facts || !template) {
    return recordDelivery(effect, "mail", { error: "There is nobody to write to." });
  }
  try {
    const providerId = await sendMail(facts.to, renderMail(template, facts), effect.id);
    await recordDelivery(effect, "mail", { providerId });
  } catch (error) {
    logger.warn({ effectId: effect.id, error: String(error) }, "mail was not taken");
    await recordDelivery(effect, "mail", { error: "The mail server did not take the mail." });
  }
}
