import { type ReactNode, useId } from "react";

type CardProps = Readonly<{
  title: string;
  /** Stands right of the title: a badge, a link or a small button. */
  aside?: ReactNode;
  children: ReactNode;
}>;

/** A titled part of a page with a border of its own. */
export function Card({ title, aside, children }: CardProps) {
  const titleId = useId();
  return (
    <article aria-labelledby={titleId} className="rounded-md border border-line bg-surface">
      <header className="flex min-h-10 items-center justify-between gap-3 border-b border-line px-4 py-1.5">
        <h2 id={titleId} className="text-sm">
          {title}
        </h2>
        {aside}
      </header>
      <div className="p-4 text-sm">{children}</div>
    </article>
  );
}
