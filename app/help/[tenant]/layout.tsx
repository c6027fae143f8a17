import type { Metadata } from "next";
import type { ReactNode } from "react";
import { signOutAction } from "@/app/(auth)/sign-out/actions";
import { locales } from "@/lib/modules/notices/schema";
import { english } from "@/lib/modules/portal/english";
import { german } from "@/lib/modules/portal/german";
import { listOwnOrders } from "@/lib/modules/portal/queries";
import { currentPath } from "@/lib/web/headers";
import { findReader, type PortalPage, type Reader, requirePortal } from "@/lib/web/portal-page";
import { leaveAction } from "./actions";

type Props = Readonly<{ params: Promise<{ tenant: string }>; children: ReactNode }>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { portal, words } = await requirePortal((await params).tenant);
  const name = words.layout.help(portal.name);
  return {
    title: { default: name, template: `%s · ${name}` },
    description: words.start.intro,
    robots: { index: false },
  };
}

/** The frame of every portal page. Plain links, so that each page is whole by itself and the language is the document's. */
export default async function PortalLayout({ params, children }: Props) {
  const { tenant } = await params;
  const page = await requirePortal(tenant);
  const reader = await findReader(tenant);
  const { portal, words } = page;
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-prose flex-col px-4 text-lg">
      <a href="#content" className="sr-only focus:not-sr-only focus:link">
        {words.layout.skip}
      </a>
      <header className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-b border-line py-4">
        <a href={`/help/${portal.slug}`} className="font-semibold break-words">
          {words.layout.help(portal.name)}
        </a>
        <LanguageSwitch page={page} back={await currentPath()} />
        {reader && <Ways page={page} reader={reader} />}
      </header>
      {reader?.kind === "guest" && <GuestBar page={page} reader={reader} />}
      <main id="content" tabIndex={-1} className="flex flex-1 flex-col gap-8 py-8 outline-none">
        {children}
      </main>
      <footer className="border-t border-line py-4 text-base text-ink-muted">{words.layout.poweredBy}</footer>
    </div>
  );
}

function LanguageSwitch({ page, back }: Readonly<{ page: PortalPage; back: string }>) {
  const others = locales.filter((locale) => locale !== page.locale);
  return (
    <ul className="flex gap-4 text-base">
      {others.map((locale) => {
        const { languageName, layout } = locale === "de" ? german : english;
        return (
          <li key={locale}>
            <a
              className="link inline-flex min-h-11 items-center"
              lang={locale}
              hrefLang={locale}
              href={`/help/${page.portal.slug}/language?to=${locale}&back=${encodeURIComponent(back)}`}
            >
              {languageName}
              <span className="sr-only">. {layout.switchTo}</span>
            </a>
          </li>
        );
      })}
    </ul>
  );
}

function Ways({ page: { portal, words }, reader }: Readonly<{ page: PortalPage; reader: Reader }>) {
  return (
    <nav aria-label={words.layout.help(portal.name)} className="w-full">
      <ul className="flex flex-wrap items-center gap-x-6">
        <li>
          <a className="link inline-flex min-h-11 items-center" href={`/help/${portal.slug}/requests`}>
            {words.layout.requests}
          </a>
        </li>
        <li>
          <a className="link inline-flex min-h-11 items-center" href={`/help/${portal.slug}/account`}>
            {reader.kind === "account" ? words.layout.account : words.account.dataTitle}
          </a>
        </li>
        {reader.kind === "account" && (
          <li className="ms-auto">
            <form action={signOutAction}>
              <button type="submit" className="link min-h-11">
                {words.layout.signOut}
              </button>
            </form>
          </li>
        )}
      </ul>
    </nav>
  );
}

async function GuestBar({
  page: { portal, words },
  reader,
}: Readonly<{ page: PortalPage; reader: Extract<Reader, { kind: "guest" }> }>) {
  const [order] = await listOwnOrders(reader.customer);
  return (
    <form
      action={leaveAction.bind(null, portal.slug)}
      className="flex flex-wrap items-center gap-x-4 border-b border-line py-2 text-base text-ink-muted"
    >
      {words.layout.guest(order?.number ?? "")}
      <button type="submit" className="link min-h-11">
        {words.layout.leave}
      </button>
    </form>
  );
}
