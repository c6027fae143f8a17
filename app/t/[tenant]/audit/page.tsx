import { Download, FileSearch } from "lucide-react";
import type { Metadata } from "next";
import { requireDesk } from "@/app/t/[tenant]/desk";
import { PageHeader } from "@/components/page-header";
import { buttonStyle } from "@/components/ui/button-style";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { listMembers } from "@/lib/modules/access/members";
import { mayReadAudit } from "@/lib/modules/audit/policy";
import { exploreAudit, listActions } from "@/lib/modules/audit/queries";
import { auditExplorerQuery } from "@/lib/modules/audit/schema";
import { AuditEntry } from "./audit-entry";
import { AuditFilter } from "./audit-filter";
import { auditHref, auditSearch } from "./audit-href";
import { VerifyChain } from "./verify-chain";

export const metadata: Metadata = { title: "Audit" };

type Props = Readonly<{
  params: Promise<{ tenant: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}>;

const description = "Who did what, when and from where. Nothing here can be changed.";

export default async function AuditPage({ params, searchParams }: Props) {
  const { actor, tenant } = await requireDesk((await params).tenant);
  if (!mayReadAudit(actor)) return <NotYours />;
  const query = auditExplorerQuery.parse(await searchParams);
  const [page, actions, members] = await Promise.all([
    exploreAudit(actor, query),
    listActions(actor),
    listMembers(actor),
  ]);
  const exportHref = (format: string) =>
    `/api/desk/${tenant.slug}/audit/export${auditSearch({ ...query, cursor: undefined }, { format })}`;
  return (
    <>
      <PageHeader
        title="Audit"
        description={description}
        actions={(["csv", "jsonl"] as const).map((format) => (
          <a key={format} href={exportHref(format)} download className={buttonStyle("secondary", "md")}>
            <Download aria-hidden="true" className="size-4" />
            Export as {format === "csv" ? "CSV" : "JSON lines"}
          </a>
        ))}
      />
      <VerifyChain tenantSlug={tenant.slug} />
      <AuditFilter
        slug={tenant.slug}
        query={query}
        actions={actions}
        people={members.map(({ userId, name }) => ({ userId, name }))}
      />
      {page.rows.length === 0 ? (
        <NoActs isFiltered={auditSearch({ ...query, cursor: undefined }) !== ""} />
      ) : (
        <ol aria-label="Acts, newest first">
          {page.rows.map((row) => (
            <AuditEntry key={row.id} row={row} slug={tenant.slug} query={query} />
          ))}
        </ol>
      )}
      {page.nextCursor && (
        <div className="flex justify-center p-4">
          <LinkButton href={auditHref(tenant.slug, { ...query, cursor: page.nextCursor })} size="sm">
            Older acts
          </LinkButton>
        </div>
      )}
    </>
  );
}

const NoActs = ({ isFiltered }: Readonly<{ isFiltered: boolean }>) =>
  isFiltered ? (
    <EmptyState icon={FileSearch} title="No act fits this filter">
      Choose fewer conditions, or other dates.
    </EmptyState>
  ) : (
    <EmptyState icon={FileSearch} title="Nobody did anything yet">
      Every decision and every change appears here a moment after it was made.
    </EmptyState>
  );

const NotYours = () => (
  <>
    <PageHeader title="Audit" description={description} />
    <EmptyState icon={FileSearch} title="The audit log is for leads, finance and admins">
      What happened to a case, you read in the case.
    </EmptyState>
  </>
);
