"use server";

import { redirect } from "next/navigation";
import { isPasswordOf } from "@/lib/modules/accounts/commands";
import { codeAllowance, signInAllowances } from "@/lib/modules/accounts/policy";
import { verifyFactorInput, verifyPasswordInput } from "@/lib/modules/accounts/schema";
import { countRecoveryCodes, verifyFactor } from "@/lib/modules/accounts/second-factor";
import { recordPassword } from "@/lib/modules/accounts/sessions";
import { issueAccountNotice } from "@/lib/modules/notices/commands";
import { DomainError } from "@/lib/platform/errors";
import { authAction } from "@/lib/web/auth-page";
import { limit } from "@/lib/web/rate-limit";
import { safeReturnTo } from "@/lib/web/return-to";
import { findSessionAnew, forgetSession, type SignedIn } from "@/lib/web/session";
import { createStatelessClient } from "@/lib/web/supabase";

export const verifyFactorAction = authAction(verifyFactorInput, async ({ code, returnTo }) => {
  const visitor = await requireSession();
  const { userId, sessionId, email, locale } = visitor;
  await limit("second-factor", userId, codeAllowance);
  const used = await verifyFactor(userId, sessionId, code);
  forgetSession(sessionId);
  if (used === "recovery") {
    const detail = { left: String(await countRecoveryCodes(userId)) };
    await issueAccountNotice({ userId, email, locale, kind: "recovery_code_used", detail });
  }
  redirect(safeReturnTo(returnTo));
});

export const verifyPasswordAction = authAction(verifyPasswordInput, async ({ password, returnTo }) => {
  const { userId, sessionId, email } = await requireSession();
  await limit("verify-password", userId, signInAllowances.perAccountAndNetwork);
  if (!(await isPasswordOf(createStatelessClient(), email, password))) {
    throw new DomainError("invalid", "This is not your password.", { field: "password" });
  }
  await recordPassword(userId, sessionId);
  forgetSession(sessionId);
  redirect(safeReturnTo(returnTo));
});

async function requireSession(): Promise<SignedIn> {
  const visitor = await findSessionAnew();
  if (visitor && visitor.hurdle !== "choose_password") return visitor;
  throw new DomainError("unauthenticated", "Your session has ended. Sign in again.");
}
