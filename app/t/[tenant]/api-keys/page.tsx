import { KeyRound } from "lucide-react";
import type { Metadata } from "next";
import { ActionForm, RowActionForm } from "@/app/action-form";
import { requireDesk } from "@/app/t/[tenant]/desk";
import { PageHeader } from "@/components/page-header";
import { RelativeTime } from "@/components/relative-time";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { listKeys } from "@/lib/modules/access/api-keys";
import { mayManageAccess } from "@/lib/modules/access/policy";
import { type ApiScope, apiScopes, type KeyRow } from "@/lib/modules/access/schema";
import { createKeyAction, revokeKeyAction, rotateKeyAction } from "./actions";

export const metadata: Metadata = { title: "API keys" };

const scopeWords: Readonly<Record<ApiScope, string>> = {
  "case:read": "Read cases",
  "case:write": "Open cases",
  "order:read": "Read orders",
  "order:write": "Bring in orders",
  "policy:evaluate": "Ask what the policy says",
  "decision:propose": "Propose decisions",
  "decision:approve": "Approve decisions",
  "refund:read": "Read refunds",
  "audit:read": "Read the audit log",
};

export default async function ApiKeysPage({ params }: Readonly<{ params: Promise<{ tenant: string }> }>) {
  const { actor, tenant } = await requireDesk((await params).tenant);
  if (!mayManageAccess(actor)) {
    return (
      <>
        <PageHeader title="API keys" />
        <EmptyState icon={KeyRound} title="Only an admin can see the keys">
          Ask an admin of this workspace if a program of yours needs one.
        </EmptyState>
      </>
    );
  }
  const keys = await listKeys(actor);
  return (
    <>
      <PageHeader
        title="API keys"
        description="For programs and AI agents. A key can do only what it is for."
      />
      <div className="grid items-start gap-4 p-4 lg:grid-cols-[22rem_minmax(0,1fr)]">
        <Card
          title="New key"
          aside={
            <a className="link text-xs" href="/api-reference">
              API reference
            </a>
          }
        >
          <ActionForm
            label="New key"
            action={createKeyAction.bind(null, tenant.slug)}
            fields={[
              { name: "name", label: "What it is for", autoComplete: "off" },
              {
                name: "expiresInDays",
                label: "Works for",
                defaultValue: "90",
                options: ["30", "90", "180", "365"].map((days) => ({ value: days, label: `${days} days` })),
              },
            ]}
            submitLabel="Make the key"
            pendingLabel="Making…"
          >
            <fieldset className="flex flex-col gap-2">
              <legend className="mb-1.5 text-sm font-medium">What it may do</legend>
              {apiScopes.map((scope) => (
                <label key={scope} className="flex items-center gap-2">
                  <input type="checkbox" name="scopes" value={scope} defaultChecked={scope === "case:read"} />
                  {scopeWords[scope]}
                </label>
              ))}
            </fieldset>
            <label className="flex items-center gap-2">
              <input type="checkbox" name="isAi" />
              An AI agent holds it: it may only propose
            </label>
          </ActionForm>
        </Card>
        {keys.length === 0 ? (
          <EmptyState icon={KeyRound} title="No keys yet">
            A key appears here as soon as you make one.
          </EmptyState>
        ) : (
          <ul className="flex flex-col divide-y divide-line rounded-md border border-line bg-surface">
            {keys.map((key) => (
              <Key key={key.id} apiKey={key} slug={tenant.slug} />
            ))}
          </ul>
        )}
      </div>
    </>
  );
}

function stateOf({ revokedAt, expiresAt }: KeyRow): "revoked" | "expired" | "active" {
  if (revokedAt) return "revoked";
  return expiresAt && expiresAt.getTime() < Date.now() ? "expired" : "active";
}

function Key({ apiKey, slug }: Readonly<{ apiKey: KeyRow; slug: string }>) {
  const { id, name, prefix, scopes, isAi, createdByName, createdAt, expiresAt, lastUsedAt } = apiKey;
  const state = stateOf(apiKey);
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 p-4" data-key={prefix}>
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          {name} <code className="font-normal text-ink-muted">{prefix}…</code>
          {isAi && <Badge tone="info">AI</Badge>}
          {state !== "active" && <Badge>{state === "revoked" ? "Revoked" : "Expired"}</Badge>}
        </p>
        <p className="text-xs text-ink-muted">
          {scopes.join(", ")} · made <RelativeTime at={createdAt} />
          {createdByName && ` by ${createdByName}`} · last used{" "}
          {lastUsedAt ? <RelativeTime at={lastUsedAt} /> : "never"}
          {state === "active" && expiresAt && (
            <>
              {" "}
              · expires <RelativeTime at={expiresAt} />
            </>
          )}
        </p>
      </div>
      {state === "active" && (
        <div className="flex flex-wrap gap-2">
          <RowActionForm
            label={`Rotate ${name}, ${prefix}…`}
            action={rotateKeyAction.bind(null, slug)}
            hidden={{ keyId: id }}
            submitLabel="Rotate"
            pendingLabel="Rotating…"
          />
          <RowActionForm
            label={`Revoke ${name}, ${prefix}…`}
            action={revokeKeyAction.bind(null, slug)}
            hidden={{ keyId: id }}
            submitLabel="Revoke"
            pendingLabel="Revoking…"
          />
        </div>
      )}
    </li>
  );
}
