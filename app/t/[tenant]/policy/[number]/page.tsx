import type { Metadata } from "next";
import { requireDesk } from "@/app/t/[tenant]/desk";
import { saveAction } from "@/app/t/[tenant]/policy/actions";
import { DraftForm } from "@/app/t/[tenant]/policy/draft-form";
import { requireVersion } from "@/app/t/[tenant]/policy/version";
import { PageHeader } from "@/components/page-header";
import { PolicyDocumentView } from "@/components/policy-document";
import { PolicyStateBadge } from "@/components/policy-state";
import { Card } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/link-button";
import { mayEditPolicy } from "@/lib/modules/policies/policy";
import { differences } from "@/lib/modules/policies/words";
import { VersionActs } from "./acts";

type Props = Readonly<{ params: Promise<{ tenant: string; number: string }> }>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Policy, version ${(await params).number}` };
}

export default async function VersionPage({ params }: Props) {
  const { tenant: slug, number } = await params;
  const { actor, tenant } = await requireDesk(slug);
  const { version, inForce } = await requireVersion(actor, number);
  const base = `/t/${tenant.slug}/policy`;
  const editing = mayEditPolicy(actor, version);
  return (
    <>
      <PageHeader
        title={`Version ${version.number}: ${version.title}`}
        description={
          <>
            <PolicyStateBadge state={version.state} /> written by {version.createdByName}
            {version.publishedByName && `, published by ${version.publishedByName}`}
            {version.startsAt &&
              `, start ${version.startsAt.toISOString().slice(0, 16).replace("T", " ")} UTC`}
          </>
        }
        actions={
          <>
            <LinkButton href={base}>All versions</LinkButton>
            <LinkButton href={`${base}/bench?version=${version.number}`}>Test it</LinkButton>
            <LinkButton href={`${base}/${version.number}/back-test`}>Back-test</LinkButton>
          </>
        }
      />
      <div className="flex flex-col gap-4 p-4">
        {version.note && <p className="max-w-prose break-words">{version.note}</p>}
        <VersionActs actor={actor} slug={tenant.slug} version={version} inForceNumber={inForce.number} />
        {version.number !== inForce.number && (
          <Card title={`Against version ${inForce.number}, which is in force`}>
            <Differences sentences={differences(inForce.document, version.document)} />
          </Card>
        )}
        {version.state === "draft" && (
          <Card title="Edit the draft">
            {editing.allowed ? (
              <DraftForm
                action={saveAction.bind(null, tenant.slug)}
                version={{ ...version, json: JSON.stringify(version.document, null, 2) }}
              />
            ) : (
              <p className="text-ink-muted">{editing.reason}</p>
            )}
          </Card>
        )}
        <Card title="Clauses and rules">
          <PolicyDocumentView document={version.document} />
        </Card>
      </div>
    </>
  );
}

function Differences({ sentences }: Readonly<{ sentences: readonly string[] }>) {
  if (sentences.length === 0) return <p className="text-ink-muted">Nothing is different.</p>;
  return (
    <ul className="flex max-w-prose list-disc flex-col gap-2 pl-5">
      {sentences.map((sentence) => (
        <li key={sentence} className="break-words">
          {sentence}
        </li>
      ))}
    </ul>
  );
}
