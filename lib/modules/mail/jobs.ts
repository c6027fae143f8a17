import { invitationToken } from "@/lib/modules/access/invitations";
import { emailCodeOf } from "@/lib/modules/accounts/email-code";
import { loadReplyFiles } from "@/lib/modules/cases/attachments";
import { endTry } from "@/lib/modules/effects/commands";
import { recordDelivery } from "@/lib/modules/effects/outcome";
import { recordReplyDelivery } from "@/lib/modules/effects/reply-outcome";
import { caseOf, type Effect } from "@/lib/modules/effects/schema";
import { forgetAddress } from "@/lib/modules/notices/commands";
import { findNotice } from "@/lib/modules/notices/queries";
import type { Notice } from "@/lib/modules/notices/schema";
import { guestLinkToken } from "@/lib/modules/portal/guest-links";
import { asTenant } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { logger } from "@/lib/platform/logger";
import { replyAddress, senderAddress } from "./addresses";
import { mailLocale, mailOf, valuesOf } from "./facts";
import { renderNotice } from "./notice-templates";
import { findMailFacts, findThread, findWords } from "./queries";
import { type Outgoing, sendMail } from "./smtp";
import { renderMail } from "./templates";
import { defaultWords } from "./words";

/** Tells the customer what an effect is about. A repeat after a crash carries the same message id. */
export async function sendCustomerMail(effect: Effect): Promise<void> {
  const isReply = effect.template === "reply";
  const failed = (error: string) =>
    isReply ? recordReplyDelivery(effect, { error }) : recordDelivery(effect, "mail", { error });
  const mail = await composeMail(effect);
  if (!mail) return failed("There is nobody to write to.");
  try {
    const providerId = await sendMail(mail, effect.id);
    await (isReply
      ? recordReplyDelivery(effect, { providerId })
      : recordDelivery(effect, "mail", {
          providerId,
          said: { authorName: mail.from.name, body: mail.text },
        }));
  } catch (error) {
    logger.warn({ effectId: effect.id, error: String(error) }, "mail was not taken");
    await failed("The mail server did not take the mail.");
  }
}

/** The whole mail as it goes out, in one look at the case; undefined when there is nobody or nothing to tell. */
async function composeMail(effect: Effect): Promise<(Outgoing & { from: { name: string } }) | undefined> {
  const { tenantId } = effect;
  const caseId = caseOf(effect);
  return asTenant(tenantId, async (tx) => {
    const facts = await findMailFacts(tx, effect);
    const name = facts && mailOf(effect, facts);
    // A customer who was forgotten has no address any more.
    if (!name || !facts.to.includes("@")) return undefined;
    const locale = mailLocale(facts.locale);
    const words = (await findWords(tx, tenantId, name, locale)) ?? defaultWords[locale][name];
    const files = name === "reply" ? await loadReplyFiles(tx, tenantId, effect.subjectId) : [];
    return {
      to: facts.to,
      from: { name: facts.shopName, address: senderAddress },
      replyTo: replyAddress(caseId),
      ...renderMail(words, valuesOf(facts, locale), locale),
      ...(await findThread(tx, tenantId, caseId)),
      attachments: files.map((file) => ({
        filename: file.name,
        contentType: file.mediaType,
        content: file.content,
      })),
      isAutomatic: name !== "reply",
    };
  });
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
    const providerId = await sendMail({ ...mail, to: notice.email, isAutomatic: true }, effect.id);
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
