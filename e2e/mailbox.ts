import { mailsTo } from "@/lib/testing/outside";
import { until } from "@/lib/testing/until";

type Mail = Awaited<ReturnType<typeof mailsTo>>[number];

/** The newest mail to `email` whose subject matches, as soon as it is there. */
export const mailTo = (email: string, subject: RegExp): Promise<Mail> =>
  until(`"${subject.source}" came to ${email}`, async () =>
    (await mailsTo(email)).filter((mail) => subject.test(mail.subject)).at(-1),
  );

/** Path and query of the link to our own page: the mail may know the desk under another name. */
export function linkIn({ html }: Mail): string {
  const found = /href="([^"]+\/(?:auth\/confirm|join)\?[^"]+)"/.exec(html)?.[1];
  if (!found) throw new Error(`no link in ${html}`);
  const { pathname, search } = new URL(found.replaceAll("&amp;", "&"));
  return pathname + search;
}

/** The six digits of a mail. */
export function codeIn({ text }: Mail): string {
  const found = /\b(\d{6})\b/.exec(text)?.[1];
  if (!found) throw new Error(`no code in ${text}`);
  return found;
}

export const subjects = {
  confirm: /^Confirm your email address$/,
  resent: /^(Your sign-in link|Confirm your email address)$/,
  recovery: /^Choose a new password$/,
  emailChange: /^Confirm your new email address$/,
  invitation: /invites you to/,
  alreadyRegistered: /already have an account/,
  emailCode: /code to confirm this address/,
  passwordChanged: /password was changed/,
  factorAdded: /second factor was added/,
  newDevice: /new browser signed in/i,
} as const;
