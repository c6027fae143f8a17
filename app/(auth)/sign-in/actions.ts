"use server";

import { redirect } from "next/navigation";
import { signIn } from "@/lib/modules/access/commands";
import { signInAllowances } from "@/lib/modules/access/policy";
import { signInInput } from "@/lib/modules/access/schema";
import { logger } from "@/lib/platform/logger";
import { publicAction } from "@/lib/web/action";
import { clientNetwork } from "@/lib/web/headers";
import { atLeast, neutralMs } from "@/lib/web/neutral-time";
import { forgive, limit } from "@/lib/web/rate-limit";
import { safeReturnTo } from "@/lib/web/return-to";
import { actionJar, createSessionClient } from "@/lib/web/supabase";

export const signInAction = publicAction(signInInput, async ({ email, password, returnTo }) => {
  const network = await clientNetwork();
  await limit("sign-in-network", network, signInAllowances.perNetwork);
  await limit("sign-in-pair", `${email} ${network}`, signInAllowances.perAccountAndNetwork);
  await limit("sign-in-account", email, signInAllowances.perAccount);

  const auth = createSessionClient(await actionJar());
  const userId = await atLeast(neutralMs, () => signIn(auth, { email, password }));
  await forgive("sign-in-pair", `${email} ${network}`);
  logger.info({ userId }, "signed in");
  redirect(safeReturnTo(returnTo));
});
