import type { Metadata } from "next";
import Link from "next/link";
import { AuthCard } from "@/components/auth-card";
import { findPending } from "@/lib/web/pending-confirmation";
import { CodeForm } from "./code-form";
import { ResendForm } from "./resend-form";

export const metadata: Metadata = { title: "Check your mail" };

export default async function CheckEmailPage() {
  const pending = await findPending();
  return (
    <AuthCard
      title="Check your mail"
      description={
        <>
          If {pending ? <strong className="break-all">{pending.email}</strong> : "your address"} can be used
          here, a mail is on its way. Open the link in it, or enter its six digits. Both work for one hour.
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
      <CodeForm email={pending?.email} />
      <hr className="border-line" />
      <ResendForm email={pending?.email} waitSeconds={pending?.resendInSeconds ?? 0} />
    </AuthCard>
  );
}
