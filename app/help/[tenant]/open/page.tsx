import type { Metadata } from "next";
import { openLinkAction } from "@/app/help/[tenant]/actions";
import { formWords } from "@/app/help/[tenant]/form-words";
import { PortalForm } from "@/app/help/[tenant]/portal-form";
import { isOpenLink, readGuestLinkToken } from "@/lib/modules/portal/guest-links";
import { requirePortal } from "@/lib/web/portal-page";

type Props = Readonly<{
  params: Promise<{ tenant: string }>;
  searchParams: Promise<{ token?: string | string[] }>;
}>;

// The address of this page holds a secret, which must not travel on with the next click.
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { words } = await requirePortal((await params).tenant);
  return { title: words.open.title, referrer: "no-referrer" };
}

/** Only shows a button: mail scanners open links, and whoever opens this one must not use it up. */
export default async function OpenOrderPage({ params, searchParams }: Props) {
  const { portal, words } = await requirePortal((await params).tenant);
  const { open } = words;
  const { token } = await searchParams;
  const linkId = typeof token === "string" ? readGuestLinkToken(token) : undefined;
  if (typeof token !== "string" || linkId === undefined || !(await isOpenLink(portal, linkId))) {
    return (
      <>
        <h1 className="text-2xl">{open.broken.title}</h1>
        <p>{open.broken.text}</p>
        <p>
          <a className="link inline-flex min-h-11 items-center" href={`/help/${portal.slug}`}>
            {open.again}
          </a>
        </p>
      </>
    );
  }
  return (
    <>
      <h1 className="text-2xl">{open.title}</h1>
      <p>{open.text}</p>
      <PortalForm
        label={open.title}
        action={openLinkAction.bind(null, portal.slug)}
        hidden={{ token }}
        words={formWords(words)}
        submitLabel={open.button}
        pendingLabel={open.opening}
      />
    </>
  );
}
