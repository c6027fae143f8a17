"use server";

import { redirect } from "next/navigation";
import { sendRecovery } from "@/lib/modules/accounts/commands";
import { resendAllowance, signUpAllowance } from "@/lib/modules/accounts/policy";
import { emailOnlyInput } from "@/lib/modules/accounts/schema";
import { authAction } from "@/lib/web/auth-page";
import { clientNetwork } from "@/lib/web/headers";
import { atLeast, neutralMs } from "@/lib/web/neutral-time";
import { rememberPending } from "@/lib/web/pending-mail";
import { isWithin, limit } from "@/lib/web/rate-limit";
import { createStatelessClient } from "@/lib/web/supabase";

export const forgotPasswordAction = authAction(emailOnlyInput, async ({ email }) => {
  await limit("sign-up", await clientNetwork(), signUpAllowance);
  await atLeast(neutralMs, async () => {
    // One mail a minute to an address, whoever asks for it; the form answers the same.
    if (await isWithin("recovery", email, resendAllowance))
      await sendRecovery(createStatelessClient(), email);
  });
  await rememberPending({ email, purpose: "recovery" });
  redirect("/check-email");
});
