import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { signOutAction } from "@/app/(auth)/sign-out/actions";
import { ActionForm } from "@/app/action-form";
import { AuthCard } from "@/components/auth-card";
import { SubmitButton } from "@/components/ui/submit-button";
import { safeReturnTo } from "@/lib/web/return-to";
import { findSessionAnew } from "@/lib/web/session";
import { verifyFactorAction, verifyPasswordAction } from "./actions";

export const metadata: Metadata = { title: "Confirm it is you" };

type Props = Readonly<{ searchParams: Promise<{ returnTo?: string | string[] }> }>;

/** The second factor after signing in, and the proof that dangerous acts ask for once more. */
export default async function VerifyPage({ searchParams }: Props) {
  const returnTo = safeReturnTo((await searchParams).returnTo);
  const visitor = await findSessionAnew();
  if (!visitor) redirect(`/sign-in?returnTo=${encodeURIComponent(returnTo)}`);
  if (visitor.hurdle === "choose_password") redirect("/choose-password");
  return (
    <AuthCard
      title="Confirm it is you"
      description={
        visitor.hasSecondFactor
          ? "Enter the six digits of your authenticator app. A recovery code works, too, once."
          : "Enter your password once more."
      }
      footer={
        <form action={signOutAction} className="flex flex-col items-center gap-1 text-center">
          <span className="break-all">{visitor.email}</span>
          <SubmitButton variant="ghost" size="sm" pendingLabel="Signing out…">
            Sign out
          </SubmitButton>
        </form>
      }
    >
      {visitor.hasSecondFactor ? (
        <ActionForm
          action={verifyFactorAction}
          hidden={{ returnTo }}
          fields={[{ name: "code", label: "Code", autoComplete: "one-time-code" }]}
          submitLabel="Go on"
          pendingLabel="Checking…"
        />
      ) : (
        <>
          <ActionForm
            action={verifyPasswordAction}
            hidden={{ returnTo }}
            fields={[
              { name: "password", label: "Password", type: "password", autoComplete: "current-password" },
            ]}
            submitLabel="Go on"
            pendingLabel="Checking…"
          />
          <p className="text-center text-sm">
            No password?{" "}
            <Link className="link" href="/forgot-password">
              Choose one
            </Link>
          </p>
        </>
      )}
    </AuthCard>
  );
}
