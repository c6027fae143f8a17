import type { Metadata } from "next";
import { requireDesk } from "@/app/t/[tenant]/desk";
import { PageHeader } from "@/components/page-header";
import { findReport } from "@/lib/modules/reports/queries";
import { periodOf } from "@/lib/modules/reports/schema";
import { AmountSection } from "./amount-section";
import { Figures } from "./figures";
import { PaidSection } from "./paid-section";
import { PeriodPicker } from "./period-picker";

export const metadata: Metadata = { title: "Reports" };

type Props = Readonly<{
  params: Promise<{ tenant: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}>;

const sections = [
  { measure: "reason", title: "Amount by reason" },
  { measure: "clause", title: "Amount by clause" },
  { measure: "actor", title: "Amount by who decided" },
] as const;

export default async function ReportsPage({ params, searchParams }: Props) {
  const { actor, tenant } = await requireDesk((await params).tenant);
  const given = await searchParams;
  const period = periodOf(given);
  const report = await findReport(actor, period);
  const currencies = [...new Set([tenant.currency, ...report.reason.map((row) => row.currency)])];
  const currency = currencies.find((known) => known === given.currency) ?? tenant.currency;
  const shared = { slug: tenant.slug, period, currency, tenantCurrency: tenant.currency };
  return (
    <>
      <PageHeader title="Reports" description="What was decided and how well it was followed through." />
      <PeriodPicker slug={tenant.slug} period={period} currencies={currencies} currency={currency} />
      <Figures slug={tenant.slug} period={period} report={report} />
      <PaidSection {...shared} days={report.paid.filter((row) => row.currency === currency)} />
      {sections.map(({ measure, title }) => (
        <AmountSection
          key={measure}
          {...shared}
          measure={measure}
          title={title}
          rows={report[measure].filter((row) => row.currency === currency)}
        />
      ))}
      <p className="px-4 py-3 text-xs text-ink-muted">
        Days in UTC. Figures are at most a minute old. Amounts of different currencies are never added; a
        decision that stands on two clauses counts under both.
      </p>
    </>
  );
}
