import type { Metadata } from "next";
import Link from "next/link";
import { ActionForm } from "@/app/action-form";
import { AuthCard } from "@/components/auth-card";
import { findAuthWords } from "@/lib/web/auth-page";
import { forgotPasswordAction } from "./actions";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await findAuthWords()).forgotTitle,
});

export default async function ForgotPasswordPage() {
  const words = await findAuthWords();
  return (
    <AuthCard
      title={words.forgotQuestion}
      description={words.forgotText}
      footer={
        <Link className="link" href="/sign-in">
          {words.backToSignIn}
        </Link>
      }
    >
      <ActionForm
        action={forgotPasswordAction}
        fields={[{ name: "email", label: words.mail, type: "email", autoComplete: "username" }]}
        submitLabel={words.sendMail}
        pendingLabel={words.sending}
      />
    </AuthCard>
  );
}
