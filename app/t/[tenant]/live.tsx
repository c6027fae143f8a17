"use client";

import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from "react";
import type { Doing, EditLock } from "@/lib/modules/cases/live-schema";
import type { InboxCounts } from "@/lib/modules/cases/schema";
import { type Live, LiveFeed } from "./live-feed";

const FeedContext = createContext<LiveFeed | undefined>(undefined);

type ProviderProps = Readonly<{
  tenantSlug: string;
  /** As the server counted them for the first page. */
  counts: InboxCounts;
  children: ReactNode;
}>;

/** Keeps everything under it up to date, with one question at a time for the whole tab. */
export function LiveProvider({ tenantSlug, counts, children }: ProviderProps) {
  const [feed] = useState(() => new LiveFeed(tenantSlug, counts));
  useEffect(() => feed.start(), [feed]);
  return <FeedContext value={feed}>{children}</FeedContext>;
}

function useFeed(): LiveFeed {
  const feed = useContext(FeedContext);
  if (!feed) throw new Error("useLive needs the LiveProvider of the desk's layout");
  return feed;
}

/** What the desk knows without a reload: of the tenant, and of the case that `useLiveCase` follows. */
export function useLive(): Live {
  const feed = useFeed();
  return useSyncExternalStore(feed.subscribe, feed.read, feed.read);
}

/** Follows a case while the component is there. @param isBusy its payout is under way: ask every second */
export function useLiveCase(caseId: string, isBusy = false): void {
  const feed = useFeed();
  useEffect(() => feed.watch({ caseId, isBusy }), [feed, caseId, isBusy]);
}

/** Tells colleagues on the same case what the reader does; undefined while they only look. */
export function useDoing(doing: Exclude<Doing, "viewing"> | undefined): void {
  const feed = useFeed();
  useEffect(() => (doing ? feed.tell(doing) : undefined), [feed, doing]);
}

/**
 * The turn to decide on the case in view, held while `isEditing`.
 * @returns undefined until the desk has answered; `take` takes the turn from whoever has it, who is told at once
 */
export function useEditLock(isEditing: boolean): { lock: EditLock | undefined; take: () => void } {
  const feed = useFeed();
  const { lock } = useLive();
  useDoing(isEditing ? "decision" : undefined);
  return { lock: isEditing ? lock : undefined, take: () => feed.takeLock() };
}
