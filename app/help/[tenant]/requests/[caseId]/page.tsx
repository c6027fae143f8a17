import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { findOwnRequest, type OwnRequestDetail } from "@/lib/modules/portal/queries";
import { requireCustomer, requirePortal } from "@/lib/web/portal-page";
import { RequestActs } from "./request-acts";
import { RequestStatusCard } from "./request-status";
import { RequestThread } from "./request-thread";

type Props = Readonly<{ params: Promise<{ tenant: string; caseId: string }> }>;

async function requireRequest(tenant: string, caseId: string): Promise<OwnRequestDetail> {
  const customer = await requireCustomer(tenant);
  const request = z.uuid().safeParse(caseId).success ? await findOwnRequest(customer, caseId) : undefined;
  return request ?? notFound();
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { tenant, caseId } = await params;
  const { words } = await requirePortal(tenant);
  const { number, status } = await requireRequest(tenant, caseId);
  return { title: `${words.requests.number(number)}: ${words.request.states[status.state].title}` };
}

export default async function RequestPage({ params }: Props) {
  const { tenant, caseId } = await params;
  const page = await requirePortal(tenant);
  const request = await requireRequest(tenant, caseId);
  const { words, date, portal } = page;
  return (
    <>
      <header className="flex flex-col gap-1">
        <a
          className="link inline-flex min-h-11 items-center self-start"
          href={`/help/${portal.slug}/requests`}
        >
          {words.request.back}
        </a>
        <h1 className="text-2xl break-words">{request.subject}</h1>
        <p className="text-base text-ink-muted">
          {words.requests.number(request.number)} · {words.requests.opened(date(request.createdAt))}
          {request.orderNumber && ` · ${words.request.about(request.orderNumber)}`}
        </p>
      </header>
      <RequestStatusCard page={page} request={request} />
      <RequestThread page={page} request={request} />
      <RequestActs page={page} request={request} />
    </>
  );
}
