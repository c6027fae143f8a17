"use server";

import { revalidatePath } from "next/cache";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import {
  isPasswordOf,
  refuseIfUnavailable,
  requestEmailChange,
  setPassword,
} from "@/lib/modules/accounts/commands";
import { emailCodeOf } from "@/lib/modules/accounts/email-code";
import { codeAllowance, needsSecondFactor, signInAllowances } from "@/lib/modules/accounts/policy";
import { eraseAccount, findAddress, updateProfile } from "@/lib/modules/accounts/profile";
import {
  changeEmailInput,
  changePasswordInput,
  deleteAccountInput,
  emptyInput,
  endSessionInput,
  identityInput,
  profileInput,
  sixDigitsInput,
} from "@/lib/modules/accounts/schema";
import { confirmEnrolment, removeFactor, renewRecoveryCodes } from "@/lib/modules/accounts/second-factor";
import { endSessions, recordPassword } from "@/lib/modules/accounts/sessions";
import { issueAccountNotice } from "@/lib/modules/notices/commands";
import type { NoticeDetail, NoticeKind } from "@/lib/modules/notices/schema";
import { DomainError } from "@/lib/platform/errors";
import { accountAction } from "@/lib/web/action";
import { providerNames, providers } from "@/lib/web/auth-server";
import { requireLiveUser } from "@/lib/web/live-user";
import { findPending, rememberPending } from "@/lib/web/pending-mail";
import { providerFlow } from "@/lib/web/provider-flow";
import { limit } from "@/lib/web/rate-limit";
import { forgetSession, type SignedIn } from "@/lib/web/session";
import { actionJar, clearSession, createSessionClient, createStatelessClient } from "@/lib/web/supabase";

const mailAllowance = { points: 5, durationSeconds: 3_600 } as const;

const tell = ({ userId, email, locale }: SignedIn, kind: NoticeKind, detail?: NoticeDetail) =>
  issueAccountNotice({ userId, email, locale, kind, ...(detail && { detail }) });

const showChange = ({ sessionId }: SignedIn): void => {
  forgetSession(sessionId);
  revalidatePath("/account", "layout");
};

export const updateProfileAction = accountAction(profileInput, async (visitor, profile) => {
  await updateProfile(visitor.userId, profile);
  showChange(visitor);
  return { message: "Saved." };
});

export const changePasswordAction = accountAction(changePasswordInput, async (visitor, input) => {
  const { userId, sessionId, email } = visitor;
  await requireLiveUser();
  await limit("verify-password", userId, signInAllowances.perAccountAndNetwork);
  if (!(await isPasswordOf(createStatelessClient(), email, input.currentPassword))) {
    throw new DomainError("invalid", "This is not your password.", { field: "currentPassword" });
  }
  if (input.password === input.currentPassword) {
    throw new DomainError("invalid", "This is the password you have. Choose another one.", {
      field: "password",
    });
  }
  await setPassword(createSessionClient(await actionJar()), input.password, input.currentPassword);
  await endSessions(userId, "others", sessionId);
  await recordPassword(userId, sessionId);
  await tell(visitor, "password_changed");
  showChange(visitor);
  return { message: "Your password was changed. All other browsers were signed out." };
});

export const startEmailChangeAction = accountAction(
  changeEmailInput,
  async (visitor, { email }) => {
    const { userId, locale } = visitor;
    if (email === visitor.email.toLowerCase()) {
      throw new DomainError("invalid", "This is the address you have.", { field: "email" });
    }
    await limit("email-change", userId, mailAllowance);
    // An address of somebody else gets no code, and the page looks the same.
    const isTaken = (await findAddress(email)) !== undefined;
    const noticeId = isTaken
      ? crypto.randomUUID()
      : await issueAccountNotice({ userId, email, locale, kind: "email_code" });
    await rememberPending({ email, purpose: "email_change", noticeId });
    revalidatePath("/account/email");
  },
  "account",
);

