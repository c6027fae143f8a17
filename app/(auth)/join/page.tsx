import type { Metadata } from "next";
import { signOutAction } from "@/app/(auth)/sign-out/actions";
import { ActionForm } from "@/app/action-form";
import { AuthCard } from "@/components/auth-card";
import { Banner } from "@/components/ui/banner";
import { LinkButton } from "@/components/ui/link-button";
import { SubmitButton } from "@/components/ui/submit-button";
import { findInvitation, readInvitationToken } from "@/lib/modules/access/invitations";
import type { InvitationOffer } from "@/lib/modules/access/schema";
import { findVisitor } from "@/lib/web/session";
import { joinAction } from "./actions";

// The address of this page holds a secret, which must not travel on with the next click.
export const metadata: Metadata = { title: "Join a workspace", referrer: "no-referrer" };

const ended: Readonly<Record<Exclude<InvitationOffer["state"], "open">, string>> = {
  accepted: "This invitation was accepted. Sign in to open the workspace.",
  revoked: "This invitation was taken back. Ask whoever sent it for a new one.",
  expired: "This invitation has expired. Ask whoever sent it for a new one.",
};

type Props = Readonly<{ searchParams: Promise<{ token?: string | string[] }> }>;

/** Shows an invitation; only the button accepts it, because mail scanners open links. */
export default async function JoinPage({ searchParams }: Props) {
  const { token } = await searchParams;
  const id = typeof token === "string" ? readInvitationToken(token) : undefined;
  const offer = id ? await findInvitation(id) : undefined;
  if (!offer || typeof token !== "string") {
    return (
      <AuthCard title="This link is not complete" description="Copy it from the mail again.">
        <LinkButton href="/" isWide>
          To the start page
        </LinkButton>
      </AuthCard>
    );
  }
  if (offer.state !== "open") {
    return (
      <AuthCard title={`Join ${offer.tenantName}`} description={ended[offer.state]}>
        <LinkButton href={offer.state === "accepted" ? `/t/${offer.slug}` : "/"} isWide>
          {offer.state === "accepted" ? "Open the workspace" : "To the start page"}
        </LinkButton>
      </AuthCard>
    );
  }
  return (
    <AuthCard
      title={`Join ${offer.tenantName}`}
      description={
        <>
          {offer.invitedByName} invites <strong className="break-all">{offer.email}</strong> as {offer.role}.
        </>
      }
    >
      <Answer offer={offer} token={token} />
    </AuthCard>
  );
}

async function Answer({ offer, token }: Readonly<{ offer: InvitationOffer; token: string }>) {
  const visitor = await findVisitor();
  const returnTo = `returnTo=${encodeURIComponent(`/join?token=${token}`)}`;
  if (!visitor) {
    return (
      <div className="flex flex-col gap-2">
        <LinkButton href={`/sign-up?${returnTo}`} variant="primary" isWide>
          Create an account
        </LinkButton>
        <LinkButton href={`/sign-in?${returnTo}`} isWide>
          Sign in
        </LinkButton>
      </div>
    );
  }
  if (visitor.email.toLowerCase() !== offer.email.toLowerCase()) {
    return (
      <>
        <Banner tone="waiting" title={`You are signed in as ${visitor.email}.`}>
          This invitation is for another address. Sign out, then open the link again.
        </Banner>
        <form action={signOutAction}>
          <SubmitButton isWide pendingLabel="Signing out…">
            Sign out
          </SubmitButton>
        </form>
      </>
    );
  }
  return (
    <ActionForm
      action={joinAction}
      hidden={{ token }}
      submitLabel={`Join as ${offer.role}`}
      pendingLabel="Joining…"
    />
  );
}
