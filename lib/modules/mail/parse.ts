import { createHash } from "node:crypto";
import PostalMime, { type Email } from "postal-mime";
import { htmlToText } from "./safe-html";

/** A mail that came in, as far as we look at it. Texts can be kept: no NUL, no half of a surrogate pair. */
export type IncomingMail = Readonly<{
  /** With its angle brackets; made of the content where the sender gave none. */
  mailId: string;
  from: Readonly<{ address: string; name: string }>;
  /** Where it was sent to, as its own headers say. */
  recipients: readonly string[];
  subject: string;
  /** The whole text, with what it quotes. */
  text: string;
  html: string | null;
  /** In-Reply-To and References, newest last. */
  references: readonly string[];
  /** Lower-case names; of a repeated one the first value. */
  headers: ReadonlyMap<string, string>;
  files: readonly Readonly<{ name: string; content: Buffer }>[];
  /** What a report of a mail server says, and the head of the mail it is about. */
  report: Readonly<{ status: string; returned: string }> | undefined;
}>;

const maxTextLength = 200_000;
const maxHtmlLength = 1_000_000;
const limits = { maxNestingDepth: 32, maxHeadersSize: 256 * 1024 };

/** @returns undefined for bytes that are no mail, or a mail that names no sender */
export async function parseMail(raw: Buffer): Promise<IncomingMail | undefined> {
  const email = await PostalMime.parse(raw, { ...limits, attachmentEncoding: "arraybuffer" }).catch(
    () => undefined,
  );
  const from = email?.from;
  if (!email || !from?.address || !isAddress(from.address)) return undefined;
  const headers = new Map<string, string>();
  for (const { key, value } of email.headers) if (!headers.has(key)) headers.set(key, clean(value));
  const html = email.html && email.html.length <= maxHtmlLength ? clean(email.html) : null;
  return {
    mailId: mailIdOf(email, raw),
    from: { address: from.address.toLowerCase(), name: oneLine(from.name).slice(0, 120) },
    recipients: recipientsOf(email, headers),
    subject: oneLine(email.subject ?? "").slice(0, 500),
    text: textOf(email, html),
    html,
    references: idsIn(`${email.references ?? ""} ${email.inReplyTo ?? ""}`),
    headers,
    files: filesOf(email),
    report: reportOf(email),
  };
}

const isAddress = (text: string): boolean => text.length <= 254 && /^[^\s@<>"]+@[^\s@<>"]+$/.test(text);

/** Without what PostgreSQL cannot keep. */
const clean = (text: string): string => text.replaceAll("\u0000", "").replace(/\p{Surrogate}/gu, "\ufffd");

const oneLine = (text: string): string =>
  clean(text)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ")
    .trim();

const idPattern = /<[^<>\s]{3,250}>/g;
const idsIn = (text: string): string[] => [...new Set(clean(text).match(idPattern) ?? [])].slice(-50);

function mailIdOf(email: Email, raw: Buffer): string {
  const [given] = clean(email.messageId ?? "").match(idPattern) ?? [];
  return given ?? `<${createHash("sha256").update(raw).digest("hex")}@no-message-id>`;
}

const deliveryHeaders = ["delivered-to", "x-original-to", "envelope-to", "x-envelope-to"];

function recipientsOf(email: Email, headers: ReadonlyMap<string, string>): string[] {
  const lists = [...(email.to ?? []), ...(email.cc ?? []), ...(email.bcc ?? [])];
  const named = lists.flatMap((entry) => ("group" in entry && entry.group ? entry.group : [entry]));
  const delivered = deliveryHeaders.flatMap((name) => headers.get(name)?.match(/[^\s@<>]+@[^\s@<>]+/) ?? []);
  const addresses = [...delivered, ...named.flatMap(({ address }) => address ?? [])];
  return [...new Set(addresses.filter(isAddress).map((address) => address.toLowerCase()))].slice(0, 100);
}

function textOf(email: Email, html: string | null): string {
  const text = email.text?.trim() ? clean(email.text) : html ? htmlToText(html) : "";
  const lines = text
    .replaceAll("\r\n", "\n")
    .replace(/[^\P{Cc}\n\t]/gu, "")
    .trim();
  return [...lines.slice(0, maxTextLength)].join("");
}

const reportTypes = ["message/delivery-status", "text/rfc822-headers"];
const bytesOf = (content: ArrayBuffer | Uint8Array | string): Buffer =>
  typeof content === "string" ? Buffer.from(content) : Buffer.from(content as Uint8Array);

function filesOf(email: Email): IncomingMail["files"] {
  return email.attachments
    .filter(({ mimeType }) => !reportTypes.includes(mimeType))
    .map(({ filename, mimeType, content }) => ({
      name: filename ?? (mimeType === "message/rfc822" ? "mail.eml" : ""),
      content: bytesOf(content),
    }));
}

/** @see https://www.rfc-editor.org/rfc/rfc3464 */
function reportOf(email: Email): IncomingMail["report"] {
  const part = (...types: readonly string[]) => {
    const found = email.attachments.find(({ mimeType }) => types.includes(mimeType));
    return found ? clean(bytesOf(found.content).toString("utf8").slice(0, 20_000)) : undefined;
  };
  const status = part("message/delivery-status");
  if (status === undefined) return undefined;
  return { status, returned: part("text/rfc822-headers", "message/rfc822") ?? "" };
}
