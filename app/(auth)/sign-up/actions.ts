"use server";

import { randomUUID } from "node:crypto";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { resendConfirmation, signUp } from "@/lib/modules/accounts/commands";
import { resendAllowance, signUpAllowance } from "@/lib/modules/accounts/policy";
import { findAddress } from "@/lib/modules/accounts/profile";
import { type SignUp, signUpInput } from "@/lib/modules/accounts/schema";
import { issueAccountNotice } from "@/lib/modules/notices/commands";
import { authAction, findAuthLanguage } from "@/lib/web/auth-page";
import { clientNetwork } from "@/lib/web/headers";
import { atLeast, neutralMs } from "@/lib/web/neutral-time";
import { rememberPending } from "@/lib/web/pending-mail";
import { isWithin, limit } from "@/lib/web/rate-limit";
import { createStatelessClient } from "@/lib/web/supabase";

export const signUpAction = authAction(signUpInput, async (input) => {
  const { email, returnTo } = input;
  await limit("sign-up", await clientNetwork(), signUpAllowance);
  const signUpMark = randomUUID();
  await atLeast(neutralMs, () => registerOrTell(input, signUpMark));
  await rememberPending({ email, purpose: "confirm", signUpMark, returnTo });
  redirect("/check-email");
});

/** Whichever of three mails the address gets, the form says the same after the same time. */
async function registerOrTell(input: SignUp, signUpMark: string): Promise<void> {
  const { email } = input;
  const known = await findAddress(email);
  // One mail a minute to an address, whoever asks for it.
  const mayMail = await isWithin("resend", email, resendAllowance);
  if (known?.isConfirmed) {
    const { userId, locale } = known;
    if (mayMail) await issueAccountNotice({ userId, email, locale, kind: "already_registered" });
    return;
  }
  const auth = createStatelessClient();
  if (known) {
    if (mayMail) await resendConfirmation(auth, email);
    return;
  }
  await signUp(auth, input, { signUpMark, locale: await readerLocale() });
}

// What they read here in, or what their browser asks for.
const readerLocale = async (): Promise<string> => {
  const prefersGerman = /^de\b/i.test((await headers()).get("accept-language") ?? "");
  return prefersGerman ? "de" : findAuthLanguage();
};
