import "server-only";
import { isAuthError, isAuthRetryableFetchError } from "@supabase/supabase-js";
import { type NextRequest, NextResponse } from "next/server";
import { DomainError } from "@/lib/platform/errors";
import { defineHop, HopTimeoutError } from "@/lib/platform/hops";
import { logger } from "@/lib/platform/logger";
import { verifyAccessToken } from "./access-token";
import { type CookieJar, createSessionClient, readAccessToken, type WrittenCookie } from "./supabase";

const refreshWhenLeftMs = 60_000;
// After a failure nobody waits for the auth server again for this long.
const restMs = 2_000;
let restsUntil = 0;

const refreshHop = defineHop({ name: "auth.refresh", kind: "auth", budgetMs: 250, timeoutMs: 2_000 });

type RefreshedSession = Readonly<{
  /** The session may well be good, but nobody can say so right now. */
  isUnknown: boolean;
  /** Writes changed cookies, and the headers that keep caches from storing them. Call it on whatever is answered. */
  applyTo(response: NextResponse): void;
}>;

/**
 * Renews the session in `request` when its access token has less than a minute left, and puts the new cookies into the
 * request, so that pages see them at once. Nothing else in the product renews a session.
 */
export async function refreshSession(request: NextRequest): Promise<RefreshedSession> {
  const { jar, applyTo } = requestJar(request);
  const token = await readAccessToken(jar);
  if (!token) return { isUnknown: false, applyTo };

  let leftMs = 0;
  try {
    const session = await verifyAccessToken(token, { allowExpired: true });
    // A forged token must not make us ask the auth server.
    if (!session) return { isUnknown: false, applyTo };
    leftMs = session.expiresAt.getTime() - Date.now();
    if (leftMs >= refreshWhenLeftMs) return { isUnknown: false, applyTo };
    if (Date.now() < restsUntil) return { isUnknown: leftMs <= 0, applyTo };
    await renew(jar);
    return { isUnknown: false, applyTo };
  } catch (error) {
    if (!isOutage(error)) throw error;
    logger.warn({ error: String(error) }, "the session could not be renewed");
    restsUntil = Date.now() + restMs;
    return { isUnknown: leftMs <= 0, applyTo };
  }
}

/** What to answer while a session can be neither confirmed nor refused. It tries again by itself. */
export const sessionUnknownResponse = (): NextResponse =>
  new NextResponse(
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="5">
<title>Signing in is unavailable · Makegood</title></head><body><main><h1>Signing in is unavailable at the moment</h1>
<p>You have not been signed out and nothing is lost. This page tries again every 5 seconds.</p></main></body></html>`,
    {
      status: 503,
      headers: {
        "content-type": "text/html; charset=utf-8",
        "retry-after": "5",
        "cache-control": "no-store",
      },
    },
  );

// `getSession` spends the refresh token once, writes the answer into the jar, and ends a session that was refused.
const renew = (jar: CookieJar): Promise<void> =>
  refreshHop(async (signal) => {
    const { error } = await createSessionClient(jar, signal).getSession();
    if (isAuthRetryableFetchError(error)) throw error;
  });

const isOutage = (error: unknown): boolean =>
  error instanceof HopTimeoutError ||
  (error instanceof DomainError && error.code === "unavailable") ||
  isAuthError(error);

function requestJar(request: NextRequest) {
  const written = new Map<string, WrittenCookie>();
  const extraHeaders = new Headers();
  const jar: CookieJar = {
    getAll: () => request.cookies.getAll(),
    set: (cookie) => {
      written.set(cookie.name, cookie);
      if (cookie.options.maxAge === 0) request.cookies.delete(cookie.name);
      else request.cookies.set(cookie.name, cookie.value);
    },
    setHeaders: (headers) => {
      for (const [name, value] of Object.entries(headers)) extraHeaders.set(name, value);
    },
  };
  const applyTo = (response: NextResponse): void => {
    for (const { name, value, options } of written.values()) {
      // Next drops a zero Max-Age when it merges cookies into a page's redirect; Expires survives.
      const ended = options.maxAge === 0 ? { expires: new Date(0) } : {};
      response.cookies.set(name, value, { ...options, ...ended });
    }
    for (const [name, value] of extraHeaders) response.headers.set(name, value);
  };
  return { jar, applyTo };
}
