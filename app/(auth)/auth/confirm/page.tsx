import type { Metadata } from "next";
import Link from "next/link";
import { AuthCard } from "@/components/auth-card";
import { Banner } from "@/components/ui/banner";
import { LinkButton } from "@/components/ui/link-button";
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
      <AuthCard
        title="This link is not complete"
        description="Copy it from the mail again, or enter the six digits from the mail."
      >
        <LinkButton href="/check-email" isWide>
          Enter the digits
        </LinkButton>
      </AuthCard>
    );
  }

  const visitor = await findVisitor();
  return (
    <AuthCard
      title="Confirm your address"
      description="One click, and your account is ready."
      footer={
        <Link className="link" href="/check-email">
          Ask for a new mail
        </Link>
      }
    >
      {visitor && (
        <Banner tone="waiting" title={`You are signed in as ${visitor.email}.`}>
          Confirming signs you in as the owner of this link instead.
        </Banner>
      )}
      <ConfirmForm tokenHash={link.data.tokenHash} type={link.data.type} />
    </AuthCard>
  );
}
