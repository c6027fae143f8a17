import { BadgeCheck, Landmark, type LucideIcon, MailCheck } from "lucide-react";
import { cookies } from "next/headers";
import Link from "next/link";
import { FollowThrough } from "@/components/follow-through";
import { Logo } from "@/components/logo";
import { Card } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/link-button";
import { themeCookie, themeOf } from "@/components/ui/theme";
import { ThemeToggle } from "@/components/ui/theme-toggle";
import type { FollowThroughStep } from "@/lib/modules/cases/schema";

const promises: readonly Readonly<{ icon: LucideIcon; title: string; text: string }>[] = [
  {
    icon: BadgeCheck,
    title: "A decision is followed through",
    text: "The money moves exactly once, the customer is told what really happened, and your CRM knows. If a step gets stuck, it stands in red and has an owner.",
  },
  {
    icon: Landmark,
    title: "The model never holds the money",
    text: "An AI agent may propose. Limits and two pairs of eyes decide. A worker pays.",
  },
  {
    icon: MailCheck,
    title: "Works beside your help desk",
    text: "Open a case by API or from a macro. Its outcome is written back.",
  },
];

const example: readonly FollowThroughStep[] = [
  { step: "decision", state: "done", attempts: 1, by: "Ana Ruiz" },
  { step: "approval", state: "done", attempts: 1, by: "Lea Berg" },
  { step: "payout", state: "done", attempts: 2 },
  { step: "mail", state: "done", attempts: 1 },
  { step: "crm", state: "retrying", attempts: 2, error: "The CRM did not answer. We keep trying." },
];

export default async function StartPage() {
  const theme = themeOf((await cookies()).get(themeCookie)?.value);
  return (
    <div className="mx-auto flex min-h-dvh max-w-page flex-col px-4 md:px-8">
      <header className="flex h-16 items-center justify-between gap-4">
        <Logo />
        <ThemeToggle theme={theme} />
      </header>
      <main className="grid flex-1 content-start items-start gap-12 py-8 lg:pt-[12dvh] lg:grid-cols-[minmax(0,1fr)_21rem]">
        <div className="flex flex-col gap-8">
          <div className="flex flex-col gap-3">
            <h1 className="text-2xl tracking-tight">Refunds that are followed through</h1>
            <p className="max-w-prose text-lg text-ink-muted">
              Makegood is an open-source support and refund desk. A customer asks for money back, a person or
              an AI agent decides, and Makegood makes good on the decision.
            </p>
          </div>
          <div className="flex flex-wrap gap-3">
            <LinkButton href="/sign-in" variant="primary" size="lg">
              Sign in
            </LinkButton>
            <LinkButton href="/sign-up" size="lg">
              Create an account
            </LinkButton>
          </div>
          <ul className="grid gap-6 md:grid-cols-3">
            {promises.map(({ icon: Icon, title, text }) => (
              <li key={title}>
                <Icon aria-hidden="true" className="mb-2 size-4 text-accent" />
                <h2 className="text-base">{title}</h2>
                <p className="mt-1 text-sm text-pretty text-ink-muted">{text}</p>
              </li>
            ))}
          </ul>
        </div>
        <Card title="Follow-through of one refund">
          <FollowThrough steps={example} />
        </Card>
      </main>
      <footer className="flex flex-wrap gap-x-4 border-t border-line py-4 text-xs text-ink-muted">
        <p>Waiting for your own refund? Use the help link in the mail from your shop.</p>
        <Link href="/welcome" className="link ml-auto">
          Your workspaces
        </Link>
      </footer>
    </div>
  );
}
