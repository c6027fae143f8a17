import { listMembers } from "@/lib/modules/access/members";
import { addressOf } from "@/lib/modules/cases/inbox/address";
import { findNeighbours, listInbox } from "@/lib/modules/cases/inbox/queries";
import { type InboxView, inboxView } from "@/lib/modules/cases/inbox/schema";
import { mayChangeCases } from "@/lib/modules/cases/policy";
import type { InboxSplit } from "@/lib/modules/cases/schema";
import type { Desk } from "./desk";
import { listCountedViews } from "./inbox/counted-views";
import { Inbox } from "./inbox/inbox";
import { NeighbourKeys } from "./inbox/neighbour-keys";
import { SearchBox } from "./inbox/search-box";
import { SplitNav } from "./inbox/split-nav";
import { Understood } from "./inbox/understood";
import { EditView, SaveView } from "./inbox/view-dialogs";

const firstPageRows = 50;

export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/** The list a page's address asks for; an address that makes no sense asks for the whole inbox. */
export async function inboxQueryOf(searchParams: SearchParams): Promise<InboxView> {
  const { split, q, sort } = await searchParams;
  const parsed = inboxView.safeParse({ split, q, sort });
  return parsed.success ? parsed.data : inboxView.parse({});
}

const emptyReasons: Readonly<Record<InboxSplit, string>> = {
  all: "Cases appear here as soon as a customer writes or a help desk opens one.",
  mine: "No case is assigned to you.",
  unassigned: "Every case has somebody who takes care of it.",
  "needs-decision": "Every open case has a decision.",
  "awaiting-approval": "Nothing waits for a yes.",
  attention: "Every decision is followed through.",
  sla: "Nothing is due within the hour, and nothing is late.",
  snoozed: "No case sleeps.",
};

type InboxListProps = Readonly<{ desk: Desk; query: InboxView; selectedId?: string }>;

/** The left pane: splits with their counts, the search, and the cases it finds. */
export async function InboxList({ desk, query: view, selectedId }: InboxListProps) {
  const { actor, tenant } = desk;
  const [first, savedViews, members] = await Promise.all([
    listInbox(actor, { ...view, currency: tenant.currency, limit: firstPageRows }),
    listCountedViews(desk),
    listMembers(actor),
  ]);
  const kept = savedViews.find(({ query }) => query === view.q && view.split === "all");
  const me = { id: actor.userId, name: `${actor.name} (me)` };
  const others = members.filter(({ userId, disabledAt }) => userId !== actor.userId && !disabledAt);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className={selectedId ? "" : "xl:hidden"}>
        <SplitNav tenantSlug={tenant.slug} view={view} savedViews={savedViews} layout="row" />
      </div>
      <SearchBox tenantSlug={tenant.slug} view={view}>
        {view.q && <Understood tenantSlug={tenant.slug} view={view} currency={tenant.currency} />}
      </SearchBox>
      {view.q && (!kept || kept.isOwn) && (
        <div className="flex shrink-0 justify-end border-b border-line px-2 py-1">
          {kept ? (
            <EditView tenantSlug={tenant.slug} saved={kept} />
          ) : (
            <SaveView tenantSlug={tenant.slug} query={view.q} />
          )}
        </div>
      )}
      {selectedId && <Neighbours desk={desk} view={view} caseId={selectedId} />}
      <Inbox
        // Another view is another list: nothing of the one before stays.
        key={addressOf(view)}
        tenantSlug={tenant.slug}
        tenantCurrency={tenant.currency}
        myId={actor.userId}
        mayChange={mayChangeCases(actor).allowed}
        view={view}
        first={first}
        nowIso={new Date().toISOString()}
        colleagues={[me, ...others.map(({ userId, name }) => ({ id: userId, name }))]}
        emptyReason={
          view.q ? "No case is like that. Leave out a part of the search." : emptyReasons[view.split]
        }
        selectedId={selectedId}
      />
    </div>
  );
}

async function Neighbours({
  desk: { actor, tenant },
  view,
  caseId,
}: Readonly<{ desk: Desk; view: InboxView; caseId: string }>) {
  const { previousId, nextId } = await findNeighbours(actor, { ...view, currency: tenant.currency }, caseId);
  const hrefOf = (id: string | undefined) => id && `/t/${tenant.slug}/cases/${id}${addressOf(view)}`;
  return <NeighbourKeys previousHref={hrefOf(previousId)} nextHref={hrefOf(nextId)} />;
}
