"use server";

import { redirect } from "next/navigation";
import { signUp } from "@/lib/modules/access/commands";
import { resendAllowance, signUpAllowance } from "@/lib/modules/access/policy";
import { signUpInput } from "@/lib/modules/access/schema";
import { DomainError } from "@/lib/platform/errors";
import { publicAction } from "@/lib/web/action";
import { clientNetwork } from "@/lib/web/headers";
import { atLeast, neutralMs } from "@/lib/web/neutral-time";
import { rememberPending } from "@/lib/web/pending-confirmation";
import { limit } from "@/lib/web/rate-limit";
import { createStatelessClient } from "@/lib/web/supabase";

export const signUpAction = publicAction(signUpInput, async (input) => {
  await limit("sign-up", await clientNetwork(), signUpAllowance);
  await atLeast(neutralMs, () => signUp(createStatelessClient(), input));
  await startCoolDown(input.email);
  await rememberPending(input.email);
  redirect("/check-email");
});

// The mail just sent counts, so that "send it again" waits; signing up once more does not fail over it.
async function startCoolDown(email: string): Promise<void> {
  await limit("resend", email, resendAllowance).catch((error: unknown) => {
    if (!(error instanceof DomainError)) throw error;
  });
}
