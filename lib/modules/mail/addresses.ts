import "server-only";
import { timingSafeEqual } from "node:crypto";
import { env } from "@/lib/platform/env";
import { sign } from "@/lib/platform/sealed";

const [, bracketed, plain] = /<([^<>\s]+)>\s*$|^\s*(\S+)\s*$/.exec(env.MAIL_FROM) ?? [];

/** The address that all our mails come from, without a name. */
export const senderAddress = (bracketed ?? plain ?? "desk@makegood.test").toLowerCase();
const mailDomain = senderAddress.slice(senderAddress.lastIndexOf("@") + 1);

/** Where customers of a tenant write to. */
export const supportAddress = (slug: string): string => `support+${slug}@${mailDomain}`;

/**
 * Where an answer to a mail about a case goes: the case and a signature of it, so that nobody finds another case by
 * trying. The local part has 60 of at most 64 characters (RFC 5321 §4.5.3.1.1).
 */
export const replyAddress = (caseId: string): string =>
  `support+${caseId.replaceAll("-", "")}${signatureOf(caseId)}@${mailDomain}`;

// 80 bits: whoever guesses has one try per mail.
const signatureOf = (caseId: string): string =>
  Buffer.from(sign("reply-address", caseId), "base64url").toString("hex").slice(0, 20);

/** What an address of ours names: a case by its signature, or a tenant by its path or by an address of its own. */
export type MailTarget =
  | Readonly<{ kind: "case"; caseId: string }>
  | Readonly<{ kind: "slug"; slug: string }>
  | Readonly<{ kind: "address"; address: string }>;

export function targetOf(given: string): MailTarget {
  const address = given.trim().toLowerCase();
  const [, tag] = /^support\+([a-z0-9-]{3,60})@/.exec(address) ?? [];
  if (!tag || !address.endsWith(`@${mailDomain}`)) return { kind: "address", address };
  const [, hex, signature] = /^([0-9a-f]{32})([0-9a-f]{20})$/.exec(tag) ?? [];
  if (!hex || !signature) return { kind: "slug", slug: tag };
  const caseId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  const isOurs = timingSafeEqual(Buffer.from(signatureOf(caseId)), Buffer.from(signature));
  return isOurs ? { kind: "case", caseId } : { kind: "address", address };
}

/** Names the effect that sends it, so a repeat after a crash is the same mail to whoever receives it. */
export const messageIdOf = (effectId: string): string => `<${effectId}@${mailDomain}>`;

/** The effects whose mails are named in `text`. */
export const effectsNamedIn = (text: string): string[] =>
  [...text.toLowerCase().matchAll(/<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@([^<>\s]+)>/g)].flatMap(
    ([, id = "", domain]) => (domain === mailDomain ? [id] : []),
  );
