import type { Metadata } from "next";
import { ActionForm, RowActionForm } from "@/app/action-form";
import { requireDesk } from "@/app/t/[tenant]/desk";
import { PageHeader } from "@/components/page-header";
import { RelativeTime } from "@/components/relative-time";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { type Column, DataTable } from "@/components/ui/data-table";
import { listInvitations } from "@/lib/modules/access/invitations";
import { listMembers } from "@/lib/modules/access/members";
import { mayManageAccess } from "@/lib/modules/access/policy";
import type { InvitationRow, MemberRow } from "@/lib/modules/access/schema";
import { roles } from "@/lib/platform/actor";
import {
  changeRoleAction,
  disableMemberAction,
  enableMemberAction,
  inviteAction,
  resendInvitationAction,
  revokeInvitationAction,
} from "./actions";

export const metadata: Metadata = { title: "Members" };

const roleOptions = roles.map((role) => ({ value: role, label: role }));

export default async function MembersPage({ params }: Readonly<{ params: Promise<{ tenant: string }> }>) {
  const { actor, tenant } = await requireDesk((await params).tenant);
  const mayManage = mayManageAccess(actor);
  const [members, invitations] = await Promise.all([
    listMembers(actor),
    mayManage ? listInvitations(actor) : [],
  ]);
  return (
    <>
      <PageHeader
        title="Members"
        description={
          mayManage ? "Who works here, and as what." : "Who works here. Only an admin can change it."
        }
      />
      {mayManage && (
        <div className="grid gap-4 border-b border-line p-4 lg:grid-cols-[22rem_minmax(0,1fr)]">
          <Card title="Invite somebody">
            <ActionForm
              label="Invite"
              action={inviteAction.bind(null, tenant.slug)}
              fields={[
                { name: "email", label: "Mail address", type: "email", autoComplete: "off" },
                { name: "role", label: "Role", options: roleOptions, defaultValue: "agent" },
              ]}
              submitLabel="Send the invitation"
              pendingLabel="Sending…"
            />
          </Card>
          <Card title="Open invitations">
            {invitations.length === 0 ? (
              <p className="text-ink-muted">Nobody is invited at the moment.</p>
            ) : (
              <ul className="flex flex-col divide-y divide-line">
                {invitations.map((invitation) => (
                  <Invitation key={invitation.id} invitation={invitation} slug={tenant.slug} />
                ))}
              </ul>
            )}
          </Card>
        </div>
      )}
      <DataTable
        caption="Members of this workspace"
        columns={columnsFor(tenant.slug, mayManage)}
        rows={members}
        rowKey={(member) => member.userId}
      />
    </>
  );
}

const mailBadges = {
  sending: <Badge tone="waiting">Mail on its way</Badge>,
  sent: <Badge tone="good">Mail sent</Badge>,
  failed: <Badge tone="attention">Mail failed: send it again</Badge>,
} as const;

function Invitation({ invitation, slug }: Readonly<{ invitation: InvitationRow; slug: string }>) {
  const { id, email, role, invitedByName, expiresAt, mailState } = invitation;
  const isExpired = expiresAt.getTime() < Date.now();
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-2.5 first:pt-0 last:pb-0">
      <span className="min-w-0">
        <span className="block font-medium break-all">{email}</span>
        <span className="text-xs text-ink-muted">
          {role}, by {invitedByName} · {isExpired ? "expired" : "expires"} <RelativeTime at={expiresAt} />
        </span>
      </span>
      <span className="flex flex-wrap items-center gap-2">
        {isExpired ? <Badge tone="attention">Expired</Badge> : mailBadges[mailState]}
        <RowActionForm
          label={`Send again to ${email}`}
          action={resendInvitationAction.bind(null, slug)}
          hidden={{ invitationId: id }}
          submitLabel="Send again"
          pendingLabel="Sending…"
        />
        <RowActionForm
          label={`Take back ${email}`}
          action={revokeInvitationAction.bind(null, slug)}
          hidden={{ invitationId: id }}
          submitLabel="Take back"
          pendingLabel="Taking back…"
        />
      </span>
    </li>
  );
}

const columnsFor = (slug: string, mayManage: boolean): readonly Column<MemberRow>[] => [
  { header: "Name", cell: ({ name }) => name },
  { header: "Mail address", cell: ({ email }) => email || "Erased" },
  {
    header: "Role",
    cell: ({ userId, role, name, disabledAt }) =>
      mayManage && !disabledAt ? <RoleForm slug={slug} userId={userId} role={role} name={name} /> : role,
  },
  { header: "Since", cell: ({ createdAt }) => <RelativeTime at={createdAt} /> },
  {
    header: "State",
    cell: ({ disabledAt }) => (disabledAt ? <Badge>Disabled</Badge> : <Badge tone="good">Active</Badge>),
  },
  ...(mayManage
    ? [
        {
          header: "Access",
          cell: ({ userId, name, email, disabledAt }: MemberRow) =>
            email ? (
              <RowActionForm
                label={`${disabledAt ? "Enable" : "Disable"} ${name}`}
                action={(disabledAt ? enableMemberAction : disableMemberAction).bind(null, slug)}
                hidden={{ userId }}
                submitLabel={disabledAt ? "Enable" : "Disable"}
                pendingLabel="Saving…"
              />
            ) : null,
        },
      ]
    : []),
];

const RoleForm = ({
  slug,
  userId,
  role,
  name,
}: Pick<MemberRow, "userId" | "role" | "name"> & { slug: string }) => (
  <RowActionForm
    label={`Change the role of ${name}`}
    layout="row"
    action={changeRoleAction.bind(null, slug)}
    hidden={{ userId }}
    fields={[{ name: "role", label: `Role of ${name}`, options: roleOptions, defaultValue: role }]}
    submitLabel="Set"
    pendingLabel="Setting…"
  />
);
