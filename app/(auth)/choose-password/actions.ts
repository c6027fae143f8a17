"use server";

import { redirect } from "next/navigation";
import { setPassword } from "@/lib/modules/accounts/commands";
import { choosePasswordInput } from "@/lib/modules/accounts/schema";
import { completeRecovery, endSessions } from "@/lib/modules/accounts/sessions";
import { issueAccountNotice } from "@/lib/modules/notices/commands";
import { DomainError } from "@/lib/platform/errors";
import { authAction } from "@/lib/web/auth-page";
import { rememberBrowser } from "@/lib/web/known-browser";
import { completePending } from "@/lib/web/pending-mail";
import { findSessionAnew, forgetSession } from "@/lib/web/session";
import { actionJar, createSessionClient } from "@/lib/web/supabase";

export const choosePasswordAction = authAction(choosePasswordInput, async ({ password }) => {
  const visitor = await findSessionAnew();
  if (visitor?.hurdle !== "choose_password") {
    throw new DomainError("unauthenticated", "This link has done its work. Ask for a new mail.");
  }
  const { userId, sessionId, email, locale } = visitor;
  await setPassword(createSessionClient(await actionJar()), password);
  // Whoever knew the old password may be signed in somewhere.
  await endSessions(userId, "others", sessionId);
  await completeRecovery(userId, sessionId);
  forgetSession(sessionId);
  await issueAccountNotice({ userId, email, locale, kind: "password_changed" });
  await rememberBrowser(email);
  redirect(await completePending());
});
