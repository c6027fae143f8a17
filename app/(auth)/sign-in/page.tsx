import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { ActionForm } from "@/app/action-form";
import { AuthCard } from "@/components/auth-card";
import { Banner } from "@/components/ui/banner";
import { buttonStyle } from "@/components/ui/button-style";
import { DomainError } from "@/lib/platform/errors";
import { findAuthWords } from "@/lib/web/auth-page";
import { findAuthServer, isAuthServerUp, providerNames } from "@/lib/web/auth-server";
import { defaultReturnTo, safeReturnTo } from "@/lib/web/return-to";
import { findVisitor } from "@/lib/web/session";
import { signInAction } from "./actions";

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await findAuthWords()).signIn });

type Props = Readonly<{ searchParams: Promise<Record<string, string | string[] | undefined>> }>;

export default async function SignInPage({ searchParams }: Props) {
  const params = await searchParams;
  const returnTo = safeReturnTo(params.returnTo);
  if (await isSignedIn()) redirect(returnTo);
  const [server, isUp] = await Promise.all([findAuthServer(), isAuthServerUp()]);
  const words = await findAuthWords();
  const problem = typeof params.problem === "string" ? words.problems[params.problem] : undefined;
  const query = returnTo === defaultReturnTo ? "" : `?returnTo=${encodeURIComponent(returnTo)}`;

  return (
    <AuthCard
      title={words.signIn}
      footer={
        <>
          <p>
            {words.newHere}{" "}
            <Link className="link" href={`/sign-up${query}`}>
              {words.createAccount}
            </Link>
          </p>
          <p>
            {words.noMail}{" "}
            <Link className="link" href="/check-email">
              {words.sendAgain}
            </Link>
          </p>
        </>
      }
    >
      {!isUp && (
        <Banner tone="attention" role="status" title={words.unavailable}>
          {words.unavailableText}
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
          { name: "email", label: words.mail, type: "email", autoComplete: "username" },
          { name: "password", label: words.password, type: "password", autoComplete: "current-password" },
        ]}
        submitLabel={words.signIn}
        pendingLabel={words.signInPending}
      />
      <p className="text-center text-sm">
        <Link className="link" href="/forgot-password">
          {words.forgotQuestion}
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
              {words.continueWith(providerNames[provider])}
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
