"use client";

import { CircleAlert, Search, X } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type FormEvent, useRef } from "react";
import { useShortcut } from "@/components/shortcuts/use-shortcut";
import { addressOf } from "@/lib/modules/cases/inbox/address";
import type { InboxView } from "@/lib/modules/cases/inbox/schema";
import { longestSearch, parseSearch, printSearch, withoutTerm } from "@/lib/modules/cases/search-words";

type SearchBoxProps = Readonly<{ tenantSlug: string; view: InboxView; currency: string }>;

/** One box for everything: words, and operators such as status: or amount>. Below it stands what was understood. */
export function SearchBox({ tenantSlug, view, currency }: SearchBoxProps) {
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
      {view.q && <Understood base={base} view={view} currency={currency} />}
    </div>
  );
}

function Understood({ base, view, currency }: Readonly<{ base: string; view: InboxView; currency: string }>) {
  const { terms, problems } = parseSearch(view.q, currency);
  return (
    <>
      {terms.length > 0 && (
        <ul aria-label="What is searched for" className="flex flex-wrap gap-1">
          {terms.map((term, index) => (
            <li key={printSearch([term])}>
              <Link
                href={`${base}${addressOf({ ...view, q: withoutTerm(terms, index) })}`}
                className="inline-flex h-6 max-w-full items-center gap-1 rounded-sm border border-line bg-sunken px-1.5 text-xs text-ink hover:bg-hover pointer-coarse:h-11"
              >
                <span className="truncate">{printSearch([term])}</span>
                <X aria-hidden="true" className="size-3 shrink-0" />
                <span className="sr-only">Leave out</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
      {problems.length > 0 && (
        <ul role="status" aria-label="Not understood" className="flex flex-col gap-1">
          {problems.map(({ text, message }) => (
            <li key={text} className="flex items-start gap-1.5 text-xs text-attention">
              <CircleAlert aria-hidden="true" className="mt-0.5 size-3 shrink-0" />
              <span>
                <span className="font-medium">{text}</span> was left out. {message}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
