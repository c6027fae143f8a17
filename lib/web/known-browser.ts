import "server-only";
import { cookies } from "next/headers";
import { issueAccountNotice } from "@/lib/modules/notices/commands";
import type { Locale } from "@/lib/modules/notices/schema";
import { isSignedBy, sign } from "@/lib/platform/sealed";
import { clientNetwork } from "./headers";
import { describeDevice } from "./open-session";
import { cookieName, cookieOptions } from "./supabase";

const name = cookieName("makegood-known");
const purpose = "known-browser";
const keepSeconds = 400 * 24 * 60 * 60;
const accountsPerBrowser = 5;

/** Has somebody signed in to this account in this browser before? A guesser elsewhere cannot take its place. */
export async function isKnownBrowser(email: string): Promise<boolean> {
  return (await readMarks()).some((mark) => isSignedBy(purpose, email, mark));
}

/** Notes that this browser signed in to the account. */
export async function rememberBrowser(email: string): Promise<void> {
  const mark = sign(purpose, email);
  const marks = [mark, ...(await readMarks()).filter((other) => other !== mark)].slice(0, accountsPerBrowser);
  (await cookies()).set(name, marks.join("."), { ...cookieOptions, maxAge: keepSeconds });
}

/** Tells the owner of an account that a browser nobody used before signed in to it. Call it before `rememberBrowser`. */
export async function announceNewBrowser(
  account: Readonly<{ userId: string; email: string; locale: Locale }>,
): Promise<void> {
  if (await isKnownBrowser(account.email)) return;
  const { userId, email, locale } = account;
  const detail = { device: await describeDevice(), network: await clientNetwork() };
  await issueAccountNotice({ userId, email, locale, kind: "new_device", detail });
}

const readMarks = async (): Promise<string[]> =>
  (await cookies()).get(name)?.value.split(".").filter(Boolean).slice(0, accountsPerBrowser) ?? [];
