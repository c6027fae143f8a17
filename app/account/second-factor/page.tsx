import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { renderSVG } from "uqr";
import { AccountFrame } from "@/app/account/account-frame";
import { confirmFactorAction, removeFactorAction, renewCodesAction } from "@/app/account/actions";
import { ActionForm } from "@/app/action-form";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { LinkButton } from "@/components/ui/link-button";
import { freshForMs, isFresh } from "@/lib/modules/accounts/policy";
import { countRecoveryCodes, startEnrolment } from "@/lib/modules/accounts/second-factor";
import { defaultReturnTo, safeReturnTo } from "@/lib/web/return-to";
import { findSessionAnew, requireVisitor } from "@/lib/web/session";

export const metadata: Metadata = { title: "Second factor" };

type Props = Readonly<{ searchParams: Promise<{ returnTo?: string | string[] }> }>;

export default async function SecondFactorPage({ searchParams }: Props) {
  await requireVisitor();
  const returnTo = safeReturnTo((await searchParams).returnTo);
  const visitor = await findSessionAnew();
  if (!visitor) redirect("/sign-in");
  if (visitor.hasSecondFactor) return <Manage userId={visitor.userId} returnTo={returnTo} />;
  // Whoever finds an open browser must not see the secret.
  if (!isFresh(visitor, visitor.session, freshForMs.account)) {
    redirect(`/verify?returnTo=${encodeURIComponent("/account/second-factor")}`);
  }
  return <Enrol userId={visitor.userId} email={visitor.email} returnTo={returnTo} />;
}

async function Enrol({
  userId,
  email,
  returnTo,
}: Readonly<{ userId: string; email: string; returnTo: string }>) {
  const { secret, uri } = await startEnrolment(userId, email);
  return (
    <AccountFrame
      title="Add a second factor"
      description="Signing in then takes your password and a code of an authenticator app on your phone."
      back="/account"
    >
      <ol className="flex list-decimal flex-col gap-5 pl-5">
        <li>
          <p className="mb-2">Scan this with your authenticator app.</p>
          {/* biome-ignore lint/performance/noImgElement: an inline picture has nothing to optimise. */}
          <img
            alt="QR code for your authenticator app"
            className="size-44 rounded-md border border-line bg-white"
            src={`data:image/svg+xml;base64,${Buffer.from(renderSVG(uri, { border: 2 })).toString("base64")}`}
          />
          <p className="mt-2 text-sm text-ink-muted">
            Cannot scan? Type this:{" "}
            <code data-totp-secret className="break-all">
              {secret}
            </code>{" "}
            <CopyButton value={secret} label="Copy the secret" />
          </p>
        </li>
        <li>
          <ActionForm
            action={confirmFactorAction}
            fields={[
              {
                name: "code",
                label: "Six digits that the app shows",
                autoComplete: "one-time-code",
                inputMode: "numeric",
              },
            ]}
            submitLabel="Turn it on"
            pendingLabel="Checking…"
            isWide={false}
            whenDone={
              <div>
                <LinkButton href={returnTo === defaultReturnTo ? "/account" : returnTo} variant="primary">
                  I have kept them, go on
                </LinkButton>
              </div>
            }
          />
        </li>
      </ol>
    </AccountFrame>
  );
}

async function Manage({ userId, returnTo }: Readonly<{ userId: string; returnTo: string }>) {
  const left = await countRecoveryCodes(userId);
  return (
    <AccountFrame
      title="Second factor"
      description="Your account asks for a code of your app."
      back="/account"
    >
      {returnTo !== defaultReturnTo && (
        <p className="text-sm">
          <Link className="link" href={returnTo}>
            Go on
          </Link>
        </p>
      )}
      <Card title="Recovery codes">
        <p className="mb-3">{left} of 10 are left. New ones make the old ones void.</p>
        <ActionForm
          label="Recovery codes"
          action={renewCodesAction}
          submitLabel="Make new codes"
          pendingLabel="Making…"
          variant="secondary"
          isWide={false}
        />
      </Card>
      <Card title="Remove">
        <p className="mb-3">Your account is then open to whoever knows its password.</p>
        <ActionForm
          label="Remove"
          action={removeFactorAction}
          submitLabel="Remove the second factor"
          pendingLabel="Removing…"
          variant="danger"
          isWide={false}
        />
      </Card>
    </AccountFrame>
  );
}
