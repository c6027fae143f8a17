import { LogOut } from "lucide-react";
import type { Metadata } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { signOutAction } from "@/app/(auth)/sign-out/actions";
import { AppShell } from "@/components/app-shell";
import { Banner } from "@/components/ui/banner";
import { SubmitButton } from "@/components/ui/submit-button";
import { themeCookie, themeOf } from "@/components/ui/theme";
import { ToastRegion } from "@/components/ui/toast";
import { listPlacedSwitches } from "@/lib/modules/access/kill-switches";
import { countDesk, requireDesk } from "./desk";
import { LiveProvider } from "./live";

export const metadata: Metadata = { robots: { index: false } };

type Props = Readonly<{ children: ReactNode; params: Promise<{ tenant: string }> }>;

export default async function DeskLayout({ children, params }: Props) {
  const { tenant: slug } = await params;
  const { actor, tenant } = await requireDesk(slug);
  const [counts, switches] = await Promise.all([countDesk(slug), listPlacedSwitches(actor)]);
  const stop = switches.find(({ keyId }) => keyId === null);
  const theme = themeOf((await cookies()).get(themeCookie)?.value);
  return (
    <AppShell
      tenant={tenant}
      me={{ name: actor.name, role: actor.role }}
      counts={{ approvals: counts["awaiting-approval"], attention: counts.attention }}
      theme={theme}
      banner={
        stop && (
          <Banner tone="attention" title="All payouts are stopped" role="status">
            By {stop.placedByName}: {stop.reason}
          </Banner>
        )
      }
      meSlot={
        <form action={signOutAction}>
          <SubmitButton
            variant="ghost"
            size="sm"
            pendingLabel="Signing out…"
            icon={<LogOut aria-hidden="true" className="size-3.5 max-xl:hidden" />}
          >
            Sign out
          </SubmitButton>
        </form>
      }
    >
      <LiveProvider tenantSlug={slug} counts={counts}>
        {children}
        <ToastRegion />
      </LiveProvider>
    </AppShell>
  );
}
