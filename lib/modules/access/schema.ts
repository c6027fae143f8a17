import { z } from "zod";
import type { Role } from "@/lib/platform/actor";

const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .pipe(z.email("Enter a mail address, such as ana@example.com."));
const code = z
  .string()
  .trim()
  .regex(/^\d{6}$/, "Enter the six digits from the mail.");

export const passwordMinLength = 10;

export const signInInput = z.strictObject({
  email,
  password: z.string().min(1, "Enter your password.").max(200),
  returnTo: z.string().max(2_000).optional(),
});
export type SignIn = z.output<typeof signInInput>;

export const signUpInput = z.strictObject({
  name: z.string().trim().min(1, "Enter your name.").max(120),
  email,
  password: z
    .string()
    .min(passwordMinLength, `Use at least ${passwordMinLength} characters.`)
    // The auth server's hash reads no further than 72 bytes.
    .refine((password) => new TextEncoder().encode(password).length <= 72, "Use at most 72 characters."),
});
export type SignUp = z.output<typeof signUpInput>;

/** The mails whose links and codes open an account. Others, such as recovery, have pages of their own. */
const confirmationTypes = ["signup", "magiclink", "email"] as const;

export const confirmLinkInput = z.strictObject({
  tokenHash: z.string().regex(/^[\w-]{16,200}$/, "This link is not complete. Copy it from the mail again."),
  type: z.enum(confirmationTypes, "This link is not complete. Copy it from the mail again."),
});
export type ConfirmLink = z.output<typeof confirmLinkInput>;

export const confirmCodeInput = z.strictObject({ email, code });
export type ConfirmCode = z.output<typeof confirmCodeInput>;

export const resendInput = z.strictObject({ email });
export const emptyInput = z.strictObject({});

/** A tenant somebody works for, and as what. */
export type Membership = Readonly<{
  tenantId: string;
  slug: string;
  tenantName: string;
  currency: string;
  role: Role;
  name: string;
}>;

/** A signed-in user as the product knows them. */
export type Account = Readonly<{
  userId: string;
  name: string;
  isPlatformAdmin: boolean;
  memberships: readonly Membership[];
}>;

/** One row of the platform admin's list. */
export type TenantSummary = Readonly<{
  id: string;
  slug: string;
  name: string;
  currency: string;
  memberCount: number;
  caseCount: number;
  createdAt: Date;
}>;
