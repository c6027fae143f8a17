import type { ReactNode } from "react";

type FactsProps = Readonly<{ facts: readonly Readonly<{ term: string; detail: ReactNode }>[] }>;

/** Names and values, one a line. */
export function Facts({ facts }: FactsProps) {
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-sm">
      {facts.map(({ term, detail }) => (
        <div key={term} className="col-span-2 grid grid-cols-subgrid">
          <dt className="text-ink-muted">{term}</dt>
          <dd className="min-w-0 text-end break-words tabular-nums">{detail}</dd>
        </div>
      ))}
    </dl>
  );
}
