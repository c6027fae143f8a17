import type { Metadata } from "next";
import Link from "next/link";
import { signOutAction } from "@/app/(auth)/sign-out/actions";
import { ActionForm, RowActionForm } from "@/app/action-form";
import { RelativeTime } from "@/components/relative-time";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Facts } from "@/components/ui/facts";
import { LinkButton } from "@/components/ui/link-button";
import { SubmitButton } from "@/components/ui/submit-button";
import { needsSecondFactor } from "@/lib/modules/accounts/policy";
import { countRecoveryCodes } from "@/lib/modules/accounts/second-factor";
import { listSessions } from "@/lib/modules/accounts/sessions";
import { listActivity } from "@/lib/modules/notices/queries";
import type { NoticeKind } from "@/lib/modules/notices/schema";
import { requireVisitor, type SignedIn } from "@/lib/web/session";
import { AccountFrame } from "./account-frame";
import { endSessionAction, signOutEverywhereAction, updateProfileAction } from "./actions";
import { SignInMethods } from "./sign-in-methods";

export const metadata: Metadata = { title: "Your account" };

export default async function AccountPage() {
  const visitor = await requireVisitor();
  return (
    <AccountFrame title="Your account" description={visitor.email}>
      <Profile visitor={visitor} />
      <Security visitor={visitor} />
      <SignInMethods />
      <Sessions visitor={visitor} />
      <Workspaces visitor={visitor} />
      <Activity visitor={visitor} />
      <p className="text-sm">
        <Link className="link" href="/account/delete">
          Delete your account
        </Link>
      </p>
    </AccountFrame>
  );
}

type Props = Readonly<{ visitor: SignedIn }>;

const Profile = ({ visitor }: Props) => (
  <Card title="Profile">
    <ActionForm
      label="Profile"
      action={updateProfileAction}
      fields={[
        { name: "name", label: "Your name", autoComplete: "name", defaultValue: visitor.name },
        {
          name: "locale",
          label: "Language of our mails",
          defaultValue: visitor.locale,
          options: [
            { value: "en", label: "English" },
            { value: "de", label: "Deutsch" },
          ],
        },
      ]}
      submitLabel="Save"
      pendingLabel="Saving…"
      variant="secondary"
      isWide={false}
    />
  </Card>
);

async function Security({ visitor }: Props) {
  const { hasSecondFactor, memberships, isPlatformAdmin } = visitor;
  const isRequired = isPlatformAdmin || memberships.some(({ role }) => needsSecondFactor(role));
  const codesLeft = hasSecondFactor ? await countRecoveryCodes(visitor.userId) : 0;
  const change = (href: string, words: string) => (
    <Link className="link" href={href}>
      {words}
    </Link>
  );
  return (
    <Card title="Signing in">
      <Facts
        facts={[
          {
            term: "Mail address",
            detail: (
              <>
                {visitor.email} · {change("/account/email", "Change")}
              </>
            ),
          },
          { term: "Password", detail: change("/account/password", "Change the password") },
          {
            term: "Second factor",
            detail: (
              <>
                {hasSecondFactor ? (
                  <Badge tone="good">On, {codesLeft} recovery codes left</Badge>
                ) : (
                  <Badge tone={isRequired ? "attention" : "neutral"}>
                    {isRequired ? "Your role needs one" : "Off"}
                  </Badge>
                )}{" "}
                {change("/account/second-factor", hasSecondFactor ? "Manage" : "Add")}
              </>
            ),
          },
        ]}
      />
    </Card>
  );
}

async function Sessions({ visitor }: Props) {
  const sessions = await listSessions(visitor.userId);
  return (
    <Card title="Where you are signed in">
      <ul className="flex flex-col divide-y divide-line">
        {sessions.map(({ id, device, network, lastUsedAt }, index) => (
          <li key={id} className="flex items-center justify-between gap-4 py-2 first:pt-0" data-session={id}>
            <span className="min-w-0">
              <span className="block truncate font-medium">{device}</span>
              <span className="text-xs text-ink-muted">
                {network} · used <RelativeTime at={lastUsedAt} />
              </span>
            </span>
            {id === visitor.sessionId ? (
              <Badge tone="good">This browser</Badge>
            ) : (
              <RowActionForm
                label={`Sign out ${device}, ${index + 1} of ${sessions.length}`}
                action={endSessionAction}
                hidden={{ sessionId: id }}
                submitLabel="Sign out"
                pendingLabel="Signing out…"
              />
            )}
          </li>
        ))}
      </ul>
      <div className="mt-3 flex flex-wrap gap-2 border-t border-line pt-4">
        <form action={signOutAction}>
          <SubmitButton variant="secondary" pendingLabel="Signing out…">
            Sign out of this browser
          </SubmitButton>
        </form>
        <ActionForm
          label="Everywhere"
          action={signOutEverywhereAction}
          submitLabel="Sign out everywhere"
          pendingLabel="Signing out…"
          variant="secondary"
          isWide={false}
        />
      </div>
    </Card>
  );
}

const Workspaces = ({ visitor: { memberships, isPlatformAdmin } }: Props) => (
  <Card title="Workspaces">
    <ul className="flex flex-col gap-2">
      {memberships.map(({ slug, tenantName, role }) => (
        <li key={slug} className="flex items-center justify-between gap-4">
          <span>
            {tenantName} <span className="text-ink-muted">· {role}</span>
          </span>
          <span className="flex gap-2">
            <LinkButton href={`/t/${slug}/members`} size="sm">
              Members
            </LinkButton>
            <LinkButton href={`/t/${slug}`} size="sm">
              Open
            </LinkButton>
          </span>
        </li>
      ))}
      {memberships.length === 0 && <li className="text-ink-muted">You do not belong to a workspace yet.</li>}
      {isPlatformAdmin && (
        <li>
          <Link className="link" href="/admin">
            Tenants of this installation
          </Link>
        </li>
      )}
    </ul>
  </Card>
);

const activityWords: Readonly<Record<NoticeKind, string>> = {
  already_registered: "Somebody tried to sign up with your address",
  invitation: "You were invited",
  email_code: "A new address was asked for",
  password_changed: "Password changed",
  email_changed: "Mail address changed",
  factor_added: "Second factor added",
  factor_removed: "Second factor removed",
  recovery_codes_renewed: "Recovery codes renewed",
  recovery_code_used: "Recovery code used",
  new_device: "New browser signed in",
  method_linked: "Provider connected",
  method_unlinked: "Provider disconnected",
  account_deleted: "Account deleted",
  approval_asked: "Your approval was asked for",
  approval_reminder: "You were reminded of an approval",
  guest_link: "A link to an order was asked for",
};

async function Activity({ visitor }: Props) {
  const activity = await listActivity(visitor);
  return (
    <Card title="Account activity">
      {activity.length === 0 ? (
        <p className="text-ink-muted">
          Nothing yet. Changes to how you sign in appear here and in your mailbox.
        </p>
      ) : (
        <ul className="flex flex-col gap-1.5">
          {activity.map(({ id, kind, detail, createdAt }) => (
            <li key={id} className="flex justify-between gap-4">
              <span>
                {activityWords[kind]}
                {detail.device && <span className="text-ink-muted"> · {detail.device}</span>}
              </span>
              <RelativeTime at={createdAt} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
