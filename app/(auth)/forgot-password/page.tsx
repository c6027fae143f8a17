import type { Metadata } from "next";
import Link from "next/link";
import { ActionForm } from "@/app/action-form";
import { AuthCard } from "@/components/auth-card";
import { forgotPasswordAction } from "./actions";

export const metadata: Metadata = { title: "Forgot the password" };

export default function ForgotPasswordPage() {
  return (
    <AuthCard
      title="Forgot the password?"
      description="We send a mail with which you choose a new one."
      footer={
        <Link className="link" href="/sign-in">
          Back to sign in
        </Link>
      }
    >
      <ActionForm
        action={forgotPasswordAction}
        fields={[{ name: "email", label: "Mail address", type: "email", autoComplete: "username" }]}
        submitLabel="Send the mail"
        pendingLabel="Sending…"
      />
    </AuthCard>
  );
}
