import { z } from "zod";

export type CaughtMail = Readonly<{
  id: string;
  subject: string;
  text: string;
  html: string;
  to: readonly Readonly<{ address: string }>[];
}>;

const maildevMails = z.array(
  z.object({
    id: z.string(),
    subject: z.string().default(""),
    text: z.string().default(""),
    html: z.string().default(""),
    to: z.array(z.object({ address: z.string() })).default([]),
  }),
);
const mailpitPage = z.object({
  messages: z.array(z.object({ ID: z.string(), To: z.array(z.object({ Address: z.string() })).nullable() })),
});
const mailpitMail = z.object({ Subject: z.string(), Text: z.string(), HTML: z.string() });

/** What a mail catcher holds for some addresses, or for all, oldest first. Speaks maildev's and Mailpit's language. */
export async function readCaught(page: string, addresses?: readonly string[]): Promise<CaughtMail[]> {
  const isWanted = (to: CaughtMail["to"]) =>
    !addresses || to.some(({ address }) => addresses.includes(address));
  const answer = await fetch(`${page}/api/email`);
  if (answer.ok && answer.headers.get("content-type")?.includes("json")) {
    return maildevMails.parse(await answer.json()).filter(({ to }) => isWanted(to));
  }
  return (await readMailpit(page)).filter(({ to }) => isWanted(to));
}

async function readMailpit(page: string): Promise<CaughtMail[]> {
  const { messages } = mailpitPage.parse(await readJson(`${page}/api/v1/messages?limit=500`));
  return Promise.all(
    messages.toReversed().map(async ({ ID: id, To }) => {
      const {
        Subject: subject,
        Text: text,
        HTML: html,
      } = mailpitMail.parse(await readJson(`${page}/api/v1/message/${id}`));
      return { id, subject, text, html, to: (To ?? []).map(({ Address: address }) => ({ address })) };
    }),
  );
}

async function readJson(url: string): Promise<unknown> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return answer.json();
}
