import Link from "next/link";
import { ActionForm, RowActionForm } from "@/app/action-form";
import { RelativeTime } from "@/components/relative-time";
import { Banner } from "@/components/ui/banner";
import { Facts } from "@/components/ui/facts";
import type { CrmHealth } from "@/lib/modules/crm/schema";
import { checkCrmAction, connectCrmAction } from "./actions";

type Props = Readonly<{ slug: string; health: CrmHealth; isAdmin: boolean }>;

/** Where the CRM is told, whether it takes what we send, and another one. */
export function CrmPart({ slug, health, isAdmin }: Props) {
  const { url, connectedByName, checkedAt, failure, lastDeliveredAt, waiting } = health;
  return (
    <div className="flex flex-col gap-3">
      <Facts
        facts={[
          { term: "Address", detail: url ?? "The CRM of this installation" },
          ...(connectedByName ? [{ term: "Connected by", detail: connectedByName }] : []),
          {
            term: "Last message taken",
            detail: lastDeliveredAt ? <RelativeTime at={lastDeliveredAt} /> : "None yet",
          },
          ...(checkedAt ? [{ term: "Last tested", detail: <RelativeTime at={checkedAt} /> }] : []),
        ]}
      />
      {failure && (
        <Banner tone="attention" title="The last test was not taken">
          {failure}
        </Banner>
      )}
      {waiting > 0 && (
        <Banner tone="waiting">
          {waiting === 1 ? "1 message waits" : `${waiting} messages wait`} for the CRM.{" "}
          <Link className="link" href={`/t/${slug}/attention`}>
            Needs attention
          </Link>{" "}
          shows what is stuck.
        </Banner>
      )}
      {isAdmin ? (
        <Acts slug={slug} isOwn={url !== null} />
      ) : (
        <p className="text-ink-muted">Only an admin connects and tests the CRM.</p>
      )}
    </div>
  );
}

const Acts = ({ slug, isOwn }: Readonly<{ slug: string; isOwn: boolean }>) => (
  <>
    <RowActionForm
      label="Test the CRM"
      action={checkCrmAction.bind(null, slug)}
      submitLabel="Send a test delivery"
      pendingLabel="Sending…"
    />
    <details>
      <summary className="cursor-pointer font-medium">
        {isOwn ? "Use another CRM" : "Use a CRM of your own"}
      </summary>
      <div className="mt-3">
        <ActionForm
          label="Connect the CRM"
          action={connectCrmAction.bind(null, slug)}
          fields={[
            {
              ...{ name: "url", label: "Address", isOptional: true, autoComplete: "off" },
              help: "Begins with https://. Leave both empty for the CRM of this installation.",
            },
            {
              ...{ name: "secret", label: "Signing secret", type: "password", isOptional: true },
              ...{ autoComplete: "off", help: "Begins with whsec_. Kept encrypted and never shown again." },
            },
          ]}
          submitLabel="Test and connect"
          pendingLabel="Sending a test delivery…"
          isWide={false}
        />
      </div>
    </details>
  </>
);
