import "server-only";
import { isIP } from "node:net";
import { headers } from "next/headers";
import { env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";

const isHttps = env.SITE_URL.startsWith("https:");

/** The browser may load only what we serve, and run only the scripts of this very answer. */
export function contentSecurityPolicy(nonce: string): string {
  // React's development build calls eval to rebuild server stacks, and its overlay brings inline styles.
  const isDevelopment = env.NODE_ENV === "development";
  return [
    "default-src 'self'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    isDevelopment ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** What the app may know of a request beyond what the browser sent. Replaces whatever a client sent under these names. */
export function describeRequest(request: Request, path: string, nonce: string): Headers {
  const described = new Headers(request.headers);
  described.set("x-request-id", requestIdOf(request.headers));
  described.set("x-path", path);
  described.set("x-nonce", nonce);
  described.set("content-security-policy", contentSecurityPolicy(nonce));
  return described;
}

/** Sets on the answer what `describeRequest` told the app. */
export function protectResponse(response: Response, described: Headers): void {
  response.headers.set("x-request-id", described.get("x-request-id") ?? "");
  response.headers.set("content-security-policy", described.get("content-security-policy") ?? "");
  if (isHttps) response.headers.set("strict-transport-security", "max-age=63072000; includeSubDomains");
}

/** The id under which logs and error pages speak of one request. */
export function requestIdOf(from: Headers): string {
  const given = from.get("x-request-id") ?? "";
  return /^[\w-]{8,64}$/.test(given) ? given : newId();
}

/** Path and query of the page that is being answered. */
export const currentPath = async (): Promise<string> => (await headers()).get("x-path") ?? "/";

/** Did one of our own pages send this? A browser lets no other site set these headers. */
export async function isSameOrigin(): Promise<boolean> {
  const from = await headers();
  const origin = from.get("origin");
  return from.get("sec-fetch-site") === "same-origin" || origin === new URL(env.SITE_URL).origin;
}

/** What an IP limit counts by: the address, or the /64 that one IPv6 customer owns. */
export async function clientNetwork(): Promise<string> {
  return networkOf((await headers()).get("x-forwarded-for"));
}

/** @param forwardedFor the header; its last entry is the only one that the nearest proxy vouches for */
export function networkOf(forwardedFor: string | null): string {
  const address = forwardedFor?.split(",").at(-1)?.trim() ?? "";
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  return isIP(address) === 6 ? `${prefix64(address)}::/64` : isIP(address) === 4 ? address : "unknown";
}

function prefix64(address: string): string {
  const [head = "", tail] = address.split("::");
  const left = head.split(":").filter(Boolean);
  const right = tail?.split(":").filter(Boolean) ?? [];
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => "0");
  return [...left, ...zeros, ...right]
    .slice(0, 4)
    .map((part) => Number.parseInt(part, 16).toString(16))
    .join(":");
}
