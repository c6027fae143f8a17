import { invitationToken } from "@/lib/modules/access/invitations";
import { emailCodeOf } from "@/lib/modules/accounts/email-code";
import { endTry } from "@/lib/modules/effects/commands";
import { recordDelivery } from "@/lib/modules/effects/outcome";
import type { Effect } from "@/lib/modules/effects/schema";
import { forgetAddress } from "@/lib/modules/notices/commands";
import { findNotice } from "@/lib/modules/notices/queries";
import type { Notice } from "@/lib/modules/notices/schema";
import { guestLinkToken } from "@/lib/modules/portal/guest-links";
import { asTenant } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { logger } from "@/lib/platform/logger";
import { renderNotice } from "./notice-templates";
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

/** Sends a mail about an account or a workspace, and then forgets where it went. */
export async function sendNotice(effect: Effect): Promise<void> {
  const { tenantId, subjectId } = effect;
  const notice = await asTenant(tenantId, (tx) => findNotice(tx, tenantId, subjectId));
  if (!notice) {
    await asTenant(tenantId, (tx) =>
      endTry(tx, effect, { state: "skipped", reason: "The account does not exist any more." }),
    );
    return;
  }
  const siteUrl = env.SITE_URL.replace(/\/$/, "");
  try {
    const mail = renderNotice(notice, { siteUrl, secret: secretOf(notice, siteUrl) });
    const providerId = await sendMail(notice.email, mail, effect.id);
    await asTenant(tenantId, async (tx) => {
      const ended = await endTry(tx, effect, { state: "done", providerId });
      if (ended) await forgetAddress(tx, notice);
    });
  } catch (error) {
    logger.warn({ effectId: effect.id, error: String(error) }, "notice was not taken");
    await asTenant(tenantId, (tx) =>
      endTry(tx, effect, { state: "retrying", error: "The mail server did not take the mail." }),
    );
  }
}

// Made when the mail is sent, so that it is stored nowhere.
function secretOf({ id, kind, detail }: Notice, siteUrl: string): string {
  switch (kind) {
    case "email_code":
      return emailCodeOf(id);
    case "invitation":
      return `${siteUrl}/join?token=${invitationToken(detail.invitationId ?? "")}`;
    case "guest_link":
      return `${siteUrl}${detail.path}?token=${guestLinkToken(detail.linkId ?? "")}`;
    default:
      return "";
  }
}
