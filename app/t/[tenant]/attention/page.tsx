import { CircleCheck } from "lucide-react";
import type { Metadata } from "next";
import { requireDesk } from "@/app/t/[tenant]/desk";
import { RefreshOnNews } from "@/app/t/[tenant]/refresh-on-news";
import { PageHeader } from "@/components/page-header";
import { EmptyState } from "@/components/ui/empty-state";
import { listMembers } from "@/lib/modules/access/members";
import { listIncidents, listStuck } from "@/lib/modules/incidents/queries";
import { attentionQuery } from "@/lib/modules/incidents/schema";
import { IncidentCard } from "./incident-card";
import { StuckList } from "./stuck-list";

export const metadata: Metadata = { title: "Needs attention" };

type Props = Readonly<{
  params: Promise<{ tenant: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}>;

export default async function AttentionPage({ params, searchParams }: Props) {
  const desk = await requireDesk((await params).tenant);
  const { actor, tenant } = desk;
  const { open, cursor } = attentionQuery.parse(await searchParams);
  const [incidents, members, opened] = await Promise.all([
    listIncidents(actor),
    listMembers(actor),
    open ? listStuck(actor, { cause: open, cursor }) : undefined,
  ]);
  const base = `/t/${tenant.slug}/attention`;
  const colleagues = members.filter(({ disabledAt }) => !disabledAt);
  return (
    <>
      <RefreshOnNews />
      <PageHeader
        title="Needs attention"
        description="Everything that does not go on by itself, by what causes it."
      />
      {incidents.length === 0 ? (
        <EmptyState icon={CircleCheck} title="Every decision is followed through.">
          A payment, mail or CRM update that gets stuck appears here, with its owner.
        </EmptyState>
      ) : (
        <ul aria-label="Incidents" className="flex flex-col">
          {incidents.map((incident) => (
            <li key={incident.cause} className="border-b border-line">
              <IncidentCard
                desk={desk}
                incident={incident}
                colleagues={colleagues.map(({ userId, name }) => ({ userId, name }))}
                toggleHref={incident.cause === open ? base : `${base}?open=${incident.cause}`}
                isOpen={incident.cause === open}
              />
              {incident.cause === open && opened && (
                <StuckList
                  page={opened}
                  slug={tenant.slug}
                  tenantCurrency={tenant.currency}
                  nextHref={
                    opened.nextCursor &&
                    `${base}?open=${incident.cause}&cursor=${encodeURIComponent(opened.nextCursor)}`
                  }
                />
              )}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
