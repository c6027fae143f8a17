import type { Metadata } from "next";
import { AccountFrame } from "@/app/account/account-frame";
import { deleteAccountAction } from "@/app/account/actions";
import { ActionForm } from "@/app/action-form";
import { requireVisitor } from "@/lib/web/session";

export const metadata: Metadata = { title: "Delete your account" };

export default async function DeleteAccountPage() {
  const { email } = await requireVisitor();
  return (
    <AccountFrame
      title="Delete your account"
      description={
        <>
          What we know of <strong className="break-all">{email}</strong> is erased at once and for good: name,
          address, sessions, second factor, memberships. Records of refunds have to be kept; they lose your
          name.
        </>
      }
      back="/account"
    >
      <ActionForm
        action={deleteAccountAction}
        fields={[{ name: "confirm", label: "Type: delete my account", autoComplete: "off" }]}
        submitLabel="Delete my account"
        pendingLabel="Deleting…"
        variant="danger"
        isWide={false}
      />
    </AccountFrame>
  );
}
