import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { z } from "zod";
import { findPaneSteps, requireDesk } from "@/app/t/[tenant]/desk";
import { InboxList, inboxQueryOf, type SearchParams } from "@/app/t/[tenant]/inbox-list";
import { moneyWords } from "@/components/money";
import { OrderCard } from "@/components/order-card";
import { ThreePane } from "@/components/three-pane";
import { addressOf } from "@/lib/modules/cases/inbox/address";
import { findCase } from "@/lib/modules/cases/queries";
import type { CaseDetail, Message } from "@/lib/modules/cases/schema";
import { findThread } from "@/lib/modules/cases/thread";
import { listDecisions } from "@/lib/modules/decisions/queries";
import { listReplyDeliveries } from "@/lib/modules/mail/queries";
import { findOrder } from "@/lib/modules/orders/queries";
import { ComposerPart } from "./composer-part";
import { CustomerPart } from "./customer-part";
import { DecisionPanel } from "./decision-panel";
import { Evidence } from "./evidence";
import { HeaderPart } from "./header-part";
import { LiveCase } from "./live-case";
import { LiveFollowThrough } from "./live-follow-through";
import { Thread } from "./thread";

type Props = Readonly<{
  params: Promise<{ tenant: string; caseId: string }>;
  searchParams: SearchParams;
}>;

const requireCase = cache(async (slug: string, caseId: string): Promise<CaseDetail> => {
  const { actor } = await requireDesk(slug);
  const found = z.uuid().safeParse(caseId).success ? await findCase(actor, caseId) : undefined;
  return found ?? notFound();
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { tenant, caseId } = await params;
  const { number, subject, amountMinor, currency } = await requireCase(tenant, caseId);
  const isAboutMoney = amountMinor !== null && currency !== null;
  return {
    title: `#${number} · ${isAboutMoney ? `Refund ${moneyWords(amountMinor, currency, currency)}` : subject}`,
  };
}

// More than any case has; the API pages through what is older.
const shownDecisions = 100;

export default async function CasePage({ params, searchParams }: Props) {
  const { tenant: slug, caseId } = await params;
  const desk = await requireDesk(slug);
  const found = await requireCase(slug, caseId);
  const [order, thread, { rows: decisions }, deliveries] = await Promise.all([
    found.orderId ? findOrder(desk.actor, found.orderId) : undefined,
    findThread(desk.actor, found.id),
    listDecisions(desk.actor, found.id, { limit: shownDecisions }),
    listReplyDeliveries(desk.actor, found.id),
  ]);
  const view = await inboxQueryOf(searchParams);
  const updatedAt = found.updatedAt.toISOString();
  return (
    <ThreePane
      active="thread"
      steps={await findPaneSteps()}
      list={<InboxList desk={desk} query={view} selectedId={found.id} />}
      thread={
        <div className="flex min-h-full flex-col">
          <LiveCase caseId={found.id} updatedAt={updatedAt} />
          <HeaderPart
            desk={desk}
            found={found}
            merged={thread.merged}
            backHref={`/t/${slug}/inbox${addressOf(view)}`}
          />
          <Thread
            desk={desk}
            caseId={found.id}
            entries={thread.entries}
            decisions={decisions}
            deliveries={deliveries}
          />
          <ComposerPart desk={desk} found={found} thread={thread} />
        </div>
      }
      context={
        <>
          <DecisionPanel desk={desk} found={found} order={order} request={requestOf(found, thread.entries)} />
          <LiveFollowThrough
            caseId={found.id}
            initial={{
              decision: found.decision,
              refund: found.refund,
              followThrough: found.followThrough,
              updatedAt,
            }}
          />
          {order && <OrderCard order={order} tenantCurrency={desk.tenant.currency} />}
          <CustomerPart desk={desk} found={found} />
          <Evidence desk={desk} files={thread.attachments} customerName={found.customer.name} />
        </>
      }
    />
  );
}

/** What the customer asks for, in their own words. */
const requestOf = ({ subject }: CaseDetail, entries: readonly Message[]): string =>
  [subject, ...entries.filter(({ kind }) => kind === "customer").map(({ body }) => body)].join("\n");
