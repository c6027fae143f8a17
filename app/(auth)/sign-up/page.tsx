import type { Metadata } from "next";
import Link from "next/link";
import { ActionForm } from "@/app/action-form";
import { AuthCard } from "@/components/auth-card";
import { passwordMinLength } from "@/lib/modules/accounts/schema";
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
          {
            name: "password",
            label: "Password",
            type: "password",
            autoComplete: "new-password",
            help: `At least ${passwordMinLength} characters. A short sentence works well.`,
          },
        ]}
        submitLabel="Create account"
        pendingLabel="Creating the account…"
      />
    </AuthCard>
  );
}
