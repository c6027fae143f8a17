import "server-only";
import { createTransport } from "nodemailer";
import { env } from "@/lib/platform/env";
import { defineHop } from "@/lib/platform/hops";
import { messageIdOf } from "./addresses";
import type { Mail } from "./templates";

const timeoutMs = 10_000;
const smtpHop = defineHop({ name: "smtp.send", kind: "mail", budgetMs: 1_000, timeoutMs });

const transport = createTransport(
  { url: env.SMTP_URL, connectionTimeout: timeoutMs, socketTimeout: timeoutMs },
  { from: env.MAIL_FROM },
);

export type Outgoing = Mail &
  Readonly<{
    to: string;
    from?: Readonly<{ name: string; address: string }>;
    replyTo?: string;
    inReplyTo?: string | undefined;
    references?: readonly string[];
    attachments?: readonly Readonly<{ filename: string; contentType: string; content: Buffer }>[];
    /** No person wrote it: whoever answers by machine is asked not to. */
    isAutomatic?: boolean;
  }>;

/**
 * Hands a mail over. The message id names the effect, so a repeat after a crash is the same mail to whoever receives it.
 * @returns the message id
 * @throws when the server did not take it
 */
export async function sendMail(mail: Outgoing, effectId: string): Promise<string> {
  const { isAutomatic, references = [], inReplyTo, attachments = [], ...rest } = mail;
  const messageId = messageIdOf(effectId);
  const automatic = { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" };
  await smtpHop(() =>
    transport.sendMail({
      ...rest,
      messageId,
      ...(inReplyTo ? { inReplyTo } : {}),
      ...(references.length > 0 ? { references: [...references] } : {}),
      attachments: [...attachments],
      headers: { "X-Makegood-Effect": effectId, ...(isAutomatic ? automatic : {}) },
      // What a customer attached is never fetched or read from a disk.
      disableFileAccess: true,
      disableUrlAccess: true,
    }),
  );
  return messageId;
}
