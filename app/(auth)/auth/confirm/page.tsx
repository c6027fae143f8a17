import type { Metadata } from "next";
import Link from "next/link";
import { AuthCard } from "@/app/(auth)/form-parts";
import { confirmLinkInput } from "@/lib/modules/access/schema";
import { findVisitor } from "@/lib/web/session";
import { ConfirmForm } from "./confirm-form";

// The address of this page holds a secret, which must not travel on with the next click.
export const metadata: Metadata = { title: "Confirm your address", referrer: "no-referrer" };

type Props = Readonly<{ searchParams: Promise<Record<string, string | string[] | undefined>> }>;

/** Only shows a button: mail scanners open links, and whoever opens this one must not spend it. */
export default async function ConfirmPage({ searchParams }: Props) {
  const { token_hash: tokenHash, type } = await searchParams;
  const link = confirmLinkInput.safeParse({ tokenHash, type });
  if (!link.success) {
    return (
      <AuthCard title="This link is not complete">
        <p>Copy it from the mail again, or enter the six digits from the mail.</p>
        <p>
          <Link className="link" href="/check-email">
            Enter the digits
          </Link>
        </p>
      </AuthCard>
    );
  }

  const visitor = await findVisitor();
  return (
    <AuthCard title="Confirm your address">
      <p>One click, and your account is ready.</p>
      {visitor && (
        <p>
          You are signed in as <strong>{visitor.email}</strong>. Confirming signs you in as the owner of this
          link instead.
        </p>
      )}
      <ConfirmForm tokenHash={link.data.tokenHash} type={link.data.type} />
      <p>
        <Link className="link" href="/check-email">
          Ask for a new mail
        </Link>
      </p>
    </AuthCard>
  );
}
