import type { NextRequest } from "next/server";
import { NextResponse } from "next/server";
import { describeRequest, protectResponse } from "@/lib/web/headers";
import { askedLanguage, isAuthPage, languageCookie, languageOptions } from "@/lib/web/language-cookie";
import { refreshSession, sessionUnknownResponse } from "@/lib/web/session-refresh";

// What a visitor needs while the auth server is out of reach. Everything else waits for it.
const openPaths = /^\/(sign-in|sign-up|check-email|auth\/confirm)?$/;

/** Keeps the session fresh and gives every page its nonce. Who may see what is decided in the pages and actions. */
export async function middleware(request: NextRequest): Promise<NextResponse> {
  const { pathname, search } = request.nextUrl;
  const session = await refreshSession(request);
  const described = describeRequest(request, pathname + search, crypto.randomUUID());

  const response =
    session.isUnknown && !openPaths.test(pathname)
      ? sessionUnknownResponse()
      : NextResponse.next({ request: { headers: described } });
  session.applyTo(response);
  protectResponse(response, described);
  const language = isAuthPage(pathname) ? askedLanguage(request.nextUrl.searchParams) : undefined;
  // Whoever comes from a portal reads what follows in its language, too: the next page, and the one a mail leads to.
  if (language) response.cookies.set(languageCookie, language, languageOptions);
  return response;
}

export const config = {
  runtime: "nodejs",
  matcher: ["/((?!api/(?!desk/)|_next/static/|_next/image|favicon\\.(?:ico|svg)$).*)"],
};
