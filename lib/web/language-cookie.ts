import { type Locale, locales } from "@/lib/modules/notices/schema";
import { cookieName, cookieOptions } from "./supabase";

/** Which language somebody reads portals, and the pages around signing in to them, in. */
export const languageCookie = cookieName("makegood-language");
export const languageOptions = { ...cookieOptions, maxAge: 365 * 24 * 60 * 60 } as const;

const authPages =
  /^\/(sign-in|sign-up|check-email|verify|forgot-password|choose-password|auth\/confirm|account-deleted)(?:[/?]|$)/;

/** Is this one of the pages around signing in? @param path may carry a query */
export const isAuthPage = (path: string): boolean => authPages.test(path);

/** The language that an address asks for, if it asks for one of ours. */
export const askedLanguage = (search: URLSearchParams): Locale | undefined =>
  locales.find((locale) => locale === search.get("lang"));
