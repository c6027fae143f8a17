import "server-only";
import { defineHop } from "@/lib/platform/hops";

const authHop = defineHop({ name: "auth.request", kind: "auth", budgetMs: 250, timeoutMs: 8_000 });

/** `fetch` to the auth server: timed, given up after 8 s, never following it elsewhere. */
export const fetchFromAuth = (url: RequestInfo | URL, init: RequestInit = {}): Promise<Response> =>
  authHop((signal) =>
    fetch(url, {
      ...init,
      signal: init.signal ? AbortSignal.any([signal, init.signal]) : signal,
      redirect: "error",
      cache: "no-store",
    }),
  );
