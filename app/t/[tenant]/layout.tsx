import { LogOut } from "lucide-react";
import type { Metadata } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { signOutAction } from "@/app/(auth)/sign-out/actions";
import { AppShell } from "@/components/app-shell";
import { SubmitButton } from "@/components/ui/submit-button";
import { themeCookie, themeOf } from "@/components/ui/theme";
import { countDesk, requireDesk } from "./desk";

export const metadata: Metadata = { robots: { index: false } };

type Props = Readonly<{ children: ReactNode; params: Promise<{ tenant: string }> }>;

export default async function DeskLayout({ children, params }: Props) {
  const { tenant: slug } = await params;
  const { actor, tenant } = await requireDesk(slug);
  const counts = await countDesk(slug);
  const theme = themeOf((await cookies()).get(themeCookie)?.value);
  return (
    <AppShell
      tenant={tenant}
      me={{ name: actor.name, role: actor.role }}
      counts={{ approvals: counts["awaiting-approval"], attention: counts.attention }}
      theme={theme}
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
      {children}
    </AppShell>
  );
}
