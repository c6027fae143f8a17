import { LogOut } from "lucide-react";
import type { Metadata } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { signOutAction } from "@/app/(auth)/sign-out/actions";
import { densityCookie, densityOf, railCookie, railWidthOf } from "@/components/preferences";
import { AppShell } from "@/components/shell/app-shell";
import { DensityToggle } from "@/components/shell/density-toggle";
import { placesFor } from "@/components/shell/places";
import { keysCookie, ownKeysOf } from "@/components/shortcuts/own-keys";
import { ShortcutsProvider } from "@/components/shortcuts/shortcuts-provider";
import { Banner } from "@/components/ui/banner";
import { SubmitButton } from "@/components/ui/submit-button";
import { themeCookie, themeOf } from "@/components/ui/theme";
import { ThemeToggle } from "@/components/ui/theme-toggle";
import { ToastRegion } from "@/components/ui/toast";
import { listPlacedSwitches } from "@/lib/modules/access/kill-switches";
import { isSimulated } from "@/lib/modules/payments/stripe-client";
import { countDesk, listDesks, requireDesk } from "./desk";
import { LiveProvider } from "./live";
import { DeskShortcuts } from "./shell/desk-shortcuts";
import { LiveCount } from "./shell/live-count";
import { LiveNotice } from "./shell/live-notice";
import { Tools } from "./shell/tools";

export const metadata: Metadata = { robots: { index: false } };

type Props = Readonly<{ children: ReactNode; params: Promise<{ tenant: string }> }>;

export default async function DeskLayout({ children, params }: Props) {
  const { tenant: slug } = await params;
  const { actor, tenant } = await requireDesk(slug);
  const [counts, switches, desks, jar] = await Promise.all([
    countDesk(slug),
    listPlacedSwitches(actor),
    listDesks(),
    cookies(),
  ]);
  const chosen = (cookie: string) => jar.get(cookie)?.value;
  const places = placesFor(actor.role === "admin");
  return (
    <LiveProvider tenantSlug={slug} counts={counts}>
      <ShortcutsProvider own={ownKeysOf(chosen(keysCookie))}>
        <DeskShortcuts base={`/t/${slug}`} places={places} />
        <AppShell
          tenant={tenant}
          tenants={desks}
          me={{ name: actor.name, role: actor.role }}
          density={densityOf(chosen(densityCookie))}
          railWidth={railWidthOf(chosen(railCookie))}
          counts={{
            approvals: <LiveCount split="awaiting-approval" words="waiting for approval" />,
            attention: <LiveCount split="attention" words="stuck" isAlarming />,
          }}
          tools={<Tools tenant={tenant} tenants={desks} places={places} />}
          banner={
            <>
              {isSimulated && <SandboxRibbon />}
              <StoppedPayouts stop={switches.find(({ keyId }) => keyId === null)} />
            </>
          }
          notice={<LiveNotice />}
          choices={
            <>
              <ThemeToggle theme={themeOf(chosen(themeCookie))} />
              <DensityToggle density={densityOf(chosen(densityCookie))} />
              <SignOut />
            </>
          }
        >
          {children}
        </AppShell>
        <ToastRegion />
      </ShortcutsProvider>
    </LiveProvider>
  );
}

const SandboxRibbon = () => (
  <aside
    aria-label="Sandbox"
    className="shrink-0 border-b border-waiting-line bg-waiting-soft px-4 py-0.5 text-center text-xs text-waiting"
  >
    Sandbox: no real money moves here.
  </aside>
);

type Stop = Readonly<{ placedByName: string; reason: string }>;

const StoppedPayouts = ({ stop }: Readonly<{ stop: Stop | undefined }>) =>
  stop && (
    <Banner tone="attention" title="All payouts are stopped" role="status">
      By {stop.placedByName}: {stop.reason}
    </Banner>
  );

const SignOut = () => (
  <form action={signOutAction} data-sign-out="">
    <SubmitButton
      variant="ghost"
      size="sm"
      pendingLabel="Signing out…"
      icon={<LogOut aria-hidden="true" className="size-3.5" />}
    >
      Sign out
    </SubmitButton>
  </form>
);
