"use server";

import { redirect } from "next/navigation";
import { confirmByCode, resendConfirmation, sendRecovery } from "@/lib/modules/accounts/commands";
import { codeAllowance, resendAllowance, signUpAllowance } from "@/lib/modules/accounts/policy";
import { confirmCodeInput, emailOnlyInput } from "@/lib/modules/accounts/schema";
import { authAction } from "@/lib/web/auth-page";
import { letIn } from "@/lib/web/confirmation";
import { clientNetwork } from "@/lib/web/headers";
import { atLeast, neutralMs } from "@/lib/web/neutral-time";
import { findPending, rememberPending } from "@/lib/web/pending-mail";
import { limit } from "@/lib/web/rate-limit";
import { actionJar, createSessionClient, createStatelessClient } from "@/lib/web/supabase";

export const confirmCodeAction = authAction(confirmCodeInput, async (input) => {
  // Per account alone: the digits are the account's, whoever guesses them.
  await limit("confirm-code", input.email, codeAllowance);
  const auth = createSessionClient(await actionJar());
  const opened = await atLeast(neutralMs, () => confirmByCode(auth, input));
  redirect(await letIn(opened, input.purpose));
});

export const resendAction = authAction(emailOnlyInput, async ({ email }) => {
  await limit("sign-up", await clientNetwork(), signUpAllowance);
  const pending = await findPending();
  const purpose = pending?.purpose === "recovery" ? "recovery" : "confirm";
  await limit(purpose === "recovery" ? "recovery" : "resend", email, resendAllowance);
  const send = purpose === "recovery" ? sendRecovery : resendConfirmation;
  await atLeast(neutralMs, () => send(createStatelessClient(), email));
  await rememberPending({ ...(pending?.email === email && pending), email, purpose });
  return { message: "If this address has an account, a new mail is on its way." };
});
