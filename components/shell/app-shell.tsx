import type { ReactNode } from "react";
import type { Density, RailWidth } from "@/components/preferences";
import type { Role } from "@/lib/platform/actor";
import { Me } from "./me";
import type { PlaceId } from "./places";
import { Rail } from "./rail";
import { RailToggle } from "./rail-toggle";
import { type TenantChoice, TenantSwitch } from "./tenant-switch";

type AppShellProps = Readonly<{
  tenant: TenantChoice;
  /** Every desk that the reader may open, this one among them. */
  tenants: readonly TenantChoice[];
  me: Readonly<{ name: string; role: Role }>;
  counts: Partial<Record<PlaceId, ReactNode>>;
  density: Density;
  railWidth: RailWidth;
  /** Looks and sign out: small forms. */
  choices: ReactNode;
  /** Opens the palette and the list of keys. */
  tools: ReactNode;
  /** Stands above everything: this is a sandbox, all payouts are stopped. */
  banner?: ReactNode;
  /** Lies over the page without moving it: live updates are paused. */
  notice?: ReactNode;
  children: ReactNode;
}>;

/** The desk around every page: a rail on the left, a bar at the bottom of a phone. */
export function AppShell(props: AppShellProps) {
  const { tenant, tenants, me, counts, density, railWidth, choices, tools, banner, notice, children } = props;
  return (
    <div
      data-rail={railWidth}
      data-density={density}
      className="group/shell flex h-dvh flex-col text-sm md:flex-row"
    >
      <a
        href="#content"
        className="sr-only z-20 rounded-md bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      <header className="z-10 order-last flex shrink-0 flex-col border-line bg-sunken max-md:border-t md:order-first md:w-rail-narrow md:overflow-y-auto md:border-r wide:w-rail">
        <div className="hidden md:block">
          <TenantSwitch current={tenant} tenants={tenants} />
        </div>
        <div className="hidden flex-col gap-1 px-1.5 md:flex wide:px-2">{tools}</div>
        <Rail
          base={`/t/${tenant.slug}`}
          isAdmin={me.role === "admin"}
          counts={counts}
          more={<Me {...me}>{choices}</Me>}
        />
        <div className="mt-auto hidden flex-col gap-1 border-t border-line p-1.5 md:flex wide:px-2">
          <RailToggle width={railWidth} />
          <Me {...me} isMenu>
            {choices}
          </Me>
        </div>
      </header>
      <div className="relative flex min-h-0 min-w-0 flex-1 flex-col">
        {banner}
        {notice}
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
