import type { Locale } from "@/lib/modules/notices/schema";
import type { CustomerMail, MailWords } from "./schema";

type Words = Readonly<Record<CustomerMail, MailWords>>;

const paragraphs = (...lines: readonly string[]): string => lines.join("\n\n");

/** They say what really happened, never what is hoped. A paragraph whose variable has nothing to say is left out. */
const english: Words = {
  reply: {
    subject: "Re: {{case.subject}} [#{{case.number}}]",
    body: paragraphs("{{reply}}", "{{shop.name}} · request #{{case.number}}"),
  },
  refund_sent: {
    subject: "We sent {{amount}} to your bank [#{{case.number}}]",
    body: paragraphs(
      "Hello {{customer.name}},",
      "Your refund of {{amount}} was sent to your bank. It goes back to {{method|your payment method}}.",
      "Banks usually take 5–10 business days to show it on your statement.",
      "Should your bank ask, the reference is {{reference}}.",
      "{{shop.name}} · request #{{case.number}}",
    ),
  },
  refund_sent_store_credit: {
    subject: "We added {{amount}} to {{method|your credit}} [#{{case.number}}]",
    body: paragraphs(
      "Hello {{customer.name}},",
      "Your refund of {{amount}} is on {{method|your credit}} now. You can use it at once.",
      "{{shop.name}} · request #{{case.number}}",
    ),
  },
  refund_sent_void: {
    subject: "Your payment of {{amount}} was canceled [#{{case.number}}]",
    body: paragraphs(
      "Hello {{customer.name}},",
      "We canceled your payment of {{amount}} before it was taken from {{method|your payment method}}.",
      "Your bank may show it as reserved for a few more days. Nothing will be charged.",
      "{{shop.name}} · request #{{case.number}}",
    ),
  },
  refund_sent_manual: {
    subject: "We sent {{amount}} to you [#{{case.number}}]",
    body: paragraphs(
      "Hello {{customer.name}},",
      "Your refund of {{amount}} was paid by transfer.",
      "The reference is {{reference}}.",
      "{{shop.name}} · request #{{case.number}}",
    ),
  },
  refund_problem: {
    subject: "There is a problem with your refund [#{{case.number}}]",
    body: paragraphs(
      "Hello {{customer.name}},",
      "Your refund of {{amount}} to {{method|your payment method}} did not go through. Nothing was paid yet.",
      "One of us is looking at it and will tell you how you get your money. You need not do anything now.",
      "{{shop.name}} · request #{{case.number}}",
    ),
  },
  refund_denied: {
    subject: "About your refund request [#{{case.number}}]",
    body: paragraphs(
      "Hello {{customer.name}},",
      "We looked at your request and cannot refund {{amount|it}}.",
      "{{reason}}",
      "{{clauses}}",
      "{{changes}}",
      "{{next}}",
      "{{shop.name}} · request #{{case.number}}",
    ),
  },
  info_requested: {
    subject: "We need something from you [#{{case.number}}]",
    body: paragraphs(
      "Hello {{customer.name}},",
      "We are looking at your request and need to know something before we can decide.",
      "{{reason}}",
      "Just answer this mail.",
      "{{shop.name}} · request #{{case.number}}",
    ),
  },
};

