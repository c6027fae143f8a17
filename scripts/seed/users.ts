import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { readCaught } from "@/lib/testing/mail-catcher";
import { type DemoAccount, demoPassword } from "./accounts";

export type AuthServer = Readonly<{ url: string; publishableKey: string; mailPage: string }>;

const pollMs = 50;
const mailTimeoutMs = 30_000;

/** The local auth server and mail catcher. Elsewhere nobody could confirm the demo's addresses, nor should they. */
export function findAuthServer(env: NodeJS.ProcessEnv): AuthServer | undefined {
  const { SUPABASE_URL: url, SUPABASE_PUBLISHABLE_KEY: publishableKey } = env;
  const mailPage = env.AUTH_MAIL_URL ?? env.MAIL_URL;
  return url && publishableKey && mailPage ? { url, publishableKey, mailPage } : undefined;
}

/**
 * Makes the accounts through the auth server's own sign-up and confirms them by the links it mails. The mails are
 * deleted, so that each account starts with an empty mailbox.
 * @param pending who signed up in an earlier run and never confirmed
 */
export async function createUsers(
  server: AuthServer,
  accounts: readonly DemoAccount[],
  pending: ReadonlySet<string>,
): Promise<void> {
  for (const account of accounts) {
    if (pending.has(account.email)) await askForAnotherMail(server, account);
    else await signUp(server, account);
  }
  const links = await waitForLinks(
    server,
    accounts.map((account) => account.email),
  );
  for (const { tokenHash } of links) {
    const session = sessionAnswer.parse(
      await post(server, "verify", { type: "signup", token_hash: tokenHash }),
    );
    await post(server, "logout?scope=global", {}, session.access_token);
  }
  await deleteMails(
    server,
    links.map((link) => link.mailId),
  );
}

const signUp = (server: AuthServer, { email, name }: DemoAccount) =>
  post(server, "signup", { email, password: demoPassword, data: { name } });

// Refused within a minute of the last mail, and then that one still counts.
async function askForAnotherMail(server: AuthServer, { email }: DemoAccount): Promise<void> {
  const old = (await findLinks(server)).get(email);
  const answer = await send(server, "resend", { type: "signup", email });
  if (answer.ok && old) await deleteMails(server, [old.mailId]);
  if (!answer.ok && answer.status !== 429) throw await refusal(answer);
}

const sessionAnswer = z.object({ access_token: z.string() });

async function post(server: AuthServer, path: string, body: object, token?: string): Promise<unknown> {
  const answer = await send(server, path, body, token);
  if (!answer.ok) throw await refusal(answer);
  const text = await answer.text();
  return text ? JSON.parse(text) : undefined;
}

const send = (server: AuthServer, path: string, body: object, token?: string): Promise<Response> =>
  fetch(`${server.url}/auth/v1/${path}`, {
    method: "POST",
    headers: {
      apikey: server.publishableKey,
      "content-type": "application/json",
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    body: JSON.stringify(body),
  });

const refusal = async (answer: Response): Promise<Error> =>
  new Error(
    `A demo account could not be made: the auth server answered ${answer.status}: ${await answer.text()}`,
  );

type Link = Readonly<{ mailId: string; tokenHash: string }>;

/** The newest confirmation of each address. */
async function waitForLinks(server: AuthServer, emails: readonly string[]): Promise<readonly Link[]> {
  const deadline = Date.now() + mailTimeoutMs;
  while (Date.now() < deadline) {
    const found = await findLinks(server);
    const links = emails.flatMap((email) => found.get(email) ?? []);
    if (links.length === emails.length) return links;
    await delay(pollMs);
  }
  throw new Error(
    `Not all confirmations reached the mail catcher at ${server.mailPage}: start again in a minute.`,
  );
}

async function findLinks({ mailPage }: AuthServer): Promise<ReadonlyMap<string, Link>> {
  const mails = await readCaught(mailPage);
  const found = new Map<string, Link>();
  for (const { id, html, to } of mails) {
    const tokenHash = /token_hash=([\w-]+)(?:&amp;|&)type=signup/.exec(html)?.[1];
    const address = to[0]?.address;
    if (tokenHash && address) found.set(address, { mailId: id, tokenHash });
  }
  return found;
}

async function deleteMails({ mailPage }: AuthServer, ids: readonly string[]): Promise<void> {
  await fetch(`${mailPage}/api/email/delete`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ids }),
  });
}
