import type { Locale, Notice, NoticeKind } from "@/lib/modules/notices/schema";
import { type Mail, toHtml } from "./templates";

type Said = Readonly<{ subject: string; paragraphs: readonly string[] }>;
type Facts = Readonly<{
  detail: Notice["detail"];
  siteUrl: string;
  /** The link or the digits that the mail is about. */
  secret: string;
  /** When it happened, in words of the reader's language. */
  at: string;
}>;
type Words = Record<NoticeKind, (facts: Facts) => Said>;

const notYou: Readonly<Record<Locale, (siteUrl: string) => string>> = {
  en: (siteUrl) =>
    `If this was not you, choose a new password now: ${siteUrl}/forgot-password. That signs out every browser.`,
  de: (siteUrl) =>
    `Waren Sie das nicht? Dann wählen Sie jetzt ein neues Passwort: ${siteUrl}/forgot-password. Damit werden alle Browser abgemeldet.`,
};

const english: Words = {
  already_registered: ({ siteUrl }) => ({
    subject: "You already have an account",
    paragraphs: [
      "Somebody, most likely you, tried to create an account with this address. You have one already.",
      `Sign in: ${siteUrl}/sign-in`,
      `Forgot the password? ${siteUrl}/forgot-password`,
      "If it was not you, there is nothing to do: nothing was changed.",
    ],
  }),
  invitation: ({ detail, secret }) => ({
    subject: `${detail.invitedBy} invites you to ${detail.tenantName}`,
    paragraphs: [
      `${detail.invitedBy} asks you to join the support desk of ${detail.tenantName} as ${detail.role}.`,
      `Accept, with a new account or the one you have: ${secret}`,
      "The link works for seven days and only for this address. If you do not know who invites you, ignore this mail.",
    ],
  }),
  email_code: ({ secret }) => ({
    subject: "Your code to confirm this address",
    paragraphs: [
      `Enter these six digits where you asked for the new address: ${secret}`,
      "They work for an hour. If it was not you, ignore this mail: nothing changes.",
    ],
  }),
  password_changed: ({ siteUrl, at }) => ({
    subject: "Your password was changed",
    paragraphs: [
      `The password of your account was changed on ${at}. All other browsers were signed out.`,
      notYou.en(siteUrl),
    ],
  }),
  email_changed: ({ detail, siteUrl, at }) => ({
    subject: "The address of your account was changed",
    paragraphs: [
      `Since ${at} your account belongs to ${detail.to}. This address no longer opens it.`,
      `If this was not you, answer to the admin of your workspace or of ${siteUrl} at once.`,
    ],
  }),
  factor_added: ({ siteUrl, at }) => ({
    subject: "A second factor was added",
    paragraphs: [`Since ${at} your account asks for a code of an authenticator app.`, notYou.en(siteUrl)],
  }),
  factor_removed: ({ siteUrl, at }) => ({
    subject: "Your second factor was removed",
    paragraphs: [
      `Since ${at} your account no longer asks for a code of an authenticator app.`,
      notYou.en(siteUrl),
    ],
  }),
  recovery_codes_renewed: ({ siteUrl, at }) => ({
    subject: "Your recovery codes were renewed",
    paragraphs: [`New recovery codes were made on ${at}. The old ones are void.`, notYou.en(siteUrl)],
  }),
  recovery_code_used: ({ detail, siteUrl, at }) => ({
    subject: "A recovery code was used",
    paragraphs: [
      `A recovery code of your account was used on ${at}. ${detail.left} are left.`,
      notYou.en(siteUrl),
    ],
  }),
  new_device: ({ detail, siteUrl, at }) => ({
    subject: "A new browser signed in to your account",
    paragraphs: [`${detail.device}, on ${at}, from ${detail.network}.`, notYou.en(siteUrl)],
  }),
  method_linked: ({ detail, siteUrl, at }) => ({
    subject: `Your account can be opened with ${detail.method}`,
    paragraphs: [`${detail.method} was connected to your account on ${at}.`, notYou.en(siteUrl)],
  }),
  method_unlinked: ({ detail, siteUrl, at }) => ({
    subject: `Your account can no longer be opened with ${detail.method}`,
    paragraphs: [`${detail.method} was disconnected from your account on ${at}.`, notYou.en(siteUrl)],
  }),
  account_deleted: () => ({
    subject: "Your account was deleted",
    paragraphs: [
      "Your account and what we knew of you were deleted, as you asked.",
      "Records of refunds have to be kept. They no longer carry your name.",
    ],
  }),
  approval_asked: ({ detail, siteUrl }) => ({
    subject: `${detail.amount} waits for your yes`,
    paragraphs: [
      `${detail.proposedBy} proposes to refund ${detail.amount} for case ${detail.case} of ${detail.tenantName}.`,
      `Nothing is paid until somebody approves it: ${siteUrl}${detail.path}`,
    ],
  }),
  approval_reminder: ({ detail, siteUrl }) => ({
    subject: `${detail.amount} still waits for a yes`,
    paragraphs: [
      `Half of the time has passed and nobody has answered what ${detail.proposedBy} proposed at ${detail.tenantName}.`,
      `Approve it, deny it or send it back: ${siteUrl}${detail.path}`,
    ],
  }),
  guest_link: ({ detail, secret }) => ({
    subject: `Your order ${detail.order} at ${detail.tenantName}`,
    paragraphs: [
      `Somebody, most likely you, wants to see order ${detail.order} at ${detail.tenantName}.`,
      `Open it: ${secret}`,
      "The link works for 30 minutes and once. If it was not you, ignore this mail: nobody sees your order without it.",
    ],
  }),
};

