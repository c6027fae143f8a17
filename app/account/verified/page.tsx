import type { Metadata } from "next";
import { AccountFrame } from "@/app/account/account-frame";
import { requireVisitor } from "@/lib/web/session";

export const metadata: Metadata = { title: "Confirmed" };

export default async function VerifiedPage() {
  await requireVisitor();
  return (
    <AccountFrame title="Thank you" description="Go back to the other tab and send it again." back="/account">
      {null}
    </AccountFrame>
  );
}
