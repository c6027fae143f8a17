import type { Metadata } from "next";
import { findPaneSteps, requireDesk } from "@/app/t/[tenant]/desk";
import { InboxList, inboxQueryOf, type SearchParams } from "@/app/t/[tenant]/inbox-list";
import { ThreePane } from "@/components/three-pane";
import { addressOf } from "@/lib/modules/cases/inbox/address";
import { listCountedViews } from "./counted-views";
import { Preview } from "./preview";
import { PreviewProvider } from "./preview-context";
import { SplitNav } from "./split-nav";

export const metadata: Metadata = { title: "Inbox" };

type Props = Readonly<{ params: Promise<{ tenant: string }>; searchParams: SearchParams }>;

export default async function InboxPage({ params, searchParams }: Props) {
  const desk = await requireDesk((await params).tenant);
  const { tenant } = desk;
  const view = await inboxQueryOf(searchParams);
  return (
    <PreviewProvider>
      <h1 className="sr-only">Inbox</h1>
      <div className="flex min-h-0 flex-1">
        <SplitNav
          tenantSlug={tenant.slug}
          view={view}
          savedViews={await listCountedViews(desk)}
          layout="column"
        />
        <ThreePane
          active="list"
          steps={await findPaneSteps()}
          list={<InboxList desk={desk} query={view} />}
          thread={
            <Preview tenantSlug={tenant.slug} tenantCurrency={tenant.currency} address={addressOf(view)} />
          }
        />
      </div>
    </PreviewProvider>
  );
}
