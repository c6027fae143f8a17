// Only pages that make sense after signing in, so that an odd path ends on the welcome page instead of a 404.
const prefixes = ["/t/", "/help/", "/account", "/admin", "/welcome", "/join"];
const nowhere = "http://return-to.invalid";

/** Where to go after signing in. */
export const defaultReturnTo = "/welcome";

/**
 * The path, query and fragment of `candidate` when it stays on this site; the welcome page otherwise.
 * A browser reads `\` as `/` and drops tabs and newlines, so the parsed URL is judged, not the text.
 */
export function safeReturnTo(candidate: unknown): string {
  if (typeof candidate !== "string" || !candidate.startsWith("/") || candidate.length > 2_000)
    return defaultReturnTo;
  if (!URL.canParse(candidate, nowhere)) return defaultReturnTo;

  const url = new URL(candidate, nowhere);
  const path = `${url.pathname}${url.search}${url.hash}`;
  const staysHere = url.origin === nowhere && !/^\/[/\\]/.test(path);
  return staysHere && prefixes.some((prefix) => isBelow(url.pathname, prefix)) ? path : defaultReturnTo;
}

const isBelow = (pathname: string, prefix: string): boolean =>
  prefix.endsWith("/")
    ? pathname.startsWith(prefix)
    : pathname === prefix || pathname.startsWith(`${prefix}/`);
