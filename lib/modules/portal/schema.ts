import { z } from "zod";
import { emailInput } from "@/lib/modules/access/schema";
import { type Locale, locales } from "@/lib/modules/notices/schema";
import { askReasons, wishes } from "./dictionary";

/** A shop as its customers see it. Days begin in its time zone. */
export type Portal = Readonly<{
  tenantId: string;
  slug: string;
  name: string;
  locale: string;
  timeZone: string;
}>;

// What a customer writes, and the files they send with it. A form without files sends one empty file.
const message = z.string().trim().min(3, "message").max(5_000, "message");
const maxFiles = 5;
const maxFileBytes = 5 * 1024 * 1024;
/** What a form may carry in all; more than that does not reach us. */
const maxFormBytes = 10 * 1024 * 1024;
const files = z
  .preprocess(
    (given) =>
      (Array.isArray(given) ? given : [given]).filter((file) => file instanceof File && file.size > 0),
    z.array(z.instanceof(File)),
  )
  .refine((list) => list.length <= maxFiles, "files")
  .refine((list) => list.every(({ size }) => size <= maxFileBytes), "fileSize")
  .refine((list) => list.reduce((sum, { size }) => sum + size, 0) <= maxFormBytes, "fileSize");

export const lookUpInput = z.strictObject({
  orderNumber: z.string("orderNumber").trim().min(1, "orderNumber").max(120, "orderNumber"),
  email: emailInput,
});
export type LookUp = z.output<typeof lookUpInput>;

export const openLinkInput = z.strictObject({ token: z.string().max(200) });

// Made with the form: the same words sent twice are one message.
const formId = z.uuid();

export const askInput = z.strictObject({
  formId,
  orderId: z.uuid("orderId"),
  lines: z
    .preprocess(
      (given) => (given === undefined ? [] : Array.isArray(given) ? given : [given]),
      z.array(z.uuid()),
    )
    .refine((list) => list.length <= 200, "lines"),
  reason: z.enum(askReasons, "reason"),
  wish: z.enum(wishes, "wish"),
  message,
  files,
});
export type Ask = z.output<typeof askInput>;

export const replyInput = z.strictObject({ caseId: z.uuid(), formId, message, files });
export const appealInput = z.strictObject({ caseId: z.uuid(), message });
export const cancelInput = z.strictObject({ caseId: z.uuid() });
export const deleteInput = z.strictObject({ confirm: z.string().trim().max(100) });

/** The language of a portal page, chosen by its reader or their browser. */
export function localeOf(
  given: Readonly<{ chosen: string | undefined; acceptLanguage: string | null; shop: string }>,
): Locale {
  const known = (tag: string) => locales.find((locale) => tag.toLowerCase().split("-")[0] === locale);
  const chosen = given.chosen === undefined ? undefined : known(given.chosen);
  if (chosen) return chosen;
  // In the browser's order of preference; "q" is what it says of the rest.
  const accepted = (given.acceptLanguage ?? "")
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().split(";");
      const q = parameters.map((text) => /^\s*q=([\d.]+)$/.exec(text)?.[1]).find(Boolean);
      return { tag, weight: q === undefined ? 1 : Number(q) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  for (const { tag } of accepted) {
    const found = known(tag);
    if (found) return found;
  }
  return known(given.shop) ?? "en";
}