export const confirmNewEmailAction = accountAction(
  sixDigitsInput,
  async (visitor, { code }) => {
    const pending = await findPending();
    if (pending?.purpose !== "email_change" || !pending.noticeId) {
      throw new DomainError("invalid", "This code has expired. Enter the new address again.", {
        field: "code",
      });
    }
    await limit("email-code", visitor.userId, codeAllowance);
    if (emailCodeOf(pending.noticeId) !== code) {
      throw new DomainError("invalid", "This code is not right. Check the newest mail.", { field: "code" });
    }
    await requestEmailChange(createSessionClient(await actionJar()), pending.email);
    return { message: "Almost done: open the link that was sent to your present address." };
  },
  "account",
);

export const confirmFactorAction = accountAction(
  sixDigitsInput,
  async (visitor, { code }) => {
    await limit("second-factor", visitor.userId, codeAllowance);
    const secrets = await confirmEnrolment(visitor.userId, visitor.sessionId, code);
    await tell(visitor, "factor_added");
    forgetSession(visitor.sessionId);
    return { message: recoveryWords, secrets };
  },
  "account",
);

export const renewCodesAction = accountAction(
  emptyInput,
  async (visitor) => {
    const secrets = await renewRecoveryCodes(visitor.userId);
    await tell(visitor, "recovery_codes_renewed");
    return { message: recoveryWords, secrets };
  },
  "account",
);

const recoveryWords =
  "Keep these recovery codes where you find them without your phone. Each works once, and they are shown only now.";

export const removeFactorAction = accountAction(
  emptyInput,
  async (visitor) => {
    const requiring = visitor.memberships.find(({ role }) => needsSecondFactor(role));
    if (requiring || visitor.isPlatformAdmin) {
      const where = requiring ? ` in ${requiring.tenantName}` : "";
      throw new DomainError("forbidden", `Your role${where} needs a second factor.`);
    }
    await removeFactor(visitor.userId);
    await tell(visitor, "factor_removed");
    showChange(visitor);
    return { message: "Your account no longer asks for a code." };
  },
  "account",
);

export const endSessionAction = accountAction(endSessionInput, async (visitor, { sessionId }) => {
  await endSessions(visitor.userId, "one", sessionId);
  forgetSession(sessionId);
  showChange(visitor);
});

export const signOutEverywhereAction = accountAction(emptyInput, async ({ userId, sessionId }) => {
  await endSessions(userId, "all", sessionId);
  forgetSession(sessionId);
  clearSession(await actionJar());
  redirect("/sign-in");
});

export const linkProviderAction = accountAction(
  identityInput,
  async (visitor, { identityId }) => {
    const provider = providers.find((known) => known === identityId);
    if (!provider) throw new DomainError("not_found", "This provider is not known here.");
    const url = await providerFlow(await cookies()).link(provider, visitor.userId);
    if (!url) throw new DomainError("unavailable", "Connecting is not possible at the moment.");
    redirect(url);
  },
  "account",
);

export const unlinkProviderAction = accountAction(
  identityInput,
  async (visitor, { identityId }) => {
    const identity = (await requireLiveUser()).identities?.find(
      ({ identity_id }) => identity_id === identityId,
    );
    if (!identity) throw new DomainError("not_found", "This is not connected any more.");
    const { error } = await createSessionClient(await actionJar()).unlinkIdentity(identity);
    if (error) {
      refuseIfUnavailable(error, "Disconnecting");
      throw new DomainError("conflict", "This is the only way into your account, so it stays connected.");
    }
    const method = providers.find((known) => known === identity.provider);
    await tell(visitor, "method_unlinked", { method: method ? providerNames[method] : identity.provider });
    showChange(visitor);
  },
  "account",
);

export const deleteAccountAction = accountAction(
  deleteAccountInput,
  async (visitor) => {
    await eraseAccount(visitor);
    forgetSession(visitor.sessionId);
    clearSession(await actionJar());
    redirect("/account-deleted");
  },
  "account",
);
