import { z } from "zod";
import { locales } from "@/lib/modules/notices/schema";
import { variablePattern } from "./variable-pattern";

/** Every mail that a customer gets. A refund is told in words of the way the money takes. */
export const customerMails = [
  ...([
    "reply",
    "refund_sent",
    "refund_sent_store_credit",
    "refund_sent_void",
    "refund_sent_manual",
  ] as const),
  ...(["refund_problem", "refund_denied", "info_requested"] as const),
] as const;
export type CustomerMail = (typeof customerMails)[number];

/** What words of a mail may name, and what each stands for. */
export const mailVariables = {
  "customer.name": "The customer's name",
  "shop.name": "The name of the workspace",
  "case.number": "The number of the case, such as 1042",
  "case.subject": "What the case is called",
  reply: "What the agent wrote",
  amount: "The amount with its currency",
  method: "Where the money goes, such as Visa •4242",
  reference: "The reference to ask the bank with",
  reason: "The reason in the decision's words",
  clauses: "The clauses of the policy that decided",
  changes: "What would change the decision",
  next: "Whether the customer may ask again",
} as const;
export type MailVariable = keyof typeof mailVariables;
export type MailValues = Readonly<Partial<Record<MailVariable, string>>>;

const common: readonly MailVariable[] = ["customer.name", "shop.name", "case.number", "case.subject"];
const money: readonly MailVariable[] = [...common, "amount", "method", "reference"];

/** What each mail can say: a variable outside this list is refused when the words are saved. */
export const variablesOf: Readonly<Record<CustomerMail, readonly MailVariable[]>> = {
  reply: [...common, "reply"],
  refund_sent: money,
  refund_sent_store_credit: money,
  refund_sent_void: money,
  refund_sent_manual: money,
  refund_problem: money,
  refund_denied: [...common, "amount", "reason", "clauses", "changes", "next"],
  info_requested: [...common, "reason"],
};

/** The words of a mail: paragraphs are parted by empty lines. */
export type MailWords = Readonly<{ subject: string; body: string }>;

const wordsOf = { mail: z.enum(customerMails), locale: z.enum(locales) };
export const saveTemplateInput = z
  .strictObject({
    ...wordsOf,
    /** 0 while the mail still has our words. */
    version: z.coerce.number().int().min(0).max(1_000_000),
    subject: z
      .string()
      .trim()
      .min(1, "A mail needs a subject.")
      .max(150, "A subject has at most 150 characters.")
      .regex(/^[^\r\n]*$/, "A subject has one line."),
    body: z
      .string()
      .transform((text) => text.replaceAll("\r\n", "\n").trim())
      .pipe(z.string().min(1, "A mail needs words.").max(8_000, "A mail has at most 8,000 characters.")),
  })
  .superRefine(({ mail, subject, body }, context) => {
    for (const [path, text] of Object.entries({ subject, body })) {
      const fault = faultInWords(mail, text);
      if (fault) context.addIssue({ code: "custom", path: [path], message: fault });
    }
    if (mail === "reply" && !/\{\{\s*reply\s*\}\}/.test(body)) {
      context.addIssue({
        code: "custom",
        path: ["body"],
        message: "Leave {{reply}} in: it is what you write.",
      });
    }
  });
export type SaveTemplate = z.output<typeof saveTemplateInput>;
export const templateInput = z.strictObject(wordsOf);
export type TemplateOfMail = z.output<typeof templateInput>;

function faultInWords(mail: CustomerMail, text: string): string | undefined {
  const known: readonly string[] = variablesOf[mail];
  const unknown = [...text.matchAll(variablePattern)]
    .map(([, name = ""]) => name)
    .find((name) => !known.includes(name));
  if (unknown) return `This mail does not know {{${unknown}}}.`;
  return /\{\{|\}\}/.test(text.replace(variablePattern, ""))
    ? "A {{variable}} is not closed or not a name."
    : undefined;
}

/** What became of a mail that came in. */
export const incomingOutcomes = ["opened", "added", "noted", "bounced", "set_aside"] as const;
export type IncomingOutcome = (typeof incomingOutcomes)[number];

/** A mail that became no message, as the settings list it. */
export type SetAsideMail = Readonly<{
  id: string;
  fromAddress: string;
  subject: string;
  reason: string;
  receivedAt: Date;
}>;

/** How far a reply is on its way to the customer. */
export type ReplyDelivery = Readonly<{
  messageId: string;
  state: "sending" | "retrying" | "waiting" | "sent" | "failed" | "given_up";
  /** In plain words; with retrying and failed. */
  error: string | null;
  nextRetryAt: Date | null;
}>;

export const replyInput = z.strictObject({ caseId: z.uuid(), messageId: z.uuid() });
export type ReplyOfCase = z.output<typeof replyInput>;

/** Whether mail comes and goes. */
export type MailHealth = Readonly<{
  /** Of the tenant, beside the one made of its path; set by whoever runs the installation. */
  ownAddress: string | null;
  lastReceivedAt: Date | null;
  lastSentAt: Date | null;
  /** Mails that wait for another try or were given up. */
  waiting: number;
}>;
