import { MessageSquare } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { z } from "zod";
import { findPaneSteps, requireDesk } from "@/app/t/[tenant]/desk";
import { InboxList, inboxQueryOf, type SearchParams } from "@/app/t/[tenant]/inbox-list";
import { CaseHeader } from "@/components/case-header";
import { CustomerCard } from "@/components/customer-card";
import { MessageBubble } from "@/components/message-bubble";
import { moneyWords } from "@/components/money";
import { OrderCard } from "@/components/order-card";
import { ThreePane } from "@/components/three-pane";
import { EmptyState } from "@/components/ui/empty-state";
import { findCase } from "@/lib/modules/cases/queries";
import type { CaseDetail, Message } from "@/lib/modules/cases/schema";
import { findOrder } from "@/lib/modules/orders/queries";
import { DecisionPanel } from "./decision-panel";
import { LiveFollowThrough } from "./live-follow-through";

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

export default async function CasePage({ params, searchParams }: Props) {
  const { tenant: slug, caseId } = await params;
  const desk = await requireDesk(slug);
  const found = await requireCase(slug, caseId);
  const order = found.orderId ? await findOrder(desk.actor, found.orderId) : undefined;
  const { name, email, city, country } = found.customer;
  const place = [city, country].filter(Boolean).join(", ");
  return (
    <ThreePane
      active="thread"
      steps={await findPaneSteps()}
      list={<InboxList desk={desk} query={await inboxQueryOf(searchParams)} selectedId={found.id} />}
      thread={
        <>
          <CaseHeader {...found} customerName={name} backHref={`/t/${slug}/inbox`} />
          <Thread messages={found.messages} />
        </>
      }
      context={
        <>
          <DecisionPanel desk={desk} found={found} order={order} />
          <LiveFollowThrough
            caseId={found.id}
            initial={{
              decision: found.decision,
              refund: found.refund,
              followThrough: found.followThrough,
              updatedAt: found.updatedAt.toISOString(),
            }}
          />
          {order && <OrderCard order={order} tenantCurrency={desk.tenant.currency} />}
          <CustomerCard name={name} email={email} facts={place ? [{ term: "Place", detail: place }] : []} />
        </>
      }
    />
  );
}

function Thread({ messages }: Readonly<{ messages: readonly Message[] }>) {
  if (messages.length === 0) {
    return (
      <EmptyState icon={MessageSquare} title="No messages yet">
        This case was opened without a message.
      </EmptyState>
    );
  }
  return (
    <div className="flex flex-col gap-4 p-4">
      {messages.map((message) => (
        <MessageBubble key={message.id} message={message} />
      ))}
    </div>
  );
}
