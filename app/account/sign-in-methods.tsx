import { RowActionForm } from "@/app/action-form";
import { Banner } from "@/components/ui/banner";
import { Card } from "@/components/ui/card";
import { DomainError } from "@/lib/platform/errors";
import { findAuthServer, providerNames, providers } from "@/lib/web/auth-server";
import { requireLiveUser } from "@/lib/web/live-user";
import { linkProviderAction, unlinkProviderAction } from "./actions";

/** Which providers open the account, as far as this auth server has any. */
export async function SignInMethods() {
  const server = await findAuthServer();
  if (!server || server.providers.length === 0) return null;
  const identities = await findIdentities();
  const nameOf = (name: string) => {
    const known = providers.find((provider) => provider === name);
    return known ? providerNames[known] : "Mail and password";
  };
  if (!identities) {
    return (
      <Card title="Sign-in methods">
        <Banner tone="waiting">The auth server does not answer at the moment.</Banner>
      </Card>
    );
  }
  const missing = server.providers.filter(
    (provider) => !identities.some((identity) => identity.provider === provider),
  );
  return (
    <Card title="Sign-in methods">
      <ul className="flex flex-col divide-y divide-line">
        {identities.map(({ identity_id, provider }) => (
          <li key={identity_id} className="flex min-h-9 items-center justify-between gap-4 py-1.5">
            {nameOf(provider)}
            {server.canLinkProviders && identities.length > 1 && (
              <RowActionForm
                label={`Disconnect ${nameOf(provider)}`}
                action={unlinkProviderAction}
                hidden={{ identityId: identity_id }}
                submitLabel="Disconnect"
                pendingLabel="Disconnecting…"
              />
            )}
          </li>
        ))}
        {server.canLinkProviders &&
          missing.map((provider) => (
            <li key={provider} className="flex items-center justify-between gap-4 py-1.5">
              {providerNames[provider]}
              <RowActionForm
                label={`Connect ${providerNames[provider]}`}
                action={linkProviderAction}
                hidden={{ identityId: provider }}
                submitLabel="Connect"
                pendingLabel="Connecting…"
              />
            </li>
          ))}
      </ul>
      {!server.canLinkProviders && (
        <p className="mt-2 text-xs text-ink-muted">
          This auth server connects a provider when you sign in with it and its address is the one of your
          account.
        </p>
      )}
    </Card>
  );
}

async function findIdentities() {
  try {
    return (await requireLiveUser()).identities ?? [];
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}
