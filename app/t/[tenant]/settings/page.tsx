import type { Metadata } from "next";
import { ActionForm } from "@/app/action-form";
import { requireDesk } from "@/app/t/[tenant]/desk";
import { PageHeader } from "@/components/page-header";
import { Card } from "@/components/ui/card";
import { Facts } from "@/components/ui/facts";
import { mayManageAccess } from "@/lib/modules/access/policy";
import { deleteTenantAction } from "./actions";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage({ params }: Readonly<{ params: Promise<{ tenant: string }> }>) {
  const { actor, tenant } = await requireDesk((await params).tenant);
  return (
    <>
      <PageHeader title="Settings" />
      <div className="flex max-w-prose flex-col gap-4 p-4">
        <Card title="Workspace">
          <Facts
            facts={[
              { term: "Name", detail: tenant.name },
              { term: "Path", detail: `/t/${tenant.slug}` },
              { term: "Currency", detail: tenant.currency },
            ]}
          />
        </Card>
        {mayManageAccess(actor) && (
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
