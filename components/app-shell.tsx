import {
  ChartColumn,
  CircleUser,
  FileSearch,
  Inbox,
  KeyRound,
  ReceiptText,
  ScrollText,
  Settings,
  Stamp,
  TriangleAlert,
  Users,
} from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import type { Role } from "@/lib/platform/actor";
import { Logo } from "./logo";
import { NavLink } from "./nav-link";
import { Avatar } from "./ui/avatar";
import type { Theme } from "./ui/theme";
import { ThemeToggle } from "./ui/theme-toggle";

type AppShellProps = Readonly<{
  tenant: Readonly<{ slug: string; name: string }>;
  me: Readonly<{ name: string; role: Role }>;
  counts: Readonly<{ approvals: number; attention: number }>;
  theme: Theme;
  /** Sign out, account: small links or forms. */
  meSlot?: ReactNode;
  /** Stands above everything: the connection is down, live updates are stale. */
  banner?: ReactNode;
  children: ReactNode;
}>;

/** The desk around every page: a rail on the left, a bar at the bottom of a phone. */
export function AppShell({ tenant, me, counts, theme, meSlot, banner, children }: AppShellProps) {
  return (
    <div className="flex h-dvh flex-col text-sm md:flex-row">
      <a
        href="#content"
        className="sr-only z-20 rounded-md bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      <header className="z-10 order-last flex shrink-0 flex-col border-line bg-sunken max-md:border-t md:order-first md:w-rail-narrow md:border-r xl:w-rail">
        <div className="hidden h-12 items-center justify-center gap-2 xl:flex xl:justify-start xl:px-4">
          <Logo hasName={false} />
          <span className="truncate font-semibold">{tenant.name}</span>
        </div>
        <div className="hidden h-12 items-center justify-center md:flex xl:hidden" title={tenant.name}>
          <Logo hasName={false} />
        </div>
        <Rail base={`/t/${tenant.slug}`} counts={counts} isAdmin={me.role === "admin"} />
        <div className="mt-auto hidden flex-col gap-3 border-t border-line p-3 md:max-xl:items-center md:flex">
          <ThemeToggle theme={theme} />
          <div className="flex items-center gap-2">
            <Avatar name={me.name} />
            <Link
              href="/account"
              className="hidden min-w-0 rounded-md leading-tight hover:underline xl:block"
            >
              <span className="block truncate font-medium">{me.name}</span>
              <span className="block text-xs text-ink-muted capitalize">{me.role}</span>
            </Link>
          </div>
          {meSlot && <div>{meSlot}</div>}
        </div>
      </header>
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        {banner}
        <main
          id="content"
          tabIndex={-1}
          className="relative flex min-h-0 flex-1 flex-col overflow-y-auto outline-none"
        >
          {children}
        </main>
      </div>
    </div>
  );
}

type RailProps = Readonly<{ base: string; counts: AppShellProps["counts"]; isAdmin: boolean }>;

function Rail({ base, counts, isAdmin }: RailProps) {
  const icon = { "aria-hidden": true, className: "size-4 shrink-0" } as const;
  return (
    <nav aria-label="Desk" className="grid grid-cols-5 gap-1 p-1.5 md:flex md:flex-col xl:px-2">
      <NavLink href={`${base}/inbox`} alsoAt={`${base}/cases`} label="Inbox" icon={<Inbox {...icon} />} />
      <NavLink
        href={`${base}/approvals`}
        label="Approvals"
        icon={<Stamp {...icon} />}
        count={counts.approvals}
        countWords="waiting for approval"
      />
      <NavLink
        href={`${base}/attention`}
        label="Needs attention"
        icon={<TriangleAlert {...icon} />}
        count={counts.attention}
        countWords="stuck"
        isAlarming
      />
      <NavLink href={`${base}/refunds`} label="Refunds" icon={<ReceiptText {...icon} />} />
      <div className="hidden flex-col gap-1 border-t border-line pt-1 md:flex">
        <NavLink href={`${base}/policy`} label="Policy" icon={<ScrollText {...icon} />} />
        <NavLink href={`${base}/reports`} label="Reports" icon={<ChartColumn {...icon} />} />
        <NavLink href={`${base}/audit`} label="Audit" icon={<FileSearch {...icon} />} />
        <NavLink href={`${base}/members`} label="Members" icon={<Users {...icon} />} />
        {isAdmin && <NavLink href={`${base}/api-keys`} label="API keys" icon={<KeyRound {...icon} />} />}
        <NavLink href={`${base}/settings`} label="Settings" icon={<Settings {...icon} />} />
      </div>
      <div className="contents md:hidden">
        <NavLink href="/account" label="You" icon={<CircleUser {...icon} />} />
      </div>
    </nav>
  );
}
