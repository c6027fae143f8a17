import { setTimeout as delay } from "node:timers/promises";
import { createTransport } from "nodemailer";

const retryAfterMs = [500, 2_000, 5_000, 15_000, 60_000];

type Mail = Readonly<{ to: string; subject: string; html: string }>;

/**
 * Sends the auth server's mails. A failure is tried again later and never told to the server, which would leave a
 * half-made user behind who can neither confirm nor sign up again.
 */
export function createAuthMailer({ smtpUrl, from }: { smtpUrl: string; from: string }) {
  const transport = createTransport(smtpUrl, { from });
  const deliver = async ({ to, subject, html }: Mail) => {
    for (const waitMs of retryAfterMs) {
      try {
        await transport.sendMail({ to, subject, html, text: toText(html) });
        return;
      } catch (error) {
        process.stderr.write(`mail not sent, trying again in ${waitMs} ms: ${String(error)}\n`);
        await delay(waitMs, undefined, { ref: false });
      }
    }
    process.stderr.write("mail given up\n");
  };
  return {
    send: async (mail: Mail): Promise<void> => {
      void deliver(mail);
    },
  };
}

/** The same mail for readers of plain text; the server's own one links to a page that uses up the token. */
export const toText = (html: string): string =>
  html
    .replace(/<(style|title)[\s\S]*?<\/\1>/g, "")
    .replace(/<a [^>]*href="([^"]+)"[^>]*>([\s\S]*?)<\/a>/g, "$2: $1")
    .replace(/<[^>]+>/g, "")
    .replaceAll("&amp;", "&")
    .replaceAll("&nbsp;", " ")
    .replace(/\s*\n\s*/g, "\n")
    .trim();
