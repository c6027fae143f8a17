import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { signOutAction } from "@/app/(auth)/sign-out/actions";
import { ActionForm } from "@/app/action-form";
import { AuthCard } from "@/components/auth-card";
import { SubmitButton } from "@/components/ui/submit-button";
import { findAuthWords } from "@/lib/web/auth-page";
import { safeReturnTo } from "@/lib/web/return-to";
import { findSessionAnew } from "@/lib/web/session";
import { verifyFactorAction, verifyPasswordAction } from "./actions";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await findAuthWords()).verifyTitle,
});

type Props = Readonly<{ searchParams: Promise<{ returnTo?: string | string[] }> }>;

/** The second factor after signing in, and the proof that dangerous acts ask for once more. */
export default async function VerifyPage({ searchParams }: Props) {
  const returnTo = safeReturnTo((await searchParams).returnTo);
  const visitor = await findSessionAnew();
  if (!visitor) redirect(`/sign-in?returnTo=${encodeURIComponent(returnTo)}`);
  if (visitor.hurdle === "choose_password") redirect("/choose-password");
  const words = await findAuthWords();
  return (
    <AuthCard
      title={words.verifyTitle}
      description={visitor.hasSecondFactor ? words.verifyFactor : words.verifyPassword}
      footer={
        <form action={signOutAction} className="flex flex-col items-center gap-1 text-center">
          <span className="break-all">{visitor.email}</span>
          <SubmitButton variant="ghost" size="sm" pendingLabel={words.signingOut}>
            {words.signOut}
          </SubmitButton>
        </form>
      }
    >
      {visitor.hasSecondFactor ? (
        <ActionForm
          action={verifyFactorAction}
          hidden={{ returnTo }}
          fields={[{ name: "code", label: words.code, autoComplete: "one-time-code" }]}
          submitLabel={words.goOn}
          pendingLabel={words.checking}
        />
      ) : (
        <>
          <ActionForm
            action={verifyPasswordAction}
            hidden={{ returnTo }}
            fields={[
              { name: "password", label: words.password, type: "password", autoComplete: "current-password" },
            ]}
            submitLabel={words.goOn}
            pendingLabel={words.checking}
          />
          <p className="text-center text-sm">
            {words.noPassword}{" "}
            <Link className="link" href="/forgot-password">
              {words.chooseOne}
            </Link>
          </p>
        </>
      )}
    </AuthCard>
  );
}
