import type { Metadata } from "next";
import Link from "next/link";
import { requireDesk } from "@/app/t/[tenant]/desk";
import { requireVersion } from "@/app/t/[tenant]/policy/version";
import { moneyWords } from "@/components/money";
import { PageHeader } from "@/components/page-header";
import { Banner } from "@/components/ui/banner";
import { Card } from "@/components/ui/card";
import { type Column, DataTable } from "@/components/ui/data-table";
import { LinkButton } from "@/components/ui/link-button";
import { VerdictBadge } from "@/components/verdict-badge";
import { listPastDecisions, pastLimit } from "@/lib/modules/decisions/past";
import { type BacktestSum, backtest, blindSpotWords, type Flip } from "@/lib/modules/policies/backtest";

export const metadata: Metadata = { title: "Back-test" };

type Props = Readonly<{ params: Promise<{ tenant: string; number: string }> }>;

export default async function BackTestPage({ params }: Props) {
  const { tenant: slug, number } = await params;
  const { actor, tenant } = await requireDesk(slug);
  const [{ version }, past] = await Promise.all([requireVersion(actor, number), listPastDecisions(actor)]);
  const { decisions, flips, sums } = backtest(past, version);
  const caseOf = new Map(past.map(({ decisionId, caseId }) => [decisionId, caseId]));
  return (
    <>
      <PageHeader
        title={`Back-test of version ${version.number}`}
        description="The decisions of the last 90 days, each asked again at its own moment."
        actions={
          <LinkButton href={`/t/${tenant.slug}/policy/${version.number}`}>Back to the version</LinkButton>
        }
      />
      <div className="flex flex-col gap-4 p-4">
        {decisions === pastLimit && (
          <Banner tone="info">Only the newest {pastLimit} decisions are looked at.</Banner>
        )}
        <p data-flips={flips.length}>
          {decisions === 0
            ? "No decision of the last 90 days was made with a policy, so there is nothing to compare."
            : `${flips.length} of ${decisions} decisions would have another answer.`}
        </p>
        {decisions > 0 && <p className="max-w-prose text-ink-muted">{blindSpotWords}</p>}
        {sums.length > 0 && (
          <Card title="In money">
            <DataTable
              caption="Sums per currency"
              columns={sumColumns}
              rows={sums}
              rowKey={({ currency }) => currency}
            />
          </Card>
        )}
        {flips.length > 0 && (
          <Card title="What flips">
            <DataTable
              caption="Decisions with another answer, newest first"
              columns={flipColumns((id) => `/t/${tenant.slug}/cases/${caseOf.get(id)}`)}
              rows={flips.slice(0, 500)}
              rowKey={({ decisionId }) => decisionId}
            />
            {flips.length > 500 && <p className="pt-3 text-ink-muted">The newest 500 are shown.</p>}
          </Card>
        )}
      </div>
    </>
  );
}

const sumColumns: readonly Column<BacktestSum>[] = [
  { header: "Currency", cell: ({ currency }) => currency },
  { header: "Decisions", isNumeric: true, cell: ({ decisions }) => decisions },
  { header: "Flip", isNumeric: true, cell: ({ flips }) => flips },
  {
    header: "Paid less",
    isNumeric: true,
    cell: ({ lessMinor, currency }) => moneyWords(lessMinor, currency),
  },
  {
    header: "Paid more",
    isNumeric: true,
    cell: ({ moreMinor, currency }) => moneyWords(moreMinor, currency),
  },
];

const flipColumns = (hrefOf: (decisionId: string) => string): readonly Column<Flip>[] => [
  {
    header: "Order",
    cell: ({ decisionId, orderNumber }) => (
      <Link className="link" href={hrefOf(decisionId)}>
        {orderNumber}
      </Link>
    ),
  },
  { header: "Was", cell: ({ from }) => <VerdictBadge verdict={from} /> },
  { header: "Would be", cell: ({ to }) => <VerdictBadge verdict={to} /> },
  {
    header: "Asked for",
    isNumeric: true,
    cell: ({ amountMinor, currency }) => moneyWords(amountMinor, currency),
  },
  {
    header: "At most",
    isNumeric: true,
    cell: ({ toCapMinor, currency }) => moneyWords(toCapMinor, currency),
  },
  {
    header: "Clauses",
    cell: ({ citations }) => citations.map(({ clauseId }) => clauseId).join(", ") || "None",
  },
];
