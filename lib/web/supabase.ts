import "server-only";
import { combineChunks, createServerClient, isChunkLike, stringFromBase64URL } from "@supabase/ssr";
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { cookies } from "next/headers";
import { z } from "zod";
import { env } from "@/lib/platform/env";
import { fetchFromAuth } from "./auth-fetch";
import { spendOnce } from "./refresh-flight";

const isHttps = env.SITE_URL.startsWith("https:");

/** Options of every cookie we set. `__Host-` makes the browser refuse one that a neighbouring host planted. */
export const cookieOptions = { path: "/", httpOnly: true, sameSite: "lax", secure: isHttps } as const;
export const cookieName = (name: string): string => (isHttps ? `__Host-${name}` : name);

const sessionCookie = cookieName("makegood-session");
const sessionSeconds = 30 * 24 * 60 * 60;
// What the SDK keeps beside the session is for a sign-in with a provider that is under way.
const flowSeconds = 10 * 60;
const keepSecondsOf = (name: string): number =>
  isChunkLike(name, sessionCookie) ? sessionSeconds : flowSeconds;

type AuthClient = SupabaseClient["auth"];

type Cookie = Readonly<{ name: string; value: string }>;
export type WrittenCookie = Cookie & Readonly<{ options: typeof cookieOptions & { maxAge: number } }>;

/** Where one request's cookies are read and written. */
export type CookieJar = Readonly<{
  getAll(): Cookie[];
  set(cookie: WrittenCookie): void;
  setHeaders(headers: Readonly<Record<string, string>>): void;
}>;

/**
 * A client whose session lives in `jar`. One per request: it remembers.
 * @param signal ends the SDK's own retries, which go on for half a minute
 */
export function createSessionClient(jar: CookieJar, signal?: AbortSignal): AuthClient {
  const client = createServerClient(env.SUPABASE_URL, env.SUPABASE_PUBLISHABLE_KEY, {
    cookieOptions: { ...cookieOptions, name: sessionCookie },
    cookies: {
      encode: "tokens-only",
      getAll: () => jar.getAll(),
      setAll: (written, headers) => {
        for (const { name, value, options } of written) {
          jar.set({
            name,
            value,
            options: { ...cookieOptions, maxAge: options.maxAge === 0 ? 0 : keepSecondsOf(name) },
          });
        }
        jar.setHeaders(headers);
      },
    },
    global: { fetch: (url, init) => fetchWithSingleRefresh(url, init, signal) },
  });
  return client.auth;
}

/** A client that keeps nothing: for requests that only make the auth server send a mail. */
export function createStatelessClient(): AuthClient {
  const client = createClient(env.SUPABASE_URL, env.SUPABASE_PUBLISHABLE_KEY, {
    auth: { flowType: "implicit", persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    global: { fetch: fetchFromAuth },
  });
  return client.auth;
}

/** The jar of the server action that is running. */
export const actionJar = async (): Promise<CookieJar> => jarOf(await cookies());

/** The jar of an action or a handler. Their answers are never cached, so they need no headers. */
export function jarOf(store: Awaited<ReturnType<typeof cookies>>): CookieJar {
  return {
    getAll: () => store.getAll(),
    set: ({ name, value, options }) => void store.set(name, value, options),
    setHeaders: () => undefined,
  };
}

const tokensSchema = z.object({ access_token: z.string().min(1), refresh_token: z.string().min(1) });

/** The access token in `jar`, unverified, or undefined when there is no session. */
export async function readAccessToken(jar: Pick<CookieJar, "getAll">): Promise<string | undefined> {
  const all = new Map(jar.getAll().map(({ name, value }) => [name, value]));
  const value = await combineChunks(sessionCookie, (name) => all.get(name));
  if (!value?.startsWith("base64-")) return undefined;
  try {
    return tokensSchema.parse(JSON.parse(stringFromBase64URL(value.slice("base64-".length)))).access_token;
  } catch {
    // A cookie that we did not write is as good as none.
    return undefined;
  }
}

/** Forgets what the SDK kept for signing in with a provider. */
export function clearFlow(jar: CookieJar): void {
  for (const { name } of jar.getAll()) {
    if (name.startsWith(`${sessionCookie}-`) && name.endsWith("code-verifier"))
      jar.set({ name, value: "", options: { ...cookieOptions, maxAge: 0 } });
  }
}

/** Forgets the session in this browser, whether or not the auth server can be reached. */
export function clearSession(jar: CookieJar): void {
  for (const { name } of jar.getAll()) {
    if (isChunkLike(name, sessionCookie))
      jar.set({ name, value: "", options: { ...cookieOptions, maxAge: 0 } });
  }
}

// Renewed; or refused because the session is spent, ended or banned.
const verdicts = [200, 400, 403];
const refreshBody = z.object({ refresh_token: z.string().min(1) });

async function fetchWithSingleRefresh(
  url: RequestInfo | URL,
  init: RequestInit | undefined,
  signal: AbortSignal | undefined,
): Promise<Response> {
  if (!String(url).endsWith("/token?grant_type=refresh_token")) return fetchFromAuth(url, init);
  if (signal?.aborted) return new Response(null, { status: 503 });
  const { refresh_token } = refreshBody.parse(JSON.parse(String(init?.body)));
  const response = await spendOnce(refresh_token, () => fetchFromAuth(url, init));
  // The SDK ends the session on any other refusal, and a busy or broken server is no reason to sign anybody out.
  return verdicts.includes(response.status) ? response : new Response(null, { status: 503 });
}
