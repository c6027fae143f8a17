"use client";

import { Users } from "lucide-react";
import Link from "next/link";
import { useLive } from "@/app/t/[tenant]/live";
import { addressOf } from "@/lib/modules/cases/inbox/address";
import type { InboxView } from "@/lib/modules/cases/inbox/schema";
import type { SavedView } from "@/lib/modules/cases/inbox/views";
import { type InboxSplit, inboxSplits } from "@/lib/modules/cases/schema";

const words: Readonly<Record<InboxSplit, string>> = {
  all: "All",
  mine: "Mine",
  unassigned: "Unassigned",
  "needs-decision": "Needs decision",
  "awaiting-approval": "Awaiting approval",
  attention: "Needs attention",
  sla: "SLA",
  snoozed: "Snoozed",
};

export type CountedView = SavedView & Readonly<{ count: string }>;

type SplitNavProps = Readonly<{
  tenantSlug: string;
  view: InboxView;
  savedViews: readonly CountedView[];
  layout: "column" | "row";
}>;

/** The inbox by what is to be done, with live counts, and the searches that people keep. */
export function SplitNav({ tenantSlug, view, savedViews, layout }: SplitNavProps) {
  const { counts } = useLive();
  const base = `/t/${tenantSlug}/inbox`;
  const kept = savedViews.find(({ query }) => query === view.q && view.split === "all");
  const isColumn = layout === "column";
  return (
    <nav
      aria-label="Inbox"
      className={
        isColumn
          ? "hidden w-44 shrink-0 flex-col gap-0.5 overflow-y-auto border-r border-line p-2 xl:flex"
          : "flex shrink-0 flex-wrap gap-0.5 border-b border-line p-2"
      }
    >
      {inboxSplits.map((split) => (
        <SplitLink
          key={split}
          href={`${base}${addressOf({ split, q: "" })}`}
          isCurrent={!kept && split === view.split}
          isAlarming={(split === "attention" || split === "sla") && counts[split] > 0}
          count={String(counts[split])}
        >
          {words[split]}
        </SplitLink>
      ))}
      {savedViews.length > 0 && (
        <span
          aria-hidden="true"
          className={isColumn ? "mx-2 my-1 h-px shrink-0 bg-line" : "mx-1 my-1 w-px bg-line"}
        />
      )}
      {savedViews.map((saved) => (
        <SplitLink
          key={saved.id}
          href={`${base}${addressOf({ split: "all", q: saved.query })}`}
          isCurrent={saved === kept}
          count={saved.count}
        >
          {saved.isShared && <Users aria-label="Shared" className="size-3 shrink-0" />}
          {saved.name}
        </SplitLink>
      ))}
    </nav>
  );
}

type SplitLinkProps = Readonly<{
  href: string;
  isCurrent: boolean;
  isAlarming?: boolean;
  count: string;
  children: React.ReactNode;
}>;

const SplitLink = ({ href, isCurrent, isAlarming = false, count, children }: SplitLinkProps) => (
  <Link
    href={href}
    prefetch={false}
    aria-current={isCurrent ? "page" : undefined}
    className="inline-flex h-7 max-w-full shrink-0 items-center justify-between gap-2 rounded-md px-2 text-xs font-medium text-ink-muted transition-colors hover:bg-hover aria-[current]:bg-selected aria-[current]:text-ink pointer-coarse:h-11"
  >
    <span className="inline-flex min-w-0 items-center gap-1 truncate">{children}</span>
    <span className={`tabular-nums ${isAlarming ? "text-attention" : "font-normal text-ink-muted"}`}>
      {count}
    </span>
  </Link>
);
