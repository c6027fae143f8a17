import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { AuthCard } from "@/components/auth-card";
import { DomainError } from "@/lib/platform/errors";
import { safeReturnTo } from "@/lib/web/return-to";
import { findVisitor } from "@/lib/web/session";
import { SignInForm } from "./sign-in-form";

export const metadata: Metadata = { title: "Sign in" };

type Props = Readonly<{ searchParams: Promise<{ returnTo?: string | string[] }> }>;

export default async function SignInPage({ searchParams }: Props) {
  const returnTo = safeReturnTo((await searchParams).returnTo);
  if (await isSignedIn()) redirect(returnTo);

  return (
    <AuthCard
      title="Sign in"
      footer={
        <>
          <p>
            New here?{" "}
            <Link className="link" href="/sign-up">
              Create an account
            </Link>
          </p>
          <p>
            No confirmation mail?{" "}
            <Link className="link" href="/check-email">
              Send it again
            </Link>
          </p>
        </>
      }
    >
      <SignInForm returnTo={returnTo} />
    </AuthCard>
  );
}

// Without the auth server nobody can be recognised, and this page is where to say so.
async function isSignedIn(): Promise<boolean> {
  try {
    return (await findVisitor()) !== undefined;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
}
