import type { Denial } from "@/lib/modules/decisions/schema";
import type { PayoutMethod } from "@/lib/modules/refunds/schema";
import { formatMoney } from "@/lib/platform/money";

export const mailTemplates = ["refund_sent", "refund_problem", "refund_denied", "info_requested"] as const;
export type MailTemplate = (typeof mailTemplates)[number];

export type MailFacts = Readonly<{
  customerName: string;
  shopName: string;
  caseNumber: number;
  amountMinor: number;
  currency: string;
  /** How the money goes back; null where none does. */
  method: PayoutMethod | null;
  methodLabel: string;
  reference: string | null;
  /** What a no or a question says; missing for what older decisions said. */
  denial: Denial | null;
}>;

export type Mail = Readonly<{ subject: string; text: string; html: string }>;

/** What the customer is told. It says what really happened, never what is hoped. */
export function renderMail(template: MailTemplate, facts: MailFacts): Mail {
  const { subject, paragraphs } = contents[template](facts, formatMoney(facts.amountMinor, facts.currency));
  const greeting = `Hello ${facts.customerName},`;
  const closing = `${facts.shopName} · request #${facts.caseNumber}`;
  return {
    subject: `${subject} (#${facts.caseNumber})`,
    text: [greeting, ...paragraphs, closing].join("\n\n"),
    html: toHtml([greeting, ...paragraphs], closing),
  };
}

type Contents = (facts: MailFacts, amount: string) => { subject: string; paragraphs: string[] };

const contents: Record<MailTemplate, Contents> = {
  refund_sent: (facts, amount) => sentWords[facts.method ?? "refund"](facts, amount),
  refund_problem: ({ methodLabel }, amount) => ({
    subject: "There is a problem with your refund",
    paragraphs: [
      `Your refund of ${amount} to ${methodLabel} did not go through. Nothing was paid yet.`,
      "One of us is looking at it and will tell you how you get your money. You need not do anything now.",
    ],
  }),
  refund_denied: ({ denial, amountMinor }, amount) => ({
    subject: "About your refund request",
    paragraphs: [
      `We looked at your request and cannot refund ${amountMinor > 0 ? amount : "it"}.`,
      ...(denial?.reason ? [denial.reason] : []),
      ...(denial?.clauses ?? []).map(({ title, text }) => `${title}: ${text}`),
      ...(denial?.wouldChange ?? []),
      ...(denial === null || denial.mayAppeal
        ? [
            "If you think that we missed something, just answer this mail: another person will look at it again.",
          ]
        : ["Two people have looked at your request, and this is our final answer."]),
    ],
  }),
  info_requested: ({ denial }) => ({
    subject: "We need something from you",
    paragraphs: [
      "We are looking at your request and need to know something before we can decide.",
      ...(denial?.reason ? [denial.reason] : []),
      "Just answer this mail.",
    ],
  }),
};

const sentWords: Record<PayoutMethod, Contents> = {
  refund: ({ methodLabel, reference }, amount) => ({
    subject: `We sent ${amount} to your bank`,
    paragraphs: [
      `Your refund of ${amount} was sent to your bank. It goes back to ${methodLabel}.`,
      "Banks usually take 5–10 business days to show it on your statement.",
      ...(reference ? [`Should your bank ask, the reference is ${reference}.`] : []),
    ],
  }),
  store_credit: ({ methodLabel }, amount) => ({
    subject: `We added ${amount} to ${methodLabel}`,
    paragraphs: [`Your refund of ${amount} is on ${methodLabel} now. You can use it at once.`],
  }),
  void: ({ methodLabel }, amount) => ({
    subject: `Your payment of ${amount} was canceled`,
    paragraphs: [
      `We canceled your payment of ${amount} before it was taken from ${methodLabel}.`,
      "Your bank may show it as reserved for a few more days. Nothing will be charged.",
    ],
  }),
  manual: ({ reference }, amount) => ({
    subject: `We sent ${amount} to you`,
    paragraphs: [
      `Your refund of ${amount} was paid by transfer.`,
      ...(reference ? [`The reference is ${reference}.`] : []),
    ],
  }),
};

const withLinks = (html: string): string =>
  html.replace(
    /https?:\/\/[^\s<]+[^\s<.,:;?!]/g,
    (url) => `<a href="${url}" style="color:#24221f">${url}</a>`,
  );

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** Paragraphs as a mail that every reader of mails can show. Addresses in them become links. */
export const toHtml = (
  paragraphs: readonly string[],
  closing: string,
  locale = "en",
): string => `<!doctype html>
<html lang="${locale}"><body style="margin:0;background:#f6f5f2;font:16px/1.5 Arial,sans-serif;color:#24221f">
<div style="max-width:560px;margin:0 auto;padding:32px 24px;background:#ffffff">
${paragraphs.map((paragraph) => `<p style="margin:0 0 16px">${withLinks(escapeHtml(paragraph))}</p>`).join("\n")}
<p style="margin:24px 0 0;font-size:13px;color:#6b675f">${escapeHtml(closing)}</p>
</div></body></html>`;
