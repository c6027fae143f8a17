import type { Metadata } from "next";
import { AccountFrame } from "@/app/account/account-frame";
import { changePasswordAction } from "@/app/account/actions";
import { ActionForm } from "@/app/action-form";
import { newPasswordField } from "@/app/new-password-field";
import { requireVisitor } from "@/lib/web/session";

export const metadata: Metadata = { title: "Change the password" };

export default async function PasswordPage() {
  await requireVisitor();
  return (
    <AccountFrame
      title="Change the password"
      description="All other browsers are signed out."
      back="/account"
    >
      <ActionForm
        action={changePasswordAction}
        fields={[
          {
            name: "currentPassword",
            label: "Password so far",
            type: "password",
            autoComplete: "current-password",
          },
          newPasswordField("New password"),
        ]}
        submitLabel="Change the password"
        pendingLabel="Changing…"
        isWide={false}
      />
    </AccountFrame>
  );
}
