import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { ActionForm } from "@/app/action-form";
import { AuthCard } from "@/components/auth-card";
import { Banner } from "@/components/ui/banner";
import { buttonStyle } from "@/components/ui/button-style";
import { DomainError } from "@/lib/platform/errors";
import { findAuthServer, isAuthServerUp, providerNames } from "@/lib/web/auth-server";
import { defaultReturnTo, safeReturnTo } from "@/lib/web/return-to";
import { findVisitor } from "@/lib/web/session";
import { signInAction } from "./actions";

export const metadata: Metadata = { title: "Sign in" };

type Props = Readonly<{ searchParams: Promise<Record<string, string | string[] | undefined>> }>;

const problems: Readonly<Record<string, string>> = {
  provider: "Signing in with the provider did not work. Try again, or use your password.",
  "provider-address": "The provider has not verified your mail address, so it cannot open an account here.",
};

export default async function SignInPage({ searchParams }: Props) {
  const params = await searchParams;
  const returnTo = safeReturnTo(params.returnTo);
  if (await isSignedIn()) redirect(returnTo);
  const [server, isUp] = await Promise.all([findAuthServer(), isAuthServerUp()]);
  const problem = typeof params.problem === "string" ? problems[params.problem] : undefined;
  const query = returnTo === defaultReturnTo ? "" : `?returnTo=${encodeURIComponent(returnTo)}`;

  return (
    <AuthCard
      title="Sign in"
      footer={
        <>
          <p>
            New here?{" "}
            <Link className="link" href={`/sign-up${query}`}>
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
      {!isUp && (
        <Banner tone="attention" role="status" title="Signing in is unavailable at the moment.">
          Whoever is signed in stays so. Please try again in a minute.
        </Banner>
      )}
      {problem && (
        <Banner tone="attention" role="alert">
          {problem}
        </Banner>
      )}
      <ActionForm
        action={signInAction}
        hidden={{ returnTo }}
        fields={[
          { name: "email", label: "Mail address", type: "email", autoComplete: "username" },
          { name: "password", label: "Password", type: "password", autoComplete: "current-password" },
        ]}
        submitLabel="Sign in"
        pendingLabel="Signing in…"
      />
      <p className="text-center text-sm">
        <Link className="link" href="/forgot-password">
          Forgot the password?
        </Link>
      </p>
      {server && server.providers.length > 0 && (
        <div className="flex flex-col gap-2 border-t border-line pt-5">
          {server.providers.map((provider) => (
            // A plain link: fetching it ahead would start a sign-in.
            <a
              key={provider}
              href={`/auth/oauth/${provider}${query}`}
              className={buttonStyle("secondary", "md", true)}
            >
              Continue with {providerNames[provider]}
            </a>
          ))}
        </div>
      )}
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
