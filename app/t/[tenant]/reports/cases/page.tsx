import { ListX } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { requireDesk } from "@/app/t/[tenant]/desk";
import { drillHref, reportHref } from "@/app/t/[tenant]/reports/report-href";
import { PageHeader } from "@/components/page-header";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { listDrill } from "@/lib/modules/reports/drill";
import { drillQuery, type Measure, periodOf } from "@/lib/modules/reports/schema";
import { DrillTable } from "./drill-table";

export const metadata: Metadata = { title: "Cases behind a number" };

type Props = Readonly<{
  params: Promise<{ tenant: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}>;

const words: Readonly<Record<Measure, string>> = {
  reason: "Approved for one reason",
  clause: "Approved under one clause",
  actor: "Approved by one person or program",
  decided: "Decided",
  auto: "Decided without a person",
  overridden: "Decided against the policy",
  paid: "Paid",
  replied: "First replies",
  stuck: "Stuck now",
};

export default async function DrillPage({ params, searchParams }: Props) {
  const { actor, tenant } = await requireDesk((await params).tenant);
  const given = await searchParams;
  const period = periodOf(given);
  const query = drillQuery.parse(given);
  const page = await listDrill(actor, period, query);
  return (
    <>
      <PageHeader
        title={words[query.measure]}
        description={
          <>
            {query.measure === "stuck" ? "Whatever the period. " : `${period.from} to ${period.to}. `}
            <Link className="link" href={reportHref(tenant.slug, period, query.currency)} prefetch={false}>
              Back to the report
            </Link>
          </>
        }
      />
      {page.rows.length === 0 ? (
        <EmptyState icon={ListX} title="No cases here">
          Nothing of this kind happened in the period.
        </EmptyState>
      ) : (
        <DrillTable
          rows={page.rows}
          slug={tenant.slug}
          tenantCurrency={tenant.currency}
          caption={words[query.measure]}
        />
      )}
      {page.nextCursor && (
        <div className="flex justify-center p-4">
          <LinkButton href={drillHref(tenant.slug, period, { ...query, cursor: page.nextCursor })} size="sm">
            Older ones
          </LinkButton>
        </div>
      )}
    </>
  );
}
