import { Download, ReceiptText } from "lucide-react";
import type { Metadata } from "next";
import { type Desk, requireDesk } from "@/app/t/[tenant]/desk";
import { PageHeader } from "@/components/page-header";
import { buttonStyle } from "@/components/ui/button-style";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { findLedgerEntry, listExternal, listLedger, sumLedger } from "@/lib/modules/refunds/ledger-page";
import { type LedgerQuery, ledgerQuery } from "@/lib/modules/refunds/ledger-schema";
import { findReconciliation } from "@/lib/modules/refunds/mismatches";
import { mayReconcile } from "@/lib/modules/refunds/policy";
import { ExternalTable } from "./external-table";
import { LedgerFilter } from "./ledger-filter";
import { ledgerHref, ledgerSearch } from "./ledger-href";
import { LedgerSums } from "./ledger-sums";
import { LedgerTable } from "./ledger-table";
import { ReconcilePanel } from "./reconcile-panel";
import { RefundDetails } from "./refund-details";

export const metadata: Metadata = { title: "Refunds" };

type Props = Readonly<{
  params: Promise<{ tenant: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}>;

export default async function RefundsPage({ params, searchParams }: Props) {
  const desk = await requireDesk((await params).tenant);
  const query = ledgerQuery.parse(await searchParams);
  const { slug } = desk.tenant;
  const [books, entry] = await Promise.all([
    findReconciliation(desk.actor),
    query.open ? findLedgerEntry(desk.actor, query.open) : undefined,
  ]);
  return (
    <>
      <PageHeader
        title="Refunds"
        description="Every refund with what the payment provider says of it."
        actions={
          query.view !== "external" && (
            <a
              href={`/api/desk/${slug}/refunds/export${ledgerSearch({ ...query, cursor: undefined, open: undefined })}`}
              download
              className={buttonStyle("secondary", "md")}
            >
              <Download aria-hidden="true" className="size-4" />
              Export as CSV
            </a>
          )
        }
      />
      <ReconcilePanel
        slug={slug}
        tenantCurrency={desk.tenant.currency}
        books={books}
        permission={mayReconcile(desk.actor)}
      />
      <LedgerFilter slug={slug} query={query} />
      {entry && (
        <RefundDetails
          entry={entry}
          slug={slug}
          tenantCurrency={desk.tenant.currency}
          closeHref={ledgerHref(slug, { ...query, open: undefined })}
        />
      )}
      {query.view === "external" ? (
        <External desk={desk} query={query} />
      ) : (
        <Ledger desk={desk} query={query} />
      )}
    </>
  );
}

type PartProps = Readonly<{ desk: Desk; query: LedgerQuery }>;

async function Ledger({ desk, query }: PartProps) {
  const { actor, tenant } = desk;
  const [page, sums] = await Promise.all([listLedger(actor, query), sumLedger(actor, query)]);
  if (page.rows.length === 0) return <Nothing slug={tenant.slug} query={query} />;
  return (
    <>
      <LedgerSums sums={sums} tenantCurrency={tenant.currency} />
      <LedgerTable
        rows={page.rows}
        slug={tenant.slug}
        tenantCurrency={tenant.currency}
        hrefOf={(open) => ledgerHref(tenant.slug, { ...query, open })}
      />
      {page.nextCursor && (
        <Older href={ledgerHref(tenant.slug, { ...query, cursor: page.nextCursor, open: undefined })} />
      )}
    </>
  );
}

async function External({ desk, query }: PartProps) {
  const { actor, tenant } = desk;
  const page = await listExternal(actor, query);
  if (page.rows.length === 0) return <Nothing slug={tenant.slug} query={query} />;
  return (
    <>
      <ExternalTable rows={page.rows} tenantCurrency={tenant.currency} />
      {page.nextCursor && <Older href={ledgerHref(tenant.slug, { ...query, cursor: page.nextCursor })} />}
    </>
  );
}

const Older = ({ href }: Readonly<{ href: string }>) => (
  <div className="flex justify-center p-4">
    <LinkButton href={href} size="sm">
      Older refunds
    </LinkButton>
  </div>
);

function Nothing({ slug, query }: Readonly<{ slug: string; query: LedgerQuery }>) {
  if (ledgerSearch(query) === "") {
    return (
      <EmptyState icon={ReceiptText} title="No refunds yet">
        A refund appears here as soon as somebody proposes one.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={ReceiptText}
      title="No refund fits this filter"
      action={<LinkButton href={`/t/${slug}/refunds`}>Show all refunds</LinkButton>}
    >
      Choose fewer conditions, or other dates.
    </EmptyState>
  );
}
