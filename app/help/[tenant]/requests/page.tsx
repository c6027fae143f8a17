import type { Metadata } from "next";
import type { OwnOrder, OwnRequest } from "@/lib/modules/portal/queries";
import { listOwnOrders, listOwnRequests } from "@/lib/modules/portal/queries";
import { type PortalPage, requirePortal, requireReader } from "@/lib/web/portal-page";
import { StatusMark } from "./status-mark";

type Props = Readonly<{ params: Promise<{ tenant: string }> }>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await requirePortal((await params).tenant)).words.requests.title };
}

/** What the customer asked for, and the orders they can ask about. */
export default async function RequestsPage({ params }: Props) {
  const { tenant } = await params;
  const page = await requirePortal(tenant);
  const { customer } = await requireReader(tenant);
  const { words, portal } = page;
  const [requests, orders] = customer
    ? await Promise.all([listOwnRequests(customer), listOwnOrders(customer)])
    : [[], []];
  return (
    <>
      <h1 className="text-2xl">{words.requests.title}</h1>
      {requests.length > 0 ? (
        <ul className="flex flex-col gap-3">
          {requests.map((request) => (
            <RequestItem key={request.id} page={page} request={request} />
          ))}
        </ul>
      ) : (
        customer && <p className="text-ink-muted">{words.requests.empty}</p>
      )}
      <section aria-labelledby="orders" className="flex flex-col gap-3">
        <h2 id="orders" className="text-xl">
          {words.requests.ordersTitle}
        </h2>
        {orders.length > 0 ? (
          <ul className="flex flex-col gap-3">
            {orders.map((order) => (
              <OrderItem key={order.id} page={page} order={order} />
            ))}
          </ul>
        ) : (
          <>
            <p className="font-medium">{words.requests.noOrders.title}</p>
            <p className="text-ink-muted">{words.requests.noOrders.text}</p>
            <p>
              <a className="link inline-flex min-h-11 items-center" href={`/help/${portal.slug}`}>
                {words.requests.lookUp}
              </a>
            </p>
          </>
        )}
      </section>
    </>
  );
}

function RequestItem({ page, request }: Readonly<{ page: PortalPage; request: OwnRequest }>) {
  const { words, portal, date } = page;
  return (
    <li className="rounded-md border border-line bg-surface">
      <a
        href={`/help/${portal.slug}/requests/${request.id}`}
        className="flex flex-col gap-1 p-4 hover:bg-hover"
      >
        <span className="font-medium break-words underline decoration-1 underline-offset-2">
          {request.subject}
        </span>
        <StatusMark state={request.status.state}>
          {words.request.states[request.status.state].title}
        </StatusMark>
        <span className="text-base text-ink-muted">
          {words.requests.number(request.number)} · {words.requests.changed(date(request.lastWordAt))}
        </span>
      </a>
    </li>
  );
}

function OrderItem({ page, order }: Readonly<{ page: PortalPage; order: OwnOrder }>) {
  const { words, portal, date, money } = page;
  return (
    <li className="flex flex-col gap-1 rounded-md border border-line bg-surface p-4">
      <p className="font-medium">
        {words.order.title(order.number)} ·{" "}
        <span className="tabular-nums">{money(order.totalMinor, order.currency)}</span>
      </p>
      <p className="text-base text-ink-muted">
        {words.order.placed(date(order.placedAt))} · {words.orderState[order.status]}
      </p>
      <p className="text-base break-words">
        {order.lines.map(({ name, quantity }) => (quantity > 1 ? `${quantity} × ${name}` : name)).join(", ")}
      </p>
      <a
        className="link inline-flex min-h-11 items-center self-start"
        href={`/help/${portal.slug}/ask?order=${order.id}`}
      >
        {words.order.ask}
        <span className="sr-only">: {order.number}</span>
      </a>
    </li>
  );
}
