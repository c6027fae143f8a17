import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { locales } from "@/lib/modules/notices/schema";
import { languageCookie, languageOptions } from "@/lib/web/language-cookie";
import { requirePortal } from "@/lib/web/portal-page";
import { safeReturnTo } from "@/lib/web/return-to";

type Context = Readonly<{ params: Promise<{ tenant: string }> }>;

/** Keeps the language that somebody chose, and shows the page that they were reading in it. */
export async function GET(request: Request, { params }: Context): Promise<never> {
  const { portal } = await requirePortal((await params).tenant);
  const { searchParams } = new URL(request.url);
  const chosen = locales.find((locale) => locale === searchParams.get("to"));
  if (chosen) (await cookies()).set(languageCookie, chosen, languageOptions);
  const home = `/help/${portal.slug}`;
  const back = new URL(safeReturnTo(searchParams.get("back")), "http://portal.invalid");
  back.searchParams.delete("lang");
  const isHere = back.pathname === home || back.pathname.startsWith(`${home}/`);
  redirect(isHere ? back.pathname + back.search : home);
}
