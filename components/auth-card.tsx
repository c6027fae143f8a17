import Link from "next/link";
import type { ReactNode } from "react";
import { Logo } from "./logo";

type AuthCardProps = Readonly<{
  title: string;
  description?: ReactNode;
  children: ReactNode;
  /** Ways to other pages, below the card. */
  footer?: ReactNode;
}>;

/** One small card: sign-in, sign-up and their relatives. From the top, so that it does not move while it arrives. */
export function AuthCard({ title, description, children, footer }: AuthCardProps) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-form flex-col gap-6 px-4 pt-[10dvh] pb-12">
      <Link href="/" className="self-center rounded-md text-lg">
        <Logo />
      </Link>
      <div className="flex flex-col gap-5 rounded-md border border-line bg-surface p-6">
        <header className="flex flex-col gap-1">
          <h1 className="text-xl">{title}</h1>
          {description && <p className="text-base text-ink-muted">{description}</p>}
        </header>
        {children}
      </div>
      {footer && <div className="flex flex-col items-center gap-2 text-sm text-ink-muted">{footer}</div>}
    </main>
  );
}
