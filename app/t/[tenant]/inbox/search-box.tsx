"use client";

import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, type ReactNode, useRef } from "react";
import { useShortcut } from "@/components/shortcuts/use-shortcut";
import { addressOf } from "@/lib/modules/cases/inbox/address";
import type { InboxView } from "@/lib/modules/cases/inbox/schema";
import { longestSearch } from "@/lib/modules/cases/search-words";

type SearchBoxProps = Readonly<{
  tenantSlug: string;
  view: InboxView;
  /** What was understood. */
  children: ReactNode;
}>;

/** One box for everything: words, and operators such as status: or amount>. */
export function SearchBox({ tenantSlug, view, children }: SearchBoxProps) {
  const router = useRouter();
  const input = useRef<HTMLInputElement>(null);
  const base = `/t/${tenantSlug}/inbox`;
  useShortcut("search", () => input.current?.select());

  function search(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const q = String(new FormData(event.currentTarget).get("q") ?? "").trim();
    router.push(`${base}${addressOf({ ...view, q })}`);
  }

  return (
    <div className="flex shrink-0 flex-col gap-1.5 border-b border-line p-2">
      {/* biome-ignore lint/a11y/useSemanticElements: the search element is too young for the browsers we support. */}
      <form role="search" action={base} onSubmit={search} className="relative">
        {view.split !== "all" && <input type="hidden" name="split" value={view.split} />}
        <Search
          aria-hidden="true"
          className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-ink-faint"
        />
        <input
          ref={input}
          // A new view brings its own words; what is being typed stays otherwise.
          key={view.q}
          name="q"
          type="search"
          aria-label="Search cases"
          aria-describedby="search-help"
          placeholder="Search, or status: assignee: amount>50 tag:"
          defaultValue={view.q}
          maxLength={longestSearch}
          autoComplete="off"
          spellCheck={false}
          className="h-8 w-full rounded-md border border-line-control bg-surface pr-2 pl-8 text-sm text-ink pointer-coarse:h-11"
        />
        <p id="search-help" className="sr-only">
          Words, or status: assignee: amount&gt; order: tag: before: after: is: with a value. Press Enter to
          search.
        </p>
      </form>
      {children}
    </div>
  );
}