const german: Words = {
  already_registered: ({ siteUrl }) => ({
    subject: "Sie haben schon ein Konto",
    paragraphs: [
      "Jemand, vermutlich Sie selbst, wollte mit dieser Adresse ein Konto anlegen. Es gibt schon eins.",
      `Anmelden: ${siteUrl}/sign-in`,
      `Passwort vergessen? ${siteUrl}/forgot-password`,
      "Waren Sie das nicht, ist nichts zu tun: Es wurde nichts geändert.",
    ],
  }),
  invitation: ({ detail, secret }) => ({
    subject: `${detail.invitedBy} lädt Sie zu ${detail.tenantName} ein`,
    paragraphs: [
      `${detail.invitedBy} möchte Sie im Support-Desk von ${detail.tenantName} dabeihaben (Rolle: ${detail.role}).`,
      `Annehmen, mit einem neuen oder Ihrem bestehenden Konto: ${secret}`,
      "Der Link gilt sieben Tage und nur für diese Adresse. Wenn Ihnen die Einladung nichts sagt, ignorieren Sie diese Mail.",
    ],
  }),
  email_code: ({ secret }) => ({
    subject: "Ihr Code zur Bestätigung dieser Adresse",
    paragraphs: [
      `Geben Sie diese sechs Ziffern dort ein, wo Sie die neue Adresse angegeben haben: ${secret}`,
      "Sie gelten eine Stunde. Waren Sie das nicht, ignorieren Sie diese Mail: Es ändert sich nichts.",
    ],
  }),
  password_changed: ({ siteUrl, at }) => ({
    subject: "Ihr Passwort wurde geändert",
    paragraphs: [
      `Das Passwort Ihres Kontos wurde am ${at} geändert. Alle anderen Browser wurden abgemeldet.`,
      notYou.de(siteUrl),
    ],
  }),
  email_changed: ({ detail, siteUrl, at }) => ({
    subject: "Die Adresse Ihres Kontos wurde geändert",
    paragraphs: [
      `Seit ${at} gehört Ihr Konto zu ${detail.to}. Diese Adresse öffnet es nicht mehr.`,
      `Waren Sie das nicht? Dann wenden Sie sich sofort an die Verwaltung Ihres Arbeitsbereichs oder von ${siteUrl}.`,
    ],
  }),
  factor_added: ({ siteUrl, at }) => ({
    subject: "Ein zweiter Faktor wurde eingerichtet",
    paragraphs: [`Seit ${at} verlangt Ihr Konto einen Code einer Authenticator-App.`, notYou.de(siteUrl)],
  }),
  factor_removed: ({ siteUrl, at }) => ({
    subject: "Ihr zweiter Faktor wurde entfernt",
    paragraphs: [
      `Seit ${at} verlangt Ihr Konto keinen Code einer Authenticator-App mehr.`,
      notYou.de(siteUrl),
    ],
  }),
  recovery_codes_renewed: ({ siteUrl, at }) => ({
    subject: "Ihre Wiederherstellungscodes wurden erneuert",
    paragraphs: [`Am ${at} wurden neue Codes erzeugt. Die alten sind ungültig.`, notYou.de(siteUrl)],
  }),
  recovery_code_used: ({ detail, siteUrl, at }) => ({
    subject: "Ein Wiederherstellungscode wurde benutzt",
    paragraphs: [
      `Am ${at} wurde ein Wiederherstellungscode Ihres Kontos benutzt. Es sind noch ${detail.left} übrig.`,
      notYou.de(siteUrl),
    ],
  }),
  new_device: ({ detail, siteUrl, at }) => ({
    subject: "Ein neuer Browser hat sich angemeldet",
    paragraphs: [`${detail.device}, am ${at}, von ${detail.network}.`, notYou.de(siteUrl)],
  }),
  method_linked: ({ detail, siteUrl, at }) => ({
    subject: `Ihr Konto lässt sich mit ${detail.method} öffnen`,
    paragraphs: [`${detail.method} wurde am ${at} mit Ihrem Konto verbunden.`, notYou.de(siteUrl)],
  }),
  method_unlinked: ({ detail, siteUrl, at }) => ({
    subject: `Ihr Konto lässt sich nicht mehr mit ${detail.method} öffnen`,
    paragraphs: [`${detail.method} wurde am ${at} von Ihrem Konto getrennt.`, notYou.de(siteUrl)],
  }),
  account_deleted: () => ({
    subject: "Ihr Konto wurde gelöscht",
    paragraphs: [
      "Ihr Konto und was wir über Sie wussten wurde gelöscht, wie Sie es wollten.",
      "Aufzeichnungen über Erstattungen müssen aufbewahrt werden. Ihr Name steht nicht mehr darin.",
    ],
  }),
  approval_asked: ({ detail, siteUrl }) => ({
    subject: `${detail.amount} warten auf Ihr Ja`,
    paragraphs: [
      `${detail.proposedBy} schlägt vor, für Fall ${detail.case} bei ${detail.tenantName} ${detail.amount} zu erstatten.`,
      `Gezahlt wird erst, wenn jemand zustimmt: ${siteUrl}${detail.path}`,
    ],
  }),
  approval_reminder: ({ detail, siteUrl }) => ({
    subject: `${detail.amount} warten noch auf ein Ja`,
    paragraphs: [
      `Die halbe Zeit ist um, und niemand hat auf den Vorschlag von ${detail.proposedBy} bei ${detail.tenantName} geantwortet.`,
      `Zustimmen, ablehnen oder zurückgeben: ${siteUrl}${detail.path}`,
    ],
  }),
  guest_link: ({ detail, secret }) => ({
    subject: `Ihre Bestellung ${detail.order} bei ${detail.tenantName}`,
    paragraphs: [
      `Jemand, vermutlich Sie selbst, möchte die Bestellung ${detail.order} bei ${detail.tenantName} sehen.`,
      `Öffnen: ${secret}`,
      "Der Link gilt 30 Minuten und einmal. Waren Sie das nicht, ignorieren Sie diese Mail: Ohne ihn sieht niemand Ihre Bestellung.",
    ],
  }),
};

const wordsIn: Readonly<Record<Locale, Words>> = { en: english, de: german };

/** A mail about an account or a workspace, in its reader's language. */
export function renderNotice(
  notice: Pick<Notice, "kind" | "locale" | "detail" | "createdAt">,
  { siteUrl, secret }: Pick<Facts, "siteUrl" | "secret">,
): Mail {
  const { kind, locale, detail, createdAt } = notice;
  const at = `${new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short", timeZone: "UTC" }).format(createdAt)} UTC`;
  const { subject, paragraphs } = wordsIn[locale][kind]({ detail, siteUrl, secret, at });
  const closing = `Makegood · ${siteUrl}`;
  return { subject, text: [...paragraphs, closing].join("\n\n"), html: toHtml(paragraphs, closing, locale) };
}
