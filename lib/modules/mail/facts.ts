import type { Denial } from "@/lib/modules/decisions/schema";
import type { Effect } from "@/lib/modules/effects/schema";
import type { Locale } from "@/lib/modules/notices/schema";
import type { PayoutMethod } from "@/lib/modules/refunds/schema";
import { formatMoney } from "@/lib/platform/money";
import type { CustomerMail, MailValues } from "./schema";
import { nextWords } from "./words";

export type MailFacts = Readonly<{
  to: string;
  customerName: string;
  shopName: string;
  caseNumber: number;
  caseSubject: string;
  /** Of the case: any language tag. */
  locale: string;
  /** What an agent wrote; missing in every other mail. */
  reply: string | null;
  amountMinor: number | null;
  currency: string | null;
  /** How the money goes back; null where none does. */
  method: PayoutMethod | null;
  methodLabel: string | null;
  reference: string | null;
  /** What a no or a question says; missing for what older decisions said. */
  denial: Denial | null;
}>;

const templates = ["reply", "refund_sent", "refund_problem", "refund_denied", "info_requested"] as const;

/** Which mail an effect is; undefined for one that this version does not know or that has nothing to tell. */
export function mailOf({ template }: Pick<Effect, "template">, facts: MailFacts): CustomerMail | undefined {
  const name = templates.find((known) => known === template);
  if (name === "reply") return facts.reply === null ? undefined : "reply";
  if (!name || facts.amountMinor === null) return undefined;
  if (name !== "refund_sent" || !facts.method || facts.method === "refund") return name;
  return `refund_sent_${facts.method}`;
}

/** Our languages; whoever speaks another one is written to in English. */
export const mailLocale = (locale: string): Locale => (/^de\b/i.test(locale) ? "de" : "en");

const numberLocales: Readonly<Record<Locale, string>> = { en: "en-US", de: "de-DE" };

/** What the variables of a mail stand for. */
export function valuesOf(facts: MailFacts, locale: Locale): MailValues {
  const { denial, amountMinor, currency } = facts;
  const may = denial === null || denial.mayAppeal ? "mayAppeal" : "isFinal";
  return {
    "customer.name": facts.customerName,
    "shop.name": facts.shopName,
    "case.number": String(facts.caseNumber),
    "case.subject": facts.caseSubject,
    reply: facts.reply ?? "",
    amount: amountMinor && currency ? formatMoney(amountMinor, currency, numberLocales[locale]) : "",
    method: facts.methodLabel ?? "",
    reference: facts.reference ?? "",
    reason: denial?.reason ?? "",
    clauses: (denial?.clauses ?? []).map(({ title, text }) => `${title}: ${text}`).join("\n\n"),
    changes: (denial?.wouldChange ?? []).join("\n\n"),
    next: nextWords[locale][may],
  };
}

/** A mail of a shop that does not exist, for the preview of its words. */
export const sampleFacts: MailFacts = {
  to: "ana.ruiz@example.com",
  customerName: "Ana Ruiz",
  shopName: "",
  caseNumber: 1042,
  caseSubject: "Wrong size, wants money back",
  locale: "en",
  reply: "We have found your parcel.\n\nIt arrives on Thursday.",
  amountMinor: 4_210,
  currency: "EUR",
  method: "refund",
  methodLabel: "Visa •4242",
  reference: "74218805",
  denial: {
    clauses: [{ id: "window", title: "Return window", text: "Goods can be returned for 30 days." }],
    reason: "The parcel was delivered 45 days ago.",
    wouldChange: [],
    mayAppeal: true,
  },
};