const german: Words = {
  reply: {
    subject: "Re: {{case.subject}} [#{{case.number}}]",
    body: paragraphs("{{reply}}", "{{shop.name}} · Anfrage #{{case.number}}"),
  },
  refund_sent: {
    subject: "Wir haben {{amount}} an Ihre Bank geschickt [#{{case.number}}]",
    body: paragraphs(
      "Guten Tag {{customer.name}},",
      "Ihre Erstattung von {{amount}} ist an Ihre Bank unterwegs. Das Geld geht zurück auf {{method|Ihr Zahlungsmittel}}.",
      "Banken brauchen meist 5 bis 10 Werktage, bis es auf dem Auszug steht.",
      "Sollte Ihre Bank fragen: Die Referenz ist {{reference}}.",
      "{{shop.name}} · Anfrage #{{case.number}}",
    ),
  },
  refund_sent_store_credit: {
    subject: "Wir haben {{amount}} auf {{method|Ihr Guthaben}} gebucht [#{{case.number}}]",
    body: paragraphs(
      "Guten Tag {{customer.name}},",
      "Ihre Erstattung von {{amount}} ist jetzt auf {{method|Ihrem Guthaben}}. Sie können sie sofort einlösen.",
      "{{shop.name}} · Anfrage #{{case.number}}",
    ),
  },
  refund_sent_void: {
    subject: "Ihre Zahlung von {{amount}} wurde storniert [#{{case.number}}]",
    body: paragraphs(
      "Guten Tag {{customer.name}},",
      "Wir haben Ihre Zahlung von {{amount}} storniert, bevor sie von {{method|Ihrem Zahlungsmittel}} abgebucht wurde.",
      "Ihre Bank zeigt sie vielleicht noch einige Tage als vorgemerkt. Abgebucht wird nichts.",
      "{{shop.name}} · Anfrage #{{case.number}}",
    ),
  },
  refund_sent_manual: {
    subject: "Wir haben Ihnen {{amount}} überwiesen [#{{case.number}}]",
    body: paragraphs(
      "Guten Tag {{customer.name}},",
      "Ihre Erstattung von {{amount}} wurde überwiesen.",
      "Die Referenz ist {{reference}}.",
      "{{shop.name}} · Anfrage #{{case.number}}",
    ),
  },
  refund_problem: {
    subject: "Mit Ihrer Erstattung gibt es ein Problem [#{{case.number}}]",
    body: paragraphs(
      "Guten Tag {{customer.name}},",
      "Ihre Erstattung von {{amount}} auf {{method|Ihr Zahlungsmittel}} hat nicht geklappt. Noch ist nichts ausgezahlt.",
      "Wir kümmern uns darum und sagen Ihnen, wie Sie Ihr Geld bekommen. Sie müssen jetzt nichts tun.",
      "{{shop.name}} · Anfrage #{{case.number}}",
    ),
  },
  refund_denied: {
    subject: "Zu Ihrer Anfrage wegen einer Erstattung [#{{case.number}}]",
    body: paragraphs(
      "Guten Tag {{customer.name}},",
      "Wir haben Ihre Anfrage geprüft und können {{amount|den Betrag}} nicht erstatten.",
      "{{reason}}",
      "{{clauses}}",
      "{{changes}}",
      "{{next}}",
      "{{shop.name}} · Anfrage #{{case.number}}",
    ),
  },
  info_requested: {
    subject: "Wir brauchen noch etwas von Ihnen [#{{case.number}}]",
    body: paragraphs(
      "Guten Tag {{customer.name}},",
      "Wir sehen uns Ihre Anfrage an und müssen noch etwas wissen, bevor wir entscheiden können.",
      "{{reason}}",
      "Antworten Sie einfach auf diese Mail.",
      "{{shop.name}} · Anfrage #{{case.number}}",
    ),
  },
};

/** Our words of every mail. A tenant may put its own in their place. */
export const defaultWords: Readonly<Record<Locale, Words>> = { en: english, de: german };

/** What a no ends with: whether another person looks at it when the customer asks again. */
export const nextWords: Readonly<Record<Locale, Readonly<{ mayAppeal: string; isFinal: string }>>> = {
  en: {
    mayAppeal:
      "If you think that we missed something, just answer this mail: another person will look at it again.",
    isFinal: "Two people have looked at your request, and this is our final answer.",
  },
  de: {
    mayAppeal:
      "Wenn Sie meinen, dass wir etwas übersehen haben, antworten Sie einfach auf diese Mail: Jemand anderes sieht sie sich dann noch einmal an.",
    isFinal: "Zwei Menschen haben Ihre Anfrage geprüft. Das ist unsere endgültige Antwort.",
  },
};

/** Names of the mails for the people who change their words. */
export const mailNames: Readonly<Record<CustomerMail, string>> = {
  reply: "Reply of an agent",
  refund_sent: "Refund sent to the bank",
  refund_sent_store_credit: "Refund added to credit",
  refund_sent_void: "Payment canceled",
  refund_sent_manual: "Refund paid by transfer",
  refund_problem: "Problem with a refund",
  refund_denied: "Refund denied",
  info_requested: "Question to the customer",
};
