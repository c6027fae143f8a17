import type { Metadata } from "next";
import Link from "next/link";
import { ActionForm } from "@/app/action-form";
import { newPasswordField } from "@/app/new-password-field";
import { AuthCard } from "@/components/auth-card";
import { findAuthWords } from "@/lib/web/auth-page";
import { safeReturnTo } from "@/lib/web/return-to";
import { signUpAction } from "./actions";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await findAuthWords()).createAccount,
});

type Props = Readonly<{ searchParams: Promise<{ returnTo?: string | string[] }> }>;

export default async function SignUpPage({ searchParams }: Props) {
  const returnTo = safeReturnTo((await searchParams).returnTo);
  const words = await findAuthWords();
  return (
    <AuthCard
      title={words.createAccount}
      footer={
        <p>
          {words.haveAccount}{" "}
          <Link className="link" href={`/sign-in?returnTo=${encodeURIComponent(returnTo)}`}>
            {words.signIn}
          </Link>
        </p>
      }
    >
      <ActionForm
        action={signUpAction}
        hidden={{ returnTo }}
        fields={[
          { name: "name", label: words.name, autoComplete: "name" },
          { name: "email", label: words.mail, type: "email", autoComplete: "email" },
          newPasswordField(words.password, words.passwordHelp),
        ]}
        submitLabel={words.createButton}
        pendingLabel={words.creating}
      />
    </AuthCard>
  );
}
