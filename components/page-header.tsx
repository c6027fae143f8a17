import type { ReactNode } from "react";

type PageHeaderProps = Readonly<{ title: string; description?: ReactNode; actions?: ReactNode }>;

/** The top of a page that is not a case. */
export function PageHeader({ title, description, actions }: PageHeaderProps) {
  return (
    <header className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 border-b border-line px-4 py-3">
      <div className="min-w-0">
        <h1 className="text-lg">{title}</h1>
        {description && <p className="text-sm text-ink-muted">{description}</p>}
      </div>
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
    </header>
  );
}
