import "server-only";
import { cookies, headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import type { Locale } from "@/lib/modules/notices/schema";
import { findCustomerOf, findPortal } from "@/lib/modules/portal/customers";
import type { Dictionary } from "@/lib/modules/portal/dictionary";
import { english } from "@/lib/modules/portal/english";
import { german } from "@/lib/modules/portal/german";
import { localeOf, type Portal } from "@/lib/modules/portal/schema";
import type { CustomerActor } from "@/lib/platform/actor";
import { formatMoney } from "@/lib/platform/money";
import { findAuthLanguage } from "./auth-page";
import { findGuest } from "./guest-session";
import { currentPath } from "./headers";
import { isAuthPage, languageCookie } from "./language-cookie";
import { findVisitor, type SignedIn } from "./session";

const dictionaries: Readonly<Record<Locale, Dictionary>> = { en: english, de: german };

/** What every page of a shop's portal is written with. */
export type PortalPage = Readonly<{
  portal: Portal;
  locale: Locale;
  words: Dictionary;
  /** Days of the shop's time zone, amounts with their currency, in the reader's language. */
  date: (moment: Date) => string;
  money: (amountMinor: number, currency: string) => string;
}>;

const findPage = cache(async (slug: string): Promise<PortalPage | undefined> => {
  const portal = await findPortal(slug);
  return portal && pageOf(portal, await chooseLocale(portal));
});

/** The portal of a shop; 404 where there is none. */
export async function requirePortal(slug: string): Promise<PortalPage> {
  return (await findPage(slug)) ?? notFound();
}

async function chooseLocale(portal: Portal): Promise<Locale> {
  const asked = new URL(await currentPath(), "http://portal.invalid").searchParams.get("lang");
  const chosen = asked ?? (await cookies()).get(languageCookie)?.value;
  const acceptLanguage = (await headers()).get("accept-language");
  return localeOf({ chosen: chosen ?? undefined, acceptLanguage, shop: portal.locale });
}

function pageOf(portal: Portal, locale: Locale): PortalPage {
  // The shop's own region where it speaks the reader's language: "12 Nov" or "Nov 12".
  const region = portal.locale.split("-")[0] === locale ? portal.locale : locale;
  const { timeZone } = portal;
  const day = new Intl.DateTimeFormat(region, { day: "numeric", month: "short", year: "numeric", timeZone });
  return {
    ...{ portal, locale, words: dictionaries[locale] },
    date: (moment) => day.format(moment),
    money: (amountMinor, currency) => formatMoney(amountMinor, currency, region),
  };
}

/** The language of whatever page is being answered, for the document around it. */
export const findDocumentLanguage = cache(
  async (): Promise<Readonly<{ lang: string; dir: "ltr" | "rtl" }>> => {
    const path = await currentPath();
    if (isAuthPage(path)) return { lang: await findAuthLanguage(), dir: "ltr" };
    const [, slug] = /^\/help\/([\w-]{1,80})(?:[/?]|$)/.exec(path) ?? [];
    const page = slug ? await findPage(slug) : undefined;
    return { lang: page?.locale ?? "en", dir: page?.words.direction ?? "ltr" };
  },
);

/** The words for whatever page is being answered, also where there is no such page. */
export const findDocumentWords = cache(async (): Promise<Dictionary> => {
  const { lang } = await findDocumentLanguage();
  return lang === "de" ? german : english;
});

/** Whoever looks at a portal: a guest with one order, or somebody signed in whom the shop may or may not know. */
export type Reader =
  | Readonly<{ kind: "guest"; customer: CustomerActor; account?: never }>
  | Readonly<{ kind: "account"; customer: CustomerActor | undefined; account: SignedIn }>;

/** Who looks at the portal of `slug`, or undefined when nobody can say. A guest's link goes before an account. */
export const findReader = cache(async (slug: string): Promise<Reader | undefined> => {
  const page = await findPage(slug);
  if (!page) return undefined;
  const guest = await findGuest(page.portal.tenantId);
  if (guest) return { kind: "guest", customer: guest };
  const account = await findVisitor();
  if (!account) return undefined;
  return { kind: "account", account, customer: await findCustomerOf(account, page.portal.tenantId) };
});

/** Whoever looks at the portal; sends everybody else to its start. */
export async function requireReader(slug: string): Promise<Reader> {
  return (await findReader(slug)) ?? redirect(`/help/${slug}`);
}

/** A customer of the shop; sends everybody else to where they can look up an order. */
export async function requireCustomer(slug: string): Promise<CustomerActor> {
  return (await requireReader(slug)).customer ?? redirect(`/help/${slug}/requests`);
}
