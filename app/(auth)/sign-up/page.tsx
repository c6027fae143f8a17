import type { Metadata } from "next";
import Link from "next/link";
import { ActionForm } from "@/app/action-form";
import { newPasswordField } from "@/app/new-password-field";
import { AuthCard } from "@/components/auth-card";
import { safeReturnTo } from "@/lib/web/return-to";
import { signUpAction } from "./actions";

export const metadata: Metadata = { title: "Create an account" };

type Props = Readonly<{ searchParams: Promise<{ returnTo?: string | string[] }> }>;

export default async function SignUpPage({ searchParams }: Props) {
  const returnTo = safeReturnTo((await searchParams).returnTo);
  return (
    <AuthCard
      title="Create an account"
      footer={
        <p>
          Have an account?{" "}
          <Link className="link" href={`/sign-in?returnTo=${encodeURIComponent(returnTo)}`}>
            Sign in
          </Link>
        </p>
      }
    >
      <ActionForm
        action={signUpAction}
        hidden={{ returnTo }}
        fields={[
          { name: "name", label: "Your name", autoComplete: "name" },
          { name: "email", label: "Mail address", type: "email", autoComplete: "email" },
          newPasswordField("Password"),
        ]}
        submitLabel="Create account"
        pendingLabel="Creating the account…"
      />
    </AuthCard>
  );
}
