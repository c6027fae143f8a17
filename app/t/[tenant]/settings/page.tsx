import type { Metadata } from "next";
import Link from "next/link";
import { ActionForm } from "@/app/action-form";
import { requireDesk } from "@/app/t/[tenant]/desk";
import { PageHeader } from "@/components/page-header";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Facts } from "@/components/ui/facts";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { LinkButton } from "@/components/ui/link-button";
import { listKeys } from "@/lib/modules/access/api-keys";
import { listPlacedSwitches } from "@/lib/modules/access/kill-switches";
import { listMembers } from "@/lib/modules/access/members";
import { mayManageAccess } from "@/lib/modules/access/policy";
import { limitsOf, type TenantSettings } from "@/lib/modules/access/settings";
import { findSettings } from "@/lib/modules/access/settings-commands";
import { listDelegations } from "@/lib/modules/decisions/delegations";
import { deleteTenantAction, saveSettingsAction } from "./actions";
import { DelegationsCard } from "./delegations-card";
import { PayoutsCard } from "./payouts-card";
import { SettingsForm } from "./settings-form";
import { SettingsSummary } from "./settings-summary";

export const metadata: Metadata = { title: "Settings" };

type Props = Readonly<{
  params: Promise<{ tenant: string }>;
  searchParams: Promise<{ currency?: string | string[] }>;
}>;

export default async function SettingsPage({ params, searchParams }: Props) {
  const { actor, tenant } = await requireDesk((await params).tenant);
  const { currency: added } = await searchParams;
  const mayManage = mayManageAccess(actor);
  const [saved, switches, delegations, members, keys] = await Promise.all([
    findSettings(actor),
    listPlacedSwitches(actor),
    listDelegations(actor),
    listMembers(actor),
    mayManage ? listKeys(actor) : [],
  ]);
  const settings = withLimitsIn(saved, [
    tenant.currency,
    String(added ?? "")
      .trim()
      .toUpperCase(),
  ]);
  const deputies = members
    .filter(({ role, disabledAt }) => !disabledAt && (role === "lead" || role === "finance"))
    .map(({ userId, name, role }) => ({ value: userId, label: `${name}, ${role}` }));
  return (
    <>
      <PageHeader title="Settings" />
      <div className="flex max-w-3xl flex-col gap-4 p-4">
        <Card title="Workspace">
          <Facts
            facts={[
              { term: "Name", detail: tenant.name },
              { term: "Path", detail: `/t/${tenant.slug}` },
              { term: "Currency", detail: tenant.currency },
            ]}
          />
          <p className="mt-3">
            <Link
              href={`/t/${tenant.slug}/settings/mail`}
              className="inline-flex min-h-6 items-center underline"
            >
              Mail: addresses and the words of each mail
            </Link>
          </p>
        </Card>
        <Card title="Connections">
          <div className="flex flex-wrap items-center justify-between gap-3">
            <p>Payment provider, CRM and mail, and whether each answers.</p>
            <LinkButton href={`/t/${tenant.slug}/settings/connections`}>Open the connections</LinkButton>
          </div>
        </Card>
        <Card title="Macros">
          <div className="flex flex-wrap items-center justify-between gap-3">
            <p>Words and acts that the team uses often.</p>
            <LinkButton href={`/t/${tenant.slug}/settings/macros`}>Open the macros</LinkButton>
          </div>
        </Card>
        <PayoutsCard actor={actor} slug={tenant.slug} switches={switches} keys={keys} />
        <Card title="Limits and hours">
          {mayManage ? (
            <div className="flex flex-col gap-6">
              <AddCurrency />
              <SettingsForm
                action={saveSettingsAction.bind(null, tenant.slug)}
                settings={settings}
                deputies={deputies}
              />
            </div>
          ) : (
            <SettingsSummary settings={settings} deputies={deputies} />
          )}
        </Card>
        <DelegationsCard actor={actor} slug={tenant.slug} delegations={delegations} members={members} />
        {mayManage && (
          <Card title="Delete this workspace">
            <p className="mb-3">
              Nobody can open it any more and its API keys end. What was decided is still followed through,
              and records of money are kept.
            </p>
            <ActionForm
              action={deleteTenantAction.bind(null, tenant.slug)}
              fields={[{ name: "name", label: `Type its name: ${tenant.name}`, autoComplete: "off" }]}
              submitLabel="Delete the workspace"
              pendingLabel="Deleting…"
              variant="danger"
              isWide={false}
            />
          </Card>
        )}
      </div>
    </>
  );
}

function withLimitsIn(settings: TenantSettings, currencies: readonly string[]): TenantSettings {
  const names = [...Object.keys(settings.limits), ...currencies.filter((name) => /^[A-Z]{3}$/.test(name))];
  return {
    ...settings,
    limits: Object.fromEntries([...new Set(names)].map((name) => [name, limitsOf(settings, name)])),
  };
}

const AddCurrency = () => (
  <form method="get" aria-label="Limits in another currency" className="flex items-end gap-2">
    <Field label="Limits in another currency">
      {(control) => (
        <Input
          {...control}
          name="currency"
          pattern="[A-Za-z]{3}"
          placeholder="EUR"
          autoComplete="off"
          required
        />
      )}
    </Field>
    <Button type="submit">Add</Button>
  </form>
);
