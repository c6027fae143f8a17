import Link from "next/link";
import { type InboxCounts, type InboxSplit, inboxSplits } from "@/lib/modules/cases/schema";

const words: Readonly<Record<InboxSplit, string>> = {
  all: "All",
  mine: "Mine",
  unassigned: "Unassigned",
  "needs-decision": "Needs decision",
  "awaiting-approval": "Needs approval",
  attention: "Attention",
};

type SplitNavProps = Readonly<{
  active: InboxSplit;
  counts: InboxCounts;
  hrefOf: (split: InboxSplit) => string;
}>;

/** The inbox by what is to be done. */
export function SplitNav({ active, counts, hrefOf }: SplitNavProps) {
  return (
    <nav aria-label="Inbox" className="flex flex-wrap gap-0.5 border-b border-line px-2 py-2">
      {inboxSplits.map((split) => (
        <Link
          key={split}
          href={hrefOf(split)}
          aria-current={split === active ? "page" : undefined}
          className="inline-flex h-7 items-center gap-1.5 rounded-md px-2 text-xs font-medium text-ink-muted transition-colors hover:bg-hover aria-[current]:bg-selected aria-[current]:text-ink pointer-coarse:h-11"
        >
          {words[split]}
          <span
            className={`tabular-nums ${split === "attention" && counts[split] > 0 ? "text-attention" : "font-normal text-ink-muted"}`}
          >
            {counts[split]}
          </span>
        </Link>
      ))}
    </nav>
  );
}
