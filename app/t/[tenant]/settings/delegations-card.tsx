import { ActionForm, RowActionForm } from "@/app/action-form";
import { Card } from "@/components/ui/card";
import type { MemberRow } from "@/lib/modules/access/schema";
import type { Delegation } from "@/lib/modules/decisions/schema";
import type { MemberActor } from "@/lib/platform/actor";
import { delegateAction, revokeDelegationAction } from "./actions";

type DelegationsCardProps = Readonly<{
  actor: MemberActor;
  slug: string;
  delegations: readonly Delegation[];
  members: readonly MemberRow[];
}>;

/** Who approves for whom, and until when. */
export function DelegationsCard({ actor, slug, delegations, members }: DelegationsCardProps) {
  const borrowers = members.filter(
    ({ userId, role, disabledAt }) =>
      !disabledAt && userId !== actor.userId && role !== "viewer" && role !== "admin",
  );
  return (
    <Card title="Lend the right to approve">
      <div className="flex flex-col gap-4">
        {delegations.length === 0 && <p className="text-ink-muted">Nobody lends it at the moment.</p>}
        <ul className="flex flex-col gap-2">
          {delegations.map(({ id, fromId, fromName, toName, role, endsAt }) => (
            <li key={id} className="flex flex-wrap items-center justify-between gap-2">
              <span>
                {toName} approves as {role} for {fromName} until {endsAt.toISOString().slice(0, 10)}
              </span>
              {fromId === actor.userId && (
                <RowActionForm
                  label={`Take back from ${toName}`}
                  action={revokeDelegationAction.bind(null, slug)}
                  hidden={{ delegationId: id }}
                  submitLabel="Take back"
                  pendingLabel="Taking back…"
                />
              )}
            </li>
          ))}
        </ul>
        {actor.role === "lead" || actor.role === "finance" ? (
          <ActionForm
            label="Lend the right to approve"
            action={delegateAction.bind(null, slug)}
            fields={[
              {
                name: "toId",
                label: "To whom",
                options: borrowers.map(({ userId, name, role }) => ({
                  value: userId,
                  label: `${name}, ${role}`,
                })),
              },
              {
                name: "until",
                label: "Last day",
                autoComplete: "off",
                help: "A day in 90 days at most, such as 2027-01-31.",
              },
            ]}
            submitLabel="Lend it"
            pendingLabel="Lending…"
            variant="secondary"
            isWide={false}
          />
        ) : (
          <p className="text-ink-muted">Only a lead or finance has a right to approve to lend.</p>
        )}
      </div>
    </Card>
  );
}
