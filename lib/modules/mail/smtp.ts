import "server-only";
import { createTransport } from "nodemailer";
import { env } from "@/lib/platform/env";
import { defineHop } from "@/lib/platform/hops";
import type { Mail } from "./templates";

const timeoutMs = 10_000;
const smtpHop = defineHop({ name: "smtp.send", kind: "mail", budgetMs: 1_000, timeoutMs });

const transport = createTransport(
  { url: env.SMTP_URL, connectionTimeout: timeoutMs, socketTimeout: timeoutMs },
  { from: env.MAIL_FROM },
);

/**
 * Hands a mail over. The message id names the effect, so a repeat after a crash is the same mail to whoever receives it.
 * @returns the message id
 * @throws when the server did not take it
 */
export async function sendMail(to: string, mail: Mail, effectId: string): Promise<string> {
  const messageId = `<${effectId}@makegood>`;
  await smtpHop(() =>
    transport.sendMail({ to, ...mail, messageId, headers: { "X-Makegood-Effect": effectId } }),
  );
  return messageId;
}
