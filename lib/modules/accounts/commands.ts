import "server-only";
import { type AuthError, isAuthRetryableFetchError, type SupabaseClient } from "@supabase/supabase-js";
import { DomainError } from "@/lib/platform/errors";
import type { ConfirmCode, ConfirmLink, LinkType, SignIn, SignUp } from "./schema";

type Auth = SupabaseClient["auth"];

/** What the auth server gave to somebody who proved who they are. */
export type Opened = Readonly<{
  userId: string;
  accessToken: string;
  /** The mark of the sign-up that chose this account's password. */
  signUpMark: string | undefined;
}>;

/** @throws DomainError invalid, in the same words for a wrong password, an unknown and an unconfirmed address */
export async function signIn(
  auth: Auth,
  { email, password }: Pick<SignIn, "email" | "password">,
): Promise<Opened> {
  const { data, error } = await auth.signInWithPassword({ email, password });
  if (error) refuseIfUnavailable(error, "Signing in");
  const opened = openedBy(data);
  if (opened) return opened;
  throw new DomainError(
    "invalid",
    "Mail address and password do not match, or the address is not confirmed yet.",
  );
}

/** Is this the password of the account? Opens nothing. */
export async function isPasswordOf(auth: Auth, email: string, password: string): Promise<boolean> {
  const { data, error } = await auth.signInWithPassword({ email, password });
  if (error) refuseIfUnavailable(error, "Checking the password");
  if (!data.session) return false;
  await auth.signOut({ scope: "local" });
  return true;
}

/**
 * Makes an account and has the auth server send its confirmation. A known address ends the same way as a new one, so
 * the form tells nobody who has an account.
 * @returns whether the server took the address for a new one; the caller keeps that to itself
 */
export async function signUp(
  auth: Auth,
  { name, email, password }: SignUp,
  mark: Readonly<{ signUpMark: string; locale: string }>,
): Promise<boolean> {
  const data = { name, sign_up_mark: mark.signUpMark, locale: mark.locale };
  const { error } = await auth.signUp({ email, password, options: { data } });
  if (!error) return true;
  if (isAboutKnownAddress(error)) return false;
  refuseWeakPassword(error);
  if (error.code === "signup_disabled") throw new DomainError("forbidden", "Signing up is closed here.");
  refuseIfUnavailable(error, "Signing up");
  throw new DomainError("invalid", "This mail address cannot be used. Try another one.", { field: "email" });
}

const isAboutKnownAddress = (error: AuthError): boolean =>
  ["user_already_exists", "email_exists", "over_email_send_rate_limit"].includes(error.code ?? "");

/** Spends the link of a mail. */
export async function confirmByLink(auth: Auth, { tokenHash, type }: ConfirmLink): Promise<Opened> {
  const { data, error } = await auth.verifyOtp({ token_hash: tokenHash, type });
  if (error) refuseIfUnavailable(error, "Confirming");
  const opened = openedBy(data);
  if (opened) return opened;
  throw new DomainError("invalid", "This link has expired or was used before. Ask for a new mail below.");
}

/**
 * Spends the link of a mail that confirms a new address.
 * @returns false when the other of the two addresses has to confirm as well
 */
export async function confirmEmailChange(auth: Auth, tokenHash: string): Promise<boolean> {
  const { data, error } = await auth.verifyOtp({ token_hash: tokenHash, type: "email_change" });
  if (!error) {
    if (data.session) await auth.signOut({ scope: "local" });
    return data.session !== null || data.user !== null;
  }
  refuseIfUnavailable(error, "Confirming");
  throw new DomainError("invalid", "This link has expired or was used before. Change the address again.");
}

/** Spends the six digits of a mail. */
export async function confirmByCode(auth: Auth, { email, code, purpose }: ConfirmCode): Promise<Opened> {
  // The first mail and the one sent again are of different types, and the reader cannot know which one they hold.
  const types: readonly Exclude<LinkType, "email" | "email_change">[] =
    purpose === "recovery" ? ["recovery"] : ["signup", "magiclink"];
  for (const type of types) {
    const { data, error } = await auth.verifyOtp({ email, token: code, type });
    if (error) refuseIfUnavailable(error, "Confirming");
    const opened = openedBy(data);
    if (opened) return opened;
  }
  throw new DomainError("invalid", "This code is not right or has expired. Check the newest mail.", {
    field: "code",
  });
}

type Answer = Awaited<ReturnType<Auth["verifyOtp"]>>["data"];

function openedBy({ session, user }: Answer): Opened | undefined {
  if (!session || !user) return undefined;
  const mark: unknown = user.user_metadata.sign_up_mark;
  return {
    userId: user.id,
    accessToken: session.access_token,
    signUpMark: typeof mark === "string" ? mark : undefined,
  };
}

/** Sends the confirmation again if the address has an account; says nothing either way. */
export async function resendConfirmation(auth: Auth, email: string): Promise<void> {
  // `resend` never sends on the embedded server, and this mail confirms just as well on all of them.
  const { error } = await auth.signInWithOtp({ email, options: { shouldCreateUser: false } });
  if (error) refuseIfUnavailable(error, "Sending mail");
}

/** Sends the mail that lets its owner choose a new password; says nothing about who has an account. */
export async function sendRecovery(auth: Auth, email: string): Promise<void> {
  const { error } = await auth.resetPasswordForEmail(email);
  if (error) refuseIfUnavailable(error, "Sending mail");
}

/**
 * @param currentPassword for servers that ask for it once more
 * @throws DomainError invalid when the server refuses the new one
 */
export async function setPassword(auth: Auth, password: string, currentPassword?: string): Promise<void> {
  const { error } = await auth.updateUser({
    password,
    ...(currentPassword === undefined ? {} : { current_password: currentPassword }),
  });
  // Whoever recovers an account may choose the password they had forgotten.
  if (!error || error.code === "same_password") return;
  refuseWeakPassword(error);
  refuseIfUnavailable(error, "Changing the password");
  throw new DomainError("invalid", "This password cannot be used. Try another one.", { field: "password" });
}

/** Has the server ask for the change of address by mail. @throws DomainError invalid when it cannot be used */
export async function requestEmailChange(auth: Auth, email: string): Promise<void> {
  const { error } = await auth.updateUser({ email });
  if (!error) return;
  refuseIfUnavailable(error, "Changing the address");
  if (error.code === "over_email_send_rate_limit") {
    throw new DomainError("rate_limited", "A mail was sent just now. Wait a minute and try again.", {
      retryAfterSeconds: 60,
    });
  }
  throw new DomainError("invalid", "This address cannot be used. Try another one.", { field: "email" });
}

function refuseWeakPassword(error: AuthError): void {
  if (error.code !== "weak_password") return;
  throw new DomainError("invalid", "This password is too easy to guess. Use a longer one.", {
    field: "password",
  });
}

/**
 * What a failing server says can name hosts and users, so it never reaches the reader.
 * @throws DomainError unavailable when the server failed or is too busy
 */
export function refuseIfUnavailable(error: AuthError, doing: string): void {
  const isOutage = isAuthRetryableFetchError(error) || error.status === undefined || error.status >= 500;
  if (!isOutage && error.code !== "over_request_rate_limit") return;
  throw new DomainError(
    "unavailable",
    `${doing} is unavailable at the moment. Please try again in a minute.`,
    { retryAfterSeconds: 60 },
  );
}
