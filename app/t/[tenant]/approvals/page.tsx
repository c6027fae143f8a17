import { Stamp } from "lucide-react";
import type { Metadata } from "next";
import { requireDesk } from "@/app/t/[tenant]/desk";
import { RefreshOnNews } from "@/app/t/[tenant]/refresh-on-news";
import { PageHeader } from "@/components/page-header";
import { EmptyState } from "@/components/ui/empty-state";
import { findApprovalCard } from "@/lib/modules/decisions/approval-card";
import { listApprovalQueue } from "@/lib/modules/decisions/approval-queue";
import { approvalQuery } from "@/lib/modules/decisions/approval-schema";
import { ApprovalCardView } from "./approval-card";
import { ApprovalList } from "./approval-list";
import { approvalHref, Neighbours } from "./neighbours";

export const metadata: Metadata = { title: "Approvals" };

type Props = Readonly<{
  params: Promise<{ tenant: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}>;

export default async function ApprovalsPage({ params, searchParams }: Props) {
  const desk = await requireDesk((await params).tenant);
  const query = approvalQuery.parse(await searchParams);
  const page = await listApprovalQueue(desk.actor, query);
  const chosen = query.open ?? page.rows[0]?.approvalId;
  const card = chosen ? await findApprovalCard(desk.actor, chosen) : undefined;
  const [first] = page.rows;
  if (!first) return <NothingWaits />;

  // A card that was decided meanwhile leaves; the first one of the queue takes its place.
  const shown = card ?? (await findApprovalCard(desk.actor, first.approvalId));
  const at = page.rows.findIndex(({ approvalId }) => approvalId === shown?.approvalId);
  const next = page.rows[at + 1] ?? page.rows.find((_, index) => index !== at);
  const hrefOf = (open: string) => approvalHref(desk.tenant.slug, { ...query, open });
  return (
    <>
      <RefreshOnNews />
      <PageHeader title="Approvals" description="Refunds that wait for a second person." />
      <div className="flex min-h-0 flex-1 flex-col md:flex-row">
        <section
          aria-label="Waiting for approval"
          className="relative hidden shrink-0 overflow-y-auto border-line bg-surface md:block md:w-pane-list md:border-r"
        >
          <ApprovalList desk={desk} page={page} query={query} selectedId={shown?.approvalId} />
        </section>
        <div className="relative min-w-0 flex-1 md:overflow-y-auto">
          <Neighbours rows={page.rows} at={at} hrefOf={hrefOf} />
          {shown && (
            <ApprovalCardView
              key={shown.approvalId}
              desk={desk}
              card={shown}
              nextHref={next ? hrefOf(next.approvalId) : `/t/${desk.tenant.slug}/approvals`}
            />
          )}
        </div>
      </div>
    </>
  );
}

const NothingWaits = () => (
  <>
    <RefreshOnNews />
    <PageHeader title="Approvals" description="Refunds that wait for a second person." />
    <EmptyState icon={Stamp} title="Nothing waits for a yes">
      A refund above its proposer’s limit appears here.
    </EmptyState>
  </>
);
