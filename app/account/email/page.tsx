import type { Metadata } from "next";
import { AccountFrame } from "@/app/account/account-frame";
import { confirmNewEmailAction, startEmailChangeAction } from "@/app/account/actions";
import { ActionForm } from "@/app/action-form";
import { findPending } from "@/lib/web/pending-mail";
import { requireVisitor } from "@/lib/web/session";

export const metadata: Metadata = { title: "Change the mail address" };

/** Both mailboxes have a say: the new one by six digits here, the present one by the auth server's link. */
export default async function EmailPage() {
  const { email } = await requireVisitor();
  const pending = await findPending();
  const newEmail = pending?.purpose === "email_change" ? pending.email : undefined;
  return (
    <AccountFrame
      title="Change the mail address"
      description={
        <>
          Your account belongs to <strong className="break-all">{email}</strong>.
        </>
      }
      back="/account"
    >
      <ActionForm
        label="New address"
        action={startEmailChangeAction}
        fields={[
          {
            name: "email",
            label: "New mail address",
            type: "email",
            autoComplete: "email",
            ...(newEmail && { defaultValue: newEmail }),
          },
        ]}
        submitLabel={newEmail ? "Send another code" : "Send a code to it"}
        pendingLabel="Sending…"
        variant={newEmail ? "secondary" : "primary"}
        isWide={false}
      />
      {newEmail && (
        <ActionForm
          label="Code"
          action={confirmNewEmailAction}
          fields={[
            {
              name: "code",
              label: `Six digits sent to ${newEmail}`,
              autoComplete: "one-time-code",
              inputMode: "numeric",
            },
          ]}
          submitLabel="Confirm the new address"
          pendingLabel="Confirming…"
          isWide={false}
        />
      )}
    </AccountFrame>
  );
}
