import { ActionForm, RowActionForm } from "@/app/action-form";
import { RelativeTime } from "@/components/relative-time";
import { Banner } from "@/components/ui/banner";
import type { ProviderConnection } from "@/lib/modules/payments/schema";
import { backfillAction, checkProviderAction, connectProviderAction } from "./actions";

type ProviderPartProps = Readonly<{
  slug: string;
  connection: ProviderConnection | undefined;
  isAdmin: boolean;
  isSimulated: boolean;
}>;

/** How the provider is connected, whether it answers, and the payments that were taken in. */
export function ProviderPart({ slug, connection, isAdmin, isSimulated }: ProviderPartProps) {
  return (
    <>
      {connection ? (
        <p>
          {wordsOf(connection, isSimulated)} Connected by {connection.connectedByName}; looked at{" "}
          <RelativeTime at={connection.checkedAt} />.
        </p>
      ) : (
        <p>
          {isSimulated
            ? "Leave the key empty to use the payment simulator, where a few payments wait for you. No real money moves."
            : "Paste a secret key of Stripe. Begin with a test key."}
        </p>
      )}
      {connection?.failure && (
        <Banner tone="attention" title="The provider did not answer as it should">
          {connection.failure}
        </Banner>
      )}
      {isAdmin ? (
        <Acts slug={slug} connection={connection} />
      ) : (
        <p className="text-ink-muted">Only an admin connects the provider.</p>
      )}
    </>
  );
}

function wordsOf({ keyHint, isLive }: ProviderConnection, isSimulated: boolean): string {
  if (keyHint === null) {
    return isSimulated ? "The payment simulator is used." : "The key of this installation is used.";
  }
  return `${isLive ? "A live key" : "A test key"} ending in ${keyHint} is used.`;
}

function Acts({ slug, connection }: Pick<ProviderPartProps, "slug" | "connection">) {
  const form = (
    <ActionForm
      label="Connect the provider"
      action={connectProviderAction.bind(null, slug)}
      fields={[
        {
          ...{ name: "key", label: "Secret key", type: "password", autoComplete: "off", isOptional: true },
          help: "Kept encrypted and never shown again.",
        },
        {
          ...{ name: "webhookSecret", label: "Webhook secret", type: "password", isOptional: true },
          ...{
            autoComplete: "off",
            help: "Of the endpoint that the provider reports to. Without it we ask.",
          },
        },
      ]}
      submitLabel={connection ? "Use this key instead" : "Connect"}
      pendingLabel="Asking the provider…"
      variant={connection ? "secondary" : "primary"}
      isWide={false}
    />
  );
  if (!connection) return form;
  return (
    <>
      <div className="flex flex-wrap items-start gap-2">
        <RowActionForm
          label="Take in payments"
          action={backfillAction.bind(null, slug)}
          submitLabel={connection.backfillCursor ? "Go on taking in payments" : "Take in payments of 90 days"}
          pendingLabel="Taking in payments…"
        />
        <RowActionForm
          label="Check the provider"
          action={checkProviderAction.bind(null, slug)}
          submitLabel="Does it answer?"
          pendingLabel="Asking…"
        />
      </div>
      {connection.backfilledAt && (
        <p className="text-ink-muted">
          {connection.backfilledCount.toLocaleString("en")} payments were taken in, the last time{" "}
          <RelativeTime at={connection.backfilledAt} />.
        </p>
      )}
      <details>
        <summary className="cursor-pointer font-medium">Use another key</summary>
        <div className="mt-3">{form}</div>
      </details>
    </>
  );
}
