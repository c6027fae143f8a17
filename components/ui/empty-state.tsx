import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

type EmptyStateProps = Readonly<{
  icon?: LucideIcon;
  title: string;
  /** `h1` when it is all there is on the page. */
  heading?: "h1" | "h2" | "p";
  /** Why there is nothing, in a sentence. */
  children?: ReactNode;
  /** The next act, as a button or link. */
  action?: ReactNode;
}>;

export function EmptyState({ icon: Icon, title, heading: Heading = "p", children, action }: EmptyStateProps) {
  return (
    <div className="mx-auto flex max-w-form flex-col items-center gap-2 px-6 py-16 text-center">
      {Icon && <Icon aria-hidden="true" className="mb-1 size-6 text-ink-faint" strokeWidth={1.5} />}
      <Heading className="text-base font-medium text-ink">{title}</Heading>
      {children && <div className="text-sm text-pretty text-ink-muted">{children}</div>}
      {action && <div className="mt-3">{action}</div>}
    </div>
  );
}
