import "server-only";
import { type AuthError, isAuthRetryableFetchError, type SupabaseClient } from "@supabase/supabase-js";
import { DomainError } from "@/lib/platform/errors";
import type { ConfirmCode, ConfirmLink, SignIn, SignUp } from "./schema";

type Auth = SupabaseClient["auth"];

/** @throws DomainError invalid, in the same words for a wrong password, an unknown and an unconfirmed address */
export async function signIn(
  auth: Auth,
  { email, password }: Pick<SignIn, "email" | "password">,
): Promise<string> {
  const { data, error } = await auth.signInWithPassword({ email, password });
  if (error) refuseIfUnavailable(error, "Signing in");
  if (!data.user) {
    throw new DomainError(
      "invalid",
      "Mail address and password do not match, or the address is not confirmed yet.",
    );
  }
  return data.user.id;
}

/**
 * Makes an account and has the auth server send its confirmation. A known address ends the same way as a new one, so
 * the form tells nobody who has an account.
 */
export async function signUp(auth: Auth, { name, email, password }: SignUp): Promise<void> {
  const { error } = await auth.signUp({ email, password, options: { data: { name } } });
  if (!error || isAboutKnownAddress(error)) return;
  if (error.code === "weak_password") {
    throw new DomainError("invalid", "This password is too easy to guess. Use a longer one.", {
      field: "password",
    });
  }
  if (error.code === "signup_disabled") throw new DomainError("forbidden", "Signing up is closed here.");
  refuseIfUnavailable(error, "Signing up");
  throw new DomainError("invalid", "This mail address cannot be used. Try another one.", { field: "email" });
}

const isAboutKnownAddress = (error: AuthError): boolean =>
  ["user_already_exists", "email_exists", "over_email_send_rate_limit"].includes(error.code ?? "");

/** Spends the link of a confirmation mail and signs its owner in. */
export async function confirmByLink(auth: Auth, { tokenHash, type }: ConfirmLink): Promise<void> {
  const { error } = await auth.verifyOtp({ token_hash: tokenHash, type });
  if (!error) return;
  refuseIfUnavailable(error, "Confirming");
  throw new DomainError("invalid", "This link has expired or was used before. Ask for a new mail below.");
}

/** Spends the six digits of a confirmation mail and signs its owner in. */
export async function confirmByCode(auth: Auth, { email, code }: ConfirmCode): Promise<void> {
  // The first mail and the one sent again are of different types, and the reader cannot know which one they hold.
  for (const type of ["signup", "magiclink"] as const) {
    const { error } = await auth.verifyOtp({ email, token: code, type });
    if (!error) return;
    refuseIfUnavailable(error, "Confirming");
  }
  throw new DomainError("invalid", "This code is not right or has expired. Check the newest mail.", {
    field: "code",
  });
}

/** Sends the confirmation again if the address has an account; says nothing either way. */
export async function resendConfirmation(auth: Auth, email: string): Promise<void> {
  // `resend` never sends on the embedded server, and this mail confirms just as well on all of them.
  const { error } = await auth.signInWithOtp({ email, options: { shouldCreateUser: false } });
  if (error) refuseIfUnavailable(error, "Sending mail");
}

/** Ends one session. Others of the same user stay. */
export async function endSession(auth: Auth, accessToken: string): Promise<void> {
  const { error } = await auth.admin.signOut(accessToken, "local");
  if (error) refuseIfUnavailable(error, "Signing out");
}

// What a failing server says can name hosts and users, so it never reaches the reader.
function refuseIfUnavailable(error: AuthError, doing: string): void {
  const isOutage = isAuthRetryableFetchError(error) || error.status === undefined || error.status >= 500;
  if (!isOutage && error.code !== "over_request_rate_limit") return;
  throw new DomainError(
    "unavailable",
    `${doing} is unavailable at the moment. Please try again in a minute.`,
    {
      retryAfterSeconds: 60,
    },
  );
}
