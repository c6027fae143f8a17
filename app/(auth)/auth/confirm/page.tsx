import type { Metadata } from "next";
import Link from "next/link";
import { ActionForm } from "@/app/action-form";
import { AuthCard } from "@/components/auth-card";
import { Banner } from "@/components/ui/banner";
import { LinkButton } from "@/components/ui/link-button";
import { confirmLinkInput, type LinkType } from "@/lib/modules/accounts/schema";
import { DomainError } from "@/lib/platform/errors";
import { findSession } from "@/lib/web/session";
import { confirmLinkAction } from "./actions";

// The address of this page holds a secret, which must not travel on with the next click.
export const metadata: Metadata = { title: "Confirm", referrer: "no-referrer" };

type Words = Readonly<{ title: string; description: string; submitLabel: string; isSigningIn: boolean }>;
const confirmation: Words = {
  title: "Confirm your address",
  description: "One click, and your account is ready.",
  submitLabel: "Confirm and sign in",
  isSigningIn: true,
};
const words: Readonly<Record<LinkType, Words>> = {
  signup: confirmation,
  magiclink: confirmation,
  email: confirmation,
  recovery: {
    title: "Choose a new password",
    description: "Go on to choose a new password. Until you have, nothing of your account opens.",
    submitLabel: "Go on",
    isSigningIn: true,
  },
  email_change: {
    title: "Confirm the change of address",
    description: "Your account will belong to the new address.",
    submitLabel: "Confirm the change",
    isSigningIn: false,
  },
};

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

  const { title, description, submitLabel, isSigningIn } = words[link.data.type];
  const signedInAs = isSigningIn ? await findSignedInAddress() : undefined;
  return (
    <AuthCard
      title={title}
      description={description}
      footer={
        <Link className="link" href={link.data.type === "recovery" ? "/forgot-password" : "/check-email"}>
          Ask for a new mail
        </Link>
      }
    >
      {signedInAs && (
        <Banner tone="waiting" title={`You are signed in as ${signedInAs}.`}>
          Going on signs you in as the owner of this link instead.
        </Banner>
      )}
      <ActionForm
        action={confirmLinkAction}
        hidden={{ tokenHash: link.data.tokenHash, type: link.data.type }}
        submitLabel={submitLabel}
        pendingLabel="Confirming…"
      />
    </AuthCard>
  );
}

// The page shows its button even while nobody can be recognised.
async function findSignedInAddress(): Promise<string | undefined> {
  try {
    return (await findSession())?.email;
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}
