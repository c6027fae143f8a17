"use server";

import { redirect } from "next/navigation";
import { confirmByLink, confirmEmailChange } from "@/lib/modules/accounts/commands";
import { signUpAllowance } from "@/lib/modules/accounts/policy";
import { confirmLinkInput } from "@/lib/modules/accounts/schema";
import { authAction } from "@/lib/web/auth-page";
import { letIn } from "@/lib/web/confirmation";
import { clientNetwork } from "@/lib/web/headers";
import { limit } from "@/lib/web/rate-limit";
import { actionJar, createSessionClient, createStatelessClient } from "@/lib/web/supabase";

export const confirmLinkAction = authAction(confirmLinkInput, async (input) => {
  await limit("confirm-link", await clientNetwork(), signUpAllowance);
  if (input.type === "email_change") {
    const isDone = await confirmEmailChange(createStatelessClient(), input.tokenHash);
    return {
      message: isDone
        ? "Confirmed. If a mail came to your other address as well, open its link, too."
        : "Confirmed. Now open the link that was sent to your other address.",
    };
  }
  const opened = await confirmByLink(createSessionClient(await actionJar()), input);
  redirect(await letIn(opened, input.type === "recovery" ? "recovery" : "confirm"));
});
