"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { railEntry } from "./rail-entry";

type NavLinkProps = Readonly<{
  href: string;
  /** Pages that belong here, too, though their address says otherwise. */
  alsoAt?: string | undefined;
  label: string;
  icon: ReactNode;
  /** How much waits there. */
  count?: ReactNode;
}>;

/** One entry of the rail, which knows whether the reader is there. */
export function NavLink({ href, alsoAt = href, label, icon, count }: NavLinkProps) {
  const pathname = usePathname();
  const isHere = [href, alsoAt].some((path) => pathname === path || pathname.startsWith(`${path}/`));
  return (
    <Link
      href={href}
      prefetch={false}
      title={label}
      aria-current={isHere ? "page" : undefined}
      className={`${railEntry} aria-[current]:bg-selected aria-[current]:text-ink`}
    >
      {icon}
      <span className="max-w-full wide:truncate">{label}</span>
      {count}
    </Link>
  );
}

type NavCountProps = Readonly<{
  count: number;
  /** What it counts, read after the entry's name: "3 waiting". */
  words: string;
  isAlarming?: boolean;
}>;

export function NavCount({ count, words, isAlarming = false }: NavCountProps) {
  if (count === 0) return null;
  return (
    <span
      className={`absolute top-0.5 left-1/2 ml-1.5 min-w-5 rounded-full px-1.5 text-xs tabular-nums wide:static wide:ml-auto ${isAlarming ? "bg-attention-solid text-on-attention" : "border border-line bg-surface text-ink-muted"}`}
    >
      {count > 999 ? "999+" : count}
      <span className="sr-only"> {words}</span>
    </span>
  );
}
