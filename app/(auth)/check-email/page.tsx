import type { Metadata } from "next";
import Link from "next/link";
import { ActionForm } from "@/app/action-form";
import { AuthCard } from "@/components/auth-card";
import { findPending } from "@/lib/web/pending-mail";
import { confirmCodeAction } from "./actions";
import { ResendForm } from "./resend-form";

export const metadata: Metadata = { title: "Check your mail" };

export default async function CheckEmailPage() {
  const pending = await findPending();
  const email = pending?.email;
  const purpose = pending?.purpose === "recovery" ? "recovery" : "confirm";
  return (
    <AuthCard
      title="Check your mail"
      description={
        <>
          If {email ? <strong className="break-all">{email}</strong> : "your address"} can be used here, a
          mail is on its way. Open the link in it, or enter its six digits. Both work for one hour.
        </>
      }
      footer={
        <p>
          Already confirmed?{" "}
          <Link className="link" href="/sign-in">
            Sign in
          </Link>
        </p>
      }
    >
      <ActionForm
        label="Enter the code"
        action={confirmCodeAction}
        hidden={{ purpose, ...(email && { email }) }}
        fields={[
          ...(email
            ? []
            : [{ name: "email", label: "Mail address", type: "email", autoComplete: "email" } as const]),
          { name: "code", label: "Six digits", autoComplete: "one-time-code", inputMode: "numeric" },
        ]}
        submitLabel={purpose === "recovery" ? "Go on" : "Confirm"}
        pendingLabel="Confirming…"
      />
      <hr className="border-line" />
      <ResendForm email={email} waitSeconds={pending?.resendInSeconds ?? 0} />
    </AuthCard>
  );
}
