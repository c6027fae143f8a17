"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";

type NavLinkProps = Readonly<{
  href: string;
  /** Pages that belong here, too, though their address says otherwise. */
  alsoAt?: string;
  label: string;
  icon: ReactNode;
  count?: number | undefined;
  /** What the count counts, read after the label: "3 waiting". */
  countWords?: string | undefined;
  isAlarming?: boolean;
}>;

/** One entry of the rail, which knows whether the reader is there. */
export function NavLink({
  href,
  alsoAt = href,
  label,
  icon,
  count = 0,
  countWords,
  isAlarming = false,
}: NavLinkProps) {
  const pathname = usePathname();
  const isHere = [href, alsoAt].some((path) => pathname === path || pathname.startsWith(`${path}/`));
  return (
    <Link
      href={href}
      prefetch={false}
      aria-current={isHere ? "page" : undefined}
      className="relative flex min-h-12 flex-col items-center justify-center gap-0.5 rounded-md px-1 py-1.5 text-center text-xs font-medium text-ink-muted transition-colors hover:bg-hover hover:text-ink aria-[current]:bg-selected aria-[current]:text-ink xl:min-h-8 xl:flex-row xl:justify-start xl:gap-2.5 xl:px-2.5 xl:text-sm"
    >
      {icon}
      <span className="max-xl:leading-tight">{label}</span>
      {count > 0 && (
        <span
          className={`min-w-5 rounded-full px-1.5 text-xs tabular-nums max-xl:absolute max-xl:top-0.5 max-xl:left-1/2 max-xl:ml-1.5 xl:ml-auto ${isAlarming ? "bg-attention-solid text-on-attention" : "border border-line bg-surface text-ink-muted"}`}
        >
          {count}
          {countWords && <span className="sr-only"> {countWords}</span>}
        </span>
      )}
    </Link>
  );
}
