import { MousePointerClick } from "lucide-react";
import type { Metadata } from "next";
import { findPaneSteps, requireDesk } from "@/app/t/[tenant]/desk";
import { InboxList, inboxQueryOf, type SearchParams } from "@/app/t/[tenant]/inbox-list";
import { ThreePane } from "@/components/three-pane";
import { EmptyState } from "@/components/ui/empty-state";

export const metadata: Metadata = { title: "Inbox" };

type Props = Readonly<{ params: Promise<{ tenant: string }>; searchParams: SearchParams }>;

export default async function InboxPage({ params, searchParams }: Props) {
  const desk = await requireDesk((await params).tenant);
  return (
    <>
      <h1 className="sr-only">Inbox</h1>
      <ThreePane
        active="list"
        steps={await findPaneSteps()}
        list={<InboxList desk={desk} query={await inboxQueryOf(searchParams)} />}
        thread={
          <EmptyState icon={MousePointerClick} title="Choose a case">
            Its thread, its order and its decision open here.
          </EmptyState>
        }
      />
    </>
  );
}
