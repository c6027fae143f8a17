"use server";

import { redirect } from "next/navigation";
import { confirmByLink } from "@/lib/modules/access/commands";
import { signUpAllowance } from "@/lib/modules/access/policy";
import { confirmLinkInput } from "@/lib/modules/access/schema";
import { publicAction } from "@/lib/web/action";
import { clientNetwork } from "@/lib/web/headers";
import { forgetPending } from "@/lib/web/pending-confirmation";
import { limit } from "@/lib/web/rate-limit";
import { actionJar, createSessionClient } from "@/lib/web/supabase";

export const confirmLinkAction = publicAction(confirmLinkInput, async (input) => {
  await limit("confirm-link", await clientNetwork(), signUpAllowance);
  await confirmByLink(createSessionClient(await actionJar()), input);
  await forgetPending();
  redirect("/welcome");
});
