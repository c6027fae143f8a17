import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { signOutAction } from "@/app/(auth)/sign-out/actions";
import { ActionForm } from "@/app/action-form";
import { newPasswordField } from "@/app/new-password-field";
import { AuthCard } from "@/components/auth-card";
import { SubmitButton } from "@/components/ui/submit-button";
import { findSessionAnew } from "@/lib/web/session";
import { choosePasswordAction } from "./actions";

export const metadata: Metadata = { title: "Choose a password" };

export default async function ChoosePasswordPage() {
  const visitor = await findSessionAnew();
  if (visitor?.hurdle !== "choose_password") redirect(visitor ? "/account" : "/forgot-password");
  return (
    <AuthCard
      title="Choose a password"
      description={
        <>
          For <strong className="break-all">{visitor.email}</strong>. All other browsers are signed out.
        </>
      }
      footer={
        <form action={signOutAction}>
          <SubmitButton variant="ghost" size="sm" pendingLabel="Leaving…">
            Not now
          </SubmitButton>
        </form>
      }
    >
      <ActionForm
        action={choosePasswordAction}
        fields={[newPasswordField("New password")]}
        submitLabel="Save the password"
        pendingLabel="Saving…"
      />
    </AuthCard>
  );
}
