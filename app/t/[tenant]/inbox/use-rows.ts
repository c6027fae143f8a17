"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { useLive } from "@/app/t/[tenant]/live";
import { addressOf } from "@/lib/modules/cases/inbox/address";
import type { InboxView } from "@/lib/modules/cases/inbox/schema";
import type { InboxPage, InboxRow } from "@/lib/modules/cases/schema";

type Viewers = Readonly<Record<string, readonly string[]>>;
type FetchedPage = InboxPage & Readonly<{ viewers: Viewers }>;

const headSize = 50;
const mostAtOnce = 200;

/** The rows of a view: the server's first page, what scrolling added, and what is new since. */
export function useRows(tenantSlug: string, view: InboxView, first: InboxPage) {
  const [page, setPage] = useState(first);
  const [viewers, setViewers] = useState<Viewers>({});
  const [head, setHead] = useState<InboxPage>();
  const [hasFailed, setHasFailed] = useState(false);
  const isLoading = useRef(false);
  const latest = useRef(page);
  latest.current = page;

  const read = useCallback(
    async (more: Readonly<Record<string, string>>): Promise<FetchedPage | undefined> => {
      const address = `/api/desk/${tenantSlug}/cases${addressOf(view, more)}`;
      const answer = await fetch(address).catch(() => undefined);
      if (!answer?.ok) return undefined;
      const fetched = revive((await answer.json()) as FetchedPage);
      setViewers((before) => ({ ...without(before, fetched.rows), ...fetched.viewers }));
      return fetched;
    },
    [tenantSlug, view],
  );

  const loadMore = useCallback(async () => {
    const cursor = latest.current.nextCursor;
    if (!cursor || isLoading.current) return;
    isLoading.current = true;
    const more = await read({ cursor, limit: String(mostAtOnce) });
    isLoading.current = false;
    setHasFailed(!more);
    // Between the questions another list may have taken this one's place.
    if (!more || latest.current.nextCursor !== cursor) return;
    setPage((before) => ({ ...more, rows: appended(before.rows, more.rows) }));
  }, [read]);

  /** Reads the list anew from its top, after an act that moved cases out of it. */
  const reload = useCallback(async () => {
    const limit = Math.min(mostAtOnce, Math.max(headSize, latest.current.rows.length));
    const fetched = await read({ limit: String(limit) });
    if (fetched) setPage(fetched);
    setHead(undefined);
  }, [read]);

  const { revision } = useLive();
  const seen = useRef(revision);
  useEffect(() => {
    const before = seen.current;
    seen.current = revision;
    // The first answer counts, too: something may have come in since the server read the page.
    if (revision === undefined || before === revision) return;
    let isCurrent = true;
    void read({ limit: String(headSize) }).then((fetched) => {
      if (!fetched || !isCurrent) return;
      setPage((shown) => ({ ...shown, rows: patched(shown.rows, fetched.rows) }));
      setHead(fetched);
    });
    return () => {
      isCurrent = false;
    };
  }, [revision, read]);

  const newCount = head ? countNew(page.rows, head.rows) : 0;
  const showNew = useCallback(() => {
    if (head) setPage(head);
    setHead(undefined);
  }, [head]);
  return { page, viewers, loadMore, reload, hasFailed, newCount, showNew };
}

function countNew(shown: readonly InboxRow[], head: readonly InboxRow[]): number {
  const known = new Set(shown.map(({ id }) => id));
  return head.filter(({ id }) => !known.has(id)).length;
}

const without = (viewers: Viewers, rows: readonly InboxRow[]): Viewers => {
  const asked = new Set(rows.map(({ id }) => id));
  return Object.fromEntries(Object.entries(viewers).filter(([id]) => !asked.has(id)));
};

// A case that moved while somebody scrolled would come twice.
function appended(before: readonly InboxRow[], more: readonly InboxRow[]): InboxRow[] {
  const known = new Set(before.map(({ id }) => id));
  return [...before, ...more.filter(({ id }) => !known.has(id))];
}

/** The same rows in the same places, each as it is now. Those without news stay what they are: React draws nothing anew. */
function patched(rows: readonly InboxRow[], fetched: readonly InboxRow[]): readonly InboxRow[] {
  const byId = new Map(fetched.map((row) => [row.id, row]));
  return rows.map((row) => {
    const now = byId.get(row.id);
    return now && JSON.stringify(now) !== JSON.stringify(row) ? now : row;
  });
}

const revive = (page: FetchedPage): FetchedPage => ({
  ...page,
  rows: page.rows.map((row) => ({
    ...row,
    lastMessageAt: new Date(row.lastMessageAt),
    dueAt: row.dueAt && new Date(row.dueAt),
    snoozedUntil: row.snoozedUntil && new Date(row.snoozedUntil),
  })),
});
