import { CircleAlert, X } from "lucide-react";
import Link from "next/link";
import { addressOf } from "@/lib/modules/cases/inbox/address";
import type { InboxView } from "@/lib/modules/cases/inbox/schema";
import { parseSearch, printSearch, withoutTerm } from "@/lib/modules/cases/search-words";

type UnderstoodProps = Readonly<{ tenantSlug: string; view: InboxView; currency: string }>;

/** What a search was understood as, each part with a way to leave it out, and what was not understood. */
export function Understood({ tenantSlug, view, currency }: UnderstoodProps) {
  const base = `/t/${tenantSlug}/inbox`;
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
