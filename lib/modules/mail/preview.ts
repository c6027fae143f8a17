import { foretellDecision } from "@/lib/modules/decisions/foretell";
import type { Outcome, ProposeRefund } from "@/lib/modules/decisions/schema";
import type { MemberActor } from "@/lib/platform/actor";
import { asActor } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { mailLocale, mailOf, valuesOf } from "./facts";
import { findMailFacts, findWords } from "./queries";
import { renderMail } from "./templates";
import { defaultWords } from "./words";

/** A mail as it would read if it went out now. */
export type ForetoldMail = Readonly<{ to: string; subject: string; text: string; locale: string }>;

const templateOf: Readonly<Record<Outcome, string | undefined>> = {
  approve: "refund_sent",
  partial: "refund_sent",
  deny: "refund_denied",
  need_info: "info_requested",
  escalate: undefined,
};

/**
 * The mail that a decision causes once it has happened, in the shop's words and the customer's language. What only the
 * payment itself tells, such as its reference, is missing.
 * @throws DomainError `not_found` for a decision that the customer does not hear of, or a customer without an address
 */
export async function previewDecision(actor: MemberActor, input: ProposeRefund): Promise<ForetoldMail> {
  const { tenantId } = actor;
  const { caseId, outcome } = input;
  const template = templateOf[outcome];
  const said = await foretellDecision(actor, input);
  const mail = await asActor(actor, async (tx) => {
    // Nothing of it exists yet, so no row is its subject.
    const found = await findMailFacts(tx, { id: caseId, tenantId, caseId, subjectId: caseId });
    const facts = found && { ...found, ...said };
    const name = facts && template && mailOf({ template }, facts);
    if (!facts || !name || !facts.to.includes("@")) return undefined;
    const locale = mailLocale(facts.locale);
    const words = (await findWords(tx, tenantId, name, locale)) ?? defaultWords[locale][name];
    const { subject, text } = renderMail(words, valuesOf(facts, locale), locale);
    return { to: facts.to, subject, text, locale };
  });
  if (mail) return mail;
  throw new DomainError("not_found", "The customer gets no mail of this.");
}
