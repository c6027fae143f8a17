"use server";

import { redirect } from "next/navigation";
import { signIn } from "@/lib/modules/accounts/commands";
import { signInAllowances } from "@/lib/modules/accounts/policy";
import { signInInput } from "@/lib/modules/accounts/schema";
import { authAction } from "@/lib/web/auth-page";
import { clientNetwork } from "@/lib/web/headers";
import { announceNewBrowser, isKnownBrowser, rememberBrowser } from "@/lib/web/known-browser";
import { atLeast, neutralMs } from "@/lib/web/neutral-time";
import { openSession } from "@/lib/web/open-session";
import { forgive, limit } from "@/lib/web/rate-limit";
import { safeReturnTo } from "@/lib/web/return-to";
import { actionJar, createSessionClient } from "@/lib/web/supabase";

export const signInAction = authAction(signInInput, async ({ email, password, returnTo }) => {
  const network = await clientNetwork();
  await limit("sign-in-network", network, signInAllowances.perNetwork);
  await limit("sign-in-pair", `${email} ${network}`, signInAllowances.perAccountAndNetwork);
  // A guesser with many addresses is bounded, and the owner's own browser is not their victim.
  if (!(await isKnownBrowser(email))) await limit("sign-in-account", email, signInAllowances.perAccount);

  const auth = createSessionClient(await actionJar());
  const opened = await atLeast(neutralMs, () => signIn(auth, { email, password }));
  const account = await openSession(opened, { kind: "full", isPasswordVerified: true });
  await forgive("sign-in-pair", `${email} ${network}`);
  await announceNewBrowser(account);
  await rememberBrowser(account.email);
  redirect(safeReturnTo(returnTo));
});
