import { CaseList } from "@/components/case-list";
import { SplitNav } from "@/components/split-nav";
import { listInbox } from "@/lib/modules/cases/queries";
import { type InboxQuery, type InboxSplit, inboxQuery } from "@/lib/modules/cases/schema";
import { countDesk, type Desk } from "./desk";

const pageSize = 100;

export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/** The list a page's address asks for; an address that makes no sense asks for the whole inbox. */
export async function inboxQueryOf(searchParams: SearchParams): Promise<InboxQuery> {
  const { split, cursor } = await searchParams;
  const parsed = inboxQuery.safeParse({ split, cursor, limit: pageSize });
  return parsed.success ? parsed.data : inboxQuery.parse({ limit: pageSize });
}

const emptyReasons: Readonly<Record<InboxSplit, string>> = {
  all: "Cases appear here as soon as a customer writes or a help desk opens one.",
  mine: "No case is assigned to you.",
  unassigned: "Every case has somebody who takes care of it.",
  "needs-decision": "Every open case has a decision.",
  "awaiting-approval": "Nothing waits for a yes.",
  attention: "Every decision is followed through.",
};

type InboxListProps = Readonly<{ desk: Desk; query: InboxQuery; selectedId?: string }>;

/** The left pane: splits with their counts, and the cases of one of them. */
export async function InboxList({ desk, query, selectedId }: InboxListProps) {
  const { actor, tenant } = desk;
  const [page, counts] = await Promise.all([listInbox(actor, query), countDesk(tenant.slug)]);
  const base = `/t/${tenant.slug}`;
  return (
    <>
      <SplitNav
        active={query.split}
        counts={counts}
        hrefOf={(split) => `${base}/inbox${searchOf({ split })}`}
      />
      <CaseList
        label="Cases"
        rows={page.rows}
        hrefOf={(row) => `${base}/cases/${row.id}${searchOf(query)}`}
        selectedId={selectedId}
        tenantCurrency={tenant.currency}
        nextHref={
          page.nextCursor && `${base}/inbox${searchOf({ split: query.split, cursor: page.nextCursor })}`
        }
        emptyReason={emptyReasons[query.split]}
      />
    </>
  );
}

function searchOf({ split, cursor }: Readonly<{ split: InboxSplit; cursor?: string | undefined }>): string {
  const search = new URLSearchParams({ ...(split !== "all" && { split }), ...(cursor && { cursor }) });
  return search.size > 0 ? `?${search}` : "";
}
