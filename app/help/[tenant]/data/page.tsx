import type { Metadata } from "next";
import type { ReactNode } from "react";
import { collectOwnData, type OwnData } from "@/lib/modules/portal/own-data";
import { type PortalPage, requireCustomer, requirePortal } from "@/lib/web/portal-page";

type Props = Readonly<{ params: Promise<{ tenant: string }> }>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await requirePortal((await params).tenant)).words.data.title };
}

/** The customer's data to read and to print. */
export default async function OwnDataPage({ params }: Props) {
  const { tenant } = await params;
  const page = await requirePortal(tenant);
  const data = await collectOwnData(await requireCustomer(tenant));
  const { words, date, money } = page;
  return (
    <>
      <header className="flex flex-col gap-1">
        <h1 className="text-2xl">{words.data.title}</h1>
        <p className="text-ink-muted">{words.data.text(date(data.exportedAt))}</p>
      </header>
      <Part title={words.data.you}>
        {data.people.map((person) => (
          <p key={`${person.email}${person.createdAt.getTime()}`} className="break-words">
            {words.data.name}: {person.name} · {words.data.email}: {person.email} · {words.data.city}:{" "}
            {person.city ?? words.data.none} · {words.data.country}: {person.country ?? words.data.none}
          </p>
        ))}
      </Part>
      <Part title={words.data.methods}>
        <List items={[...data.methods, ...data.payments].map(({ label }) => label)} none={words.data.none} />
      </Part>
      <Part title={words.data.orders}>
        <List
          items={data.orders.map(
            ({ number, placedAt, totalMinor, currency, lines }) =>
              `${number} · ${date(placedAt)} · ${money(totalMinor, currency)} · ${lines.map(({ name }) => name).join(", ")}`,
          )}
          none={words.data.none}
        />
      </Part>
      <Part title={words.data.requests}>
        {data.requests.length === 0 && <p>{words.data.none}</p>}
        {data.requests.map((request) => (
          <RequestData key={request.id} page={page} request={request} />
        ))}
      </Part>
    </>
  );
}

const Part = ({ title, children }: Readonly<{ title: string; children: ReactNode }>) => (
  <section className="flex flex-col gap-2">
    <h2 className="text-xl">{title}</h2>
    {children}
  </section>
);

function List({ items, none }: Readonly<{ items: readonly string[]; none: string }>) {
  if (items.length === 0) return <p>{none}</p>;
  return (
    <ul className="list-disc ps-5 break-words">
      {[...new Set(items)].map((item) => (
        <li key={item}>{item}</li>
      ))}
    </ul>
  );
}

type RequestProps = Readonly<{ page: PortalPage; request: OwnData["requests"][number] }>;

function RequestData({ page: { words, portal, date, money }, request }: RequestProps) {
  return (
    <article className="flex flex-col gap-1 border-t border-line pt-3">
      <h3 className="text-lg break-words">
        {words.requests.number(request.number)}: {request.subject}
      </h3>
      <p>
        {date(request.createdAt)} · {words.request.states[request.state].title}
      </p>
      {request.messages.map((message) => (
        <div key={message.id}>
          <p className="whitespace-pre-wrap break-words">
            {message.isOwn ? words.request.you : portal.name}, {date(message.createdAt)}: {message.body}
          </p>
          {message.files.map(({ id, name }) => (
            <a key={id} className="link me-4" href={`/help/${portal.slug}/files/${id}`}>
              {name}
            </a>
          ))}
        </div>
      ))}
      {request.decisions.map(({ state, amountMinor, currency, at, reason }) => (
        <p key={at.getTime()}>
          {words.data.decided}: {stateWords(words.data.decisionStates, state)}
          {amountMinor > 0 && `, ${money(amountMinor, currency)}`}, {date(at)}
          {reason && `: ${reason}`}
        </p>
      ))}
    </article>
  );
}

const stateWords = (states: PortalPage["words"]["data"]["decisionStates"], state: string): string =>
  Object.entries(states).find(([name]) => name === state)?.[1] ?? "";
