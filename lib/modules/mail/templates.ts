import type { Locale } from "@/lib/modules/notices/schema";
import type { MailValues, MailVariable, MailWords } from "./schema";
import { variablePattern } from "./variable-pattern";

export type Mail = Readonly<{ subject: string; text: string; html: string }>;

/** The mail that these words make of these values, as text and as HTML. */
export function renderMail(words: MailWords, values: MailValues, locale: Locale): Mail {
  const body = words.body
    .split(/\n[ \t]*\n/)
    .flatMap((paragraph) => fill(paragraph, values) ?? [])
    .flatMap((filled) => filled.split(/\n[ \t]*\n/))
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== "");
  const [closing, ...rest] = body.toReversed();
  return {
    subject: subjectOf(words.subject, values),
    text: body.join("\n\n"),
    html: toHtml(rest.toReversed(), closing ?? "", locale),
  };
}

/** Fills a paragraph in, once: what a value says is never read as a variable. @returns undefined when one has nothing to say */
function fill(paragraph: string, values: MailValues): string | undefined {
  let isMissing = false;
  const filled = paragraph.replace(variablePattern, (_, name: string, instead?: string) => {
    const value = values[name as MailVariable] || instead;
    if (value === undefined) isMissing = true;
    return value ?? "";
  });
  return isMissing ? undefined : filled;
}

const maxSubject = 200;

/** One line that always carries the number of the case, by which an answer finds back without any header. */
function subjectOf(words: string, values: MailValues): string {
  const filled = words.replace(
    variablePattern,
    (_, name: string, instead = "") => values[name as MailVariable] || instead,
  );
  const line = filled.replace(/\s+/g, " ").trim();
  const tag = `#${values["case.number"]}`;
  const cut = [...line].slice(0, maxSubject).join("");
  return values["case.number"] === undefined || cut.includes(tag) ? cut : `${cut} [${tag}]`;
}

const withLinks = (html: string): string =>
  html.replace(
    /https?:\/\/[^\s<]+[^\s<.,:;?!]/g,
    (url) => `<a href="${url}" style="color:#24221f">${url}</a>`,
  );

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const paragraphHtml = (text: string): string => withLinks(escapeHtml(text)).replaceAll("\n", "<br>\n");

/** Paragraphs as a mail that every reader of mails can show. Addresses in them become links. */
export const toHtml = (
  paragraphs: readonly string[],
  closing: string,
  locale = "en",
): string => `<!doctype html>
<html lang="${locale}"><body style="margin:0;background:#f6f5f2;font:16px/1.5 Arial,sans-serif;color:#24221f">
<div style="max-width:560px;margin:0 auto;padding:32px 24px;background:#ffffff">
${paragraphs.map((paragraph) => `<p style="margin:0 0 16px">${paragraphHtml(paragraph)}</p>`).join("\n")}
<p style="margin:24px 0 0;font-size:13px;color:#6b675f">${paragraphHtml(closing)}</p>
</div></body></html>`;
