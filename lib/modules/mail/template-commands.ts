import { and, eq, sql } from "drizzle-orm";
import { mayManageAccess } from "@/lib/modules/access/policy";
import { recordAudit } from "@/lib/modules/audit/audit";
import type { MemberActor } from "@/lib/platform/actor";
import { asActor } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { findWords } from "./queries";
import type { SaveTemplate, TemplateOfMail } from "./schema";
import { mailTemplates } from "./tables";

/**
 * Puts a tenant's own words in the place of ours, for one mail in one language.
 * @throws DomainError `forbidden` for everybody but admins, `conflict` when somebody else changed them meanwhile
 */
export async function saveTemplate(actor: MemberActor, input: SaveTemplate): Promise<void> {
  requireAdmin(actor);
  const { tenantId } = actor;
  const { mail, locale, version, ...words } = input;
  await asActor(actor, async (tx) => {
    const before = await findWords(tx, tenantId, mail, locale);
    const written = { ...words, updatedByName: actor.name, updatedAt: new Date() };
    const saved = await tx
      .insert(mailTemplates)
      .values({ tenantId, mail, locale, ...written })
      .onConflictDoUpdate({
        target: [mailTemplates.tenantId, mailTemplates.mail, mailTemplates.locale],
        set: { ...written, version: sql`${mailTemplates.version} + 1` },
        setWhere: eq(mailTemplates.version, version),
      })
      .returning({ version: mailTemplates.version });
    // A first version beside words that were thought to be there means that somebody reset them.
    if (saved[0]?.version !== version + 1) {
      throw new DomainError(
        "conflict",
        "Somebody else changed these words meanwhile. Copy yours and reload the page.",
      );
    }
    await recordAudit(tx, actor, {
      action: "mail_template.saved",
      subjectType: "tenant",
      subjectId: tenantId,
      detail: { mail, locale },
      before: { subject: before?.subject ?? null, body: before?.body ?? null },
      after: words,
    });
  });
}

/** Gives a mail our words back. Repeatable. */
export async function resetTemplate(actor: MemberActor, { mail, locale }: TemplateOfMail): Promise<void> {
  requireAdmin(actor);
  const { tenantId } = actor;
  await asActor(actor, async (tx) => {
    const removed = await tx
      .delete(mailTemplates)
      .where(
        and(
          eq(mailTemplates.tenantId, tenantId),
          eq(mailTemplates.mail, mail),
          eq(mailTemplates.locale, locale),
        ),
      )
      .returning({ subject: mailTemplates.subject, body: mailTemplates.body });
    if (!removed[0]) return;
    await recordAudit(tx, actor, {
      action: "mail_template.reset",
      subjectType: "tenant",
      subjectId: tenantId,
      detail: { mail, locale },
      before: removed[0],
    });
  });
}

function requireAdmin(actor: MemberActor): void {
  if (mayManageAccess(actor)) return;
  throw new DomainError("forbidden", "Only an admin changes the words of mails.");
}
