import type { Metadata } from "next";
import Link from "next/link";
import { ActionForm } from "@/app/action-form";
import { AuthCard } from "@/components/auth-card";
import { Banner } from "@/components/ui/banner";
import { LinkButton } from "@/components/ui/link-button";
import { confirmLinkInput, type LinkType } from "@/lib/modules/accounts/schema";
import { DomainError } from "@/lib/platform/errors";
import { findAuthWords } from "@/lib/web/auth-page";
import type { AuthWords } from "@/lib/web/auth-words";
import { findSession } from "@/lib/web/session";
import { confirmLinkAction } from "./actions";

// The address of this page holds a secret, which must not travel on with the next click.
export const metadata: Metadata = { title: "Confirm", referrer: "no-referrer" };

type Words = Readonly<{ title: string; description: string; submitLabel: string; isSigningIn: boolean }>;

function wordsOf(type: LinkType, words: AuthWords): Words {
  switch (type) {
    case "recovery":
      return {
        ...{ title: words.recoverTitle, description: words.recoverText },
        ...{ submitLabel: words.goOn, isSigningIn: true },
      };
    case "email_change":
      return {
        ...{ title: words.changeTitle, description: words.changeText },
        ...{ submitLabel: words.changeButton, isSigningIn: false },
      };
    default:
      return {
        ...{ title: words.confirmTitle, description: words.confirmText },
        ...{ submitLabel: words.confirmButton, isSigningIn: true },
      };
  }
}

type Props = Readonly<{ searchParams: Promise<Record<string, string | string[] | undefined>> }>;

/** Only shows a button: mail scanners open links, and whoever opens this one must not spend it. */
export default async function ConfirmPage({ searchParams }: Props) {
  const { token_hash: tokenHash, type } = await searchParams;
  const words = await findAuthWords();
  const link = confirmLinkInput.safeParse({ tokenHash, type });
  if (!link.success) {
    return (
      <AuthCard title={words.brokenTitle} description={words.brokenText}>
        <LinkButton href="/check-email" isWide>
          {words.enterDigits}
        </LinkButton>
      </AuthCard>
    );
  }

  const { title, description, submitLabel, isSigningIn } = wordsOf(link.data.type, words);
  const signedInAs = isSigningIn ? await findSignedInAddress() : undefined;
  return (
    <AuthCard
      title={title}
      description={description}
      footer={
        <Link className="link" href={link.data.type === "recovery" ? "/forgot-password" : "/check-email"}>
          {words.askNewMail}
        </Link>
      }
    >
      {signedInAs && (
        <Banner tone="waiting" title={words.signedInAs(signedInAs)}>
          {words.signsInInstead}
        </Banner>
      )}
      <ActionForm
        action={confirmLinkAction}
        hidden={{ tokenHash: link.data.tokenHash, type: link.data.type }}
        submitLabel={submitLabel}
        pendingLabel={words.confirming}
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
