import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { signOutAction } from "@/app/(auth)/sign-out/actions";
import { ActionForm } from "@/app/action-form";
import { newPasswordField } from "@/app/new-password-field";
import { AuthCard } from "@/components/auth-card";
import { SubmitButton } from "@/components/ui/submit-button";
import { findAuthWords } from "@/lib/web/auth-page";
import { findSessionAnew } from "@/lib/web/session";
import { choosePasswordAction } from "./actions";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await findAuthWords()).chooseTitle,
});

export default async function ChoosePasswordPage() {
  const visitor = await findSessionAnew();
  if (visitor?.hurdle !== "choose_password") redirect(visitor ? "/account" : "/forgot-password");
  const words = await findAuthWords();
  return (
    <AuthCard
      title={words.chooseTitle}
      description={
        <>
          {words.chooseFor} <strong className="break-all">{visitor.email}</strong>. {words.chooseText}
        </>
      }
      footer={
        <form action={signOutAction}>
          <SubmitButton variant="ghost" size="sm" pendingLabel={words.leaving}>
            {words.notNow}
          </SubmitButton>
        </form>
      }
    >
      <ActionForm
        action={choosePasswordAction}
        fields={[newPasswordField(words.newPassword, words.passwordHelp)]}
        submitLabel={words.savePassword}
        pendingLabel={words.saving}
      />
    </AuthCard>
  );
}
