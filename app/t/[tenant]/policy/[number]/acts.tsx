import { ActionForm, RowActionForm } from "@/app/action-form";
import {
  discardAction,
  draftAction,
  publishAction,
  rollBackAction,
  scheduleAction,
  unscheduleAction,
} from "@/app/t/[tenant]/policy/actions";
import { Card } from "@/components/ui/card";
import {
  mayDiscardPolicy,
  mayDraftPolicy,
  mayPublishPolicy,
  mayUnschedulePolicy,
} from "@/lib/modules/policies/policy";
import type { PolicyVersionRow } from "@/lib/modules/policies/schema";
import type { MemberActor } from "@/lib/platform/actor";

type ActsProps = Readonly<{
  actor: MemberActor;
  slug: string;
  version: PolicyVersionRow;
  inForceNumber: number;
}>;

/** What can be done with a version now; what this reader cannot do says why. */
export function VersionActs(props: ActsProps) {
  const { actor, slug, version } = props;
  const permission = mayDraftPolicy(actor);
  if (!permission.allowed) return <p className="text-ink-muted">{permission.reason}</p>;
  const versionId = version.id;
  const isOpen = version.state === "draft" || version.state === "scheduled";
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      {isOpen && (
        <Card title="Put it in force">
          <Publish {...props} />
        </Card>
      )}
      <Card title="Go on from here">
        <div className="flex flex-col gap-4">
          <ActionForm
            label="Draft from this version"
            action={draftAction.bind(null, slug)}
            hidden={{ versionId }}
            fields={[{ name: "title", label: "Title of the new draft", autoComplete: "off" }]}
            submitLabel="Draft from here"
            pendingLabel="Starting…"
            variant="secondary"
            isWide={false}
          />
          {version.state === "superseded" && (
            <ActionForm
              label="Roll back to this version"
              action={rollBackAction.bind(null, slug)}
              hidden={{ versionId }}
              fields={[{ name: "note", label: "Why the shop goes back to it", autoComplete: "off" }]}
              submitLabel="Roll back to this version"
              pendingLabel="Starting…"
              variant="secondary"
              isWide={false}
            />
          )}
          {mayDiscardPolicy(actor, version).allowed && (
            <RowActionForm
              label="Discard the draft"
              action={discardAction.bind(null, slug)}
              hidden={{ versionId }}
              submitLabel="Discard the draft"
              pendingLabel="Discarding…"
            />
          )}
        </div>
      </Card>
    </div>
  );
}

function Publish({ actor, slug, version, inForceNumber }: ActsProps) {
  const publishing = mayPublishPolicy(actor, version);
  const hidden = {
    versionId: version.id,
    revision: String(version.revision),
    replacesNumber: String(inForceNumber),
  };
  return (
    <div className="flex flex-col gap-4">
      {publishing.allowed ? (
        <>
          <ActionForm
            label="Publish now"
            action={publishAction.bind(null, slug)}
            hidden={hidden}
            submitLabel={`Put version ${version.number} in force now`}
            pendingLabel="Publishing…"
            isWide={false}
          >
            <p>It takes the place of version {inForceNumber}, for every decision from now on.</p>
          </ActionForm>
          <ActionForm
            label="Publish later"
            action={scheduleAction.bind(null, slug)}
            hidden={hidden}
            fields={[
              {
                name: "startsAt",
                label: "Start, in UTC",
                autoComplete: "off",
                help: "Such as 2027-01-31 09:00.",
              },
            ]}
            submitLabel="Set the start"
            pendingLabel="Setting…"
            variant="secondary"
            isWide={false}
          />
        </>
      ) : (
        <p>You cannot publish this version. {publishing.reason}</p>
      )}
      {mayUnschedulePolicy(actor, version).allowed && (
        <RowActionForm
          label="Take back the start"
          action={unscheduleAction.bind(null, slug)}
          hidden={{ versionId: version.id }}
          submitLabel="Take back the start"
          pendingLabel="Taking back…"
        />
      )}
    </div>
  );
}
