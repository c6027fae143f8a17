import { z } from "zod";
import type { Membership } from "@/lib/modules/access/schema";
import { emailInput } from "@/lib/modules/access/schema";
import { locales } from "@/lib/modules/notices/schema";

const sixDigits = z
  .string()
  .transform((text) => text.replace(/[\s-]/g, ""))
  .pipe(z.string().regex(/^\d{6}$/, "Enter the six digits."));

export const passwordMinLength = 10;

const newPassword = z
  .string()
  .min(passwordMinLength, `Use at least ${passwordMinLength} characters.`)
  // The auth server's hash reads no further than 72 bytes.
  .refine((password) => new TextEncoder().encode(password).length <= 72, "Use at most 72 characters.");
const currentPassword = z.string().min(1, "Enter your password.").max(200);
const returnTo = z.string().max(2_000).optional();
const name = z.string().trim().min(1, "Enter your name.").max(120);

export const signInInput = z.strictObject({ email: emailInput, password: currentPassword, returnTo });
export type SignIn = z.output<typeof signInInput>;

export const signUpInput = z.strictObject({ name, email: emailInput, password: newPassword, returnTo });
export type SignUp = z.output<typeof signUpInput>;

/** What a link in a mail of the auth server is for. */
export const linkTypes = ["signup", "magiclink", "email", "recovery", "email_change"] as const;
export type LinkType = (typeof linkTypes)[number];

const brokenLink = "This link is not complete. Copy it from the mail again.";
export const confirmLinkInput = z.strictObject({
  tokenHash: z.string().regex(/^[\w-]{16,200}$/, brokenLink),
  type: z.enum(linkTypes, brokenLink),
});
export type ConfirmLink = z.output<typeof confirmLinkInput>;

/** What the digits of a mail are typed in for. */
export const codePurposes = ["confirm", "recovery"] as const;
export const confirmCodeInput = z.strictObject({
  email: emailInput,
  code: sixDigits,
  purpose: z.enum(codePurposes).default("confirm"),
});
export type ConfirmCode = z.output<typeof confirmCodeInput>;

export const emailOnlyInput = z.strictObject({ email: emailInput });
export const emptyInput = z.strictObject({});

export const choosePasswordInput = z.strictObject({ password: newPassword });
export const changePasswordInput = z.strictObject({ currentPassword, password: newPassword });
export const changeEmailInput = z.strictObject({ email: emailInput });
export const sixDigitsInput = z.strictObject({ code: sixDigits });
export const profileInput = z.strictObject({ name, locale: z.enum(locales) });
export const endSessionInput = z.strictObject({ sessionId: z.uuid() });
export const identityInput = z.strictObject({ identityId: z.string().min(1).max(100) });
export const deleteAccountInput = z.strictObject({
  confirm: z.literal("delete my account", "Type the words exactly."),
});

/** A code of the authenticator app, or a recovery code; or the password of an account without a second factor. */
export const verifyFactorInput = z.strictObject({
  code: z
    .string()
    .trim()
    .max(40)
    .transform((text) => text.replace(/[\s-]/g, "").toLowerCase())
    .pipe(z.string().regex(/^(\d{6}|[a-z2-7]{10})$/, "Enter six digits, or a recovery code.")),
  returnTo,
});
export const verifyPasswordInput = z.strictObject({ password: currentPassword, returnTo });

/** recovery: may choose a new password and nothing else. */
export const sessionKinds = ["full", "recovery"] as const;
export type SessionKind = (typeof sessionKinds)[number];

/** A signed-in user as the product knows them. */
export type Account = Readonly<{
  userId: string;
  name: string;
  email: string;
  locale: (typeof locales)[number];
  isPlatformAdmin: boolean;
  memberships: readonly Membership[];
  hasSecondFactor: boolean;
}>;

/** How far the session that asks has proved itself. */
export type SessionState = Readonly<{
  kind: SessionKind;
  passwordVerifiedAt: Date | undefined;
  factorVerifiedAt: Date | undefined;
}>;

/** One of somebody's own sessions, as their list shows it. */
export type OwnSession = Readonly<{
  id: string;
  device: string;
  network: string;
  lastUsedAt: Date;
  createdAt: Date;
}>;
