"use server";

import { redirect } from "next/navigation";
import { confirmByCode, resendConfirmation } from "@/lib/modules/access/commands";
import { codeAllowance, resendAllowance, signUpAllowance } from "@/lib/modules/access/policy";
import { confirmCodeInput, resendInput } from "@/lib/modules/access/schema";
import { publicAction } from "@/lib/web/action";
import { clientNetwork } from "@/lib/web/headers";
import { atLeast, neutralMs } from "@/lib/web/neutral-time";
import { forgetPending, rememberPending } from "@/lib/web/pending-confirmation";
import { limit } from "@/lib/web/rate-limit";
import { actionJar, createSessionClient, createStatelessClient } from "@/lib/web/supabase";

export const confirmCodeAction = publicAction(confirmCodeInput, async (input) => {
  // Per account alone: the digits are the account's, whoever guesses them.
  await limit("confirm-code", input.email, codeAllowance);
  const auth = createSessionClient(await actionJar());
  await atLeast(neutralMs, () => confirmByCode(auth, input));
  await forgetPending();
  redirect("/welcome");
});

export const resendAction = publicAction(resendInput, async ({ email }) => {
  await limit("sign-up", await clientNetwork(), signUpAllowance);
  await limit("resend", email, resendAllowance);
  await atLeast(neutralMs, () => resendConfirmation(createStatelessClient(), email));
  await rememberPending(email);
  return { message: "If this address has an account, a new mail is on its way." };
});
