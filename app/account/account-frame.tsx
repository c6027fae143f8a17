import Link from "next/link";
import type { ReactNode } from "react";
import { Logo } from "@/components/logo";

type Props = Readonly<{ title: string; description?: ReactNode; back?: string; children: ReactNode }>;

/** The pages about one's own account. */
export function AccountFrame({ title, description, back, children }: Props) {
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-prose flex-col gap-6 px-4 py-6">
      <header className="flex items-center justify-between gap-4">
        <Link href="/welcome" className="rounded-md">
          <Logo />
        </Link>
        {back && (
          <Link href={back} className="link text-sm">
            Your account
          </Link>
        )}
      </header>
      <main className="flex flex-col gap-5">
        <div>
          <h1 className="text-xl">{title}</h1>
          {description && <p className="text-sm text-ink-muted">{description}</p>}
        </div>
        {children}
      </main>
    </div>
  );
}
