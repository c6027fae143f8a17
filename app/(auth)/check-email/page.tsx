import type { Metadata } from "next";
import Link from "next/link";
import { ActionForm } from "@/app/action-form";
import { AuthCard } from "@/components/auth-card";
import { findAuthWords } from "@/lib/web/auth-page";
import { findPending } from "@/lib/web/pending-mail";
import { confirmCodeAction } from "./actions";
import { ResendForm } from "./resend-form";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await findAuthWords()).checkTitle,
});

export default async function CheckEmailPage() {
  const pending = await findPending();
  const email = pending?.email;
  const purpose = pending?.purpose === "recovery" ? "recovery" : "confirm";
  const words = await findAuthWords();
  return (
    <AuthCard
      title={words.checkTitle}
      description={
        <>
          {words.checkBefore} {email ? <strong className="break-all">{email}</strong> : words.checkYours}{" "}
          {words.checkAfter}
        </>
      }
      footer={
        <p>
          {words.alreadyConfirmed}{" "}
          <Link className="link" href="/sign-in">
            {words.signIn}
          </Link>
        </p>
      }
    >
      <ActionForm
        label={words.enterCode}
        action={confirmCodeAction}
        hidden={{ purpose, ...(email && { email }) }}
        fields={[
          ...(email
            ? []
            : [{ name: "email", label: words.mail, type: "email", autoComplete: "email" } as const]),
          { name: "code", label: words.digits, autoComplete: "one-time-code", inputMode: "numeric" },
        ]}
        submitLabel={purpose === "recovery" ? words.goOn : words.confirm}
        pendingLabel={words.confirming}
      />
      <hr className="border-line" />
      <ResendForm
        email={email}
        waitSeconds={pending?.resendInSeconds ?? 0}
        words={{
          ...{ mail: words.mail, sendAgain: words.sendAgain },
          ...{ sendAgainIn: words.sendAgainIn, sending: words.sending },
        }}
      />
    </AuthCard>
  );
}
