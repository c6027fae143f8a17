import type { Metadata } from "next";
import Link from "next/link";
import { ActionForm } from "@/app/action-form";
import { requireDesk } from "@/app/t/[tenant]/desk";
import { PageHeader } from "@/components/page-header";
import { PolicyDocumentView } from "@/components/policy-document";
import { PolicyStateBadge } from "@/components/policy-state";
import { RelativeTime } from "@/components/relative-time";
import { Card } from "@/components/ui/card";
import { type Column, DataTable } from "@/components/ui/data-table";
import { LinkButton } from "@/components/ui/link-button";
import { mayDraftPolicy } from "@/lib/modules/policies/policy";
import type { PolicyVersionRow } from "@/lib/modules/policies/schema";
import { templates } from "@/lib/modules/policies/template-list";
import { draftAction } from "./actions";
import { findVersions } from "./version";

export const metadata: Metadata = { title: "Policy" };

const templateOptions = Object.entries(templates).map(([value, { title }]) => ({ value, label: title }));

export default async function PolicyPage({ params }: Readonly<{ params: Promise<{ tenant: string }> }>) {
  const { actor, tenant } = await requireDesk((await params).tenant);
  const { rows, inForce } = await findVersions(actor);
  const permission = mayDraftPolicy(actor);
  const base = `/t/${tenant.slug}/policy`;
  return (
    <>
      <PageHeader
        title="Policy"
        description={`In force: version ${inForce.number}, ${inForce.title}`}
        actions={<LinkButton href={`${base}/bench`}>Test bench</LinkButton>}
      />
      <div className="flex flex-col gap-4 p-4">
        <Card title="Versions">
          {rows.length === 0 ? (
            <p className="text-ink-muted">
              This shop has written no version yet. What holds for every shop is in force.
            </p>
          ) : (
            <DataTable
              caption="Versions, newest first"
              columns={columnsFor(base)}
              rows={rows}
              rowKey={({ id }) => id}
            />
          )}
        </Card>
        <Card title="New draft from a template">
          {permission.allowed ? (
            <div className="max-w-prose">
              <ActionForm
                label="New draft from a template"
                action={draftAction.bind(null, tenant.slug)}
                fields={[
                  { name: "template", label: "Template", options: templateOptions },
                  { name: "title", label: "Title", autoComplete: "off" },
                ]}
                submitLabel="Start the draft"
                pendingLabel="Starting…"
                isWide={false}
              />
            </div>
          ) : (
            <p className="text-ink-muted">{permission.reason}</p>
          )}
        </Card>
        <Card title={`In force: version ${inForce.number}`}>
          <PolicyDocumentView document={inForce.document} />
        </Card>
      </div>
    </>
  );
}

const columnsFor = (base: string): readonly Column<PolicyVersionRow>[] => [
  {
    header: "Version",
    cell: ({ number, title }) => (
      <Link className="link" href={`${base}/${number}`}>
        {number} · {title}
      </Link>
    ),
  },
  { header: "State", cell: ({ state }) => <PolicyStateBadge state={state} /> },
  { header: "Written by", cell: ({ createdByName }) => createdByName },
  { header: "Published by", cell: ({ publishedByName }) => publishedByName ?? "Nobody yet" },
  { header: "Start", cell: ({ startsAt }) => (startsAt ? <RelativeTime at={startsAt} /> : "Not set") },
];
