// What a reader chose for the desk, in cookies: a page arrives as they left it and never flashes.

export const densities = ["compact", "comfortable"] as const;
export type Density = (typeof densities)[number];
export const densityCookie = "density";

/** @param value the cookie, as the browser sent it */
export const densityOf = (value: string | undefined): Density =>
  densities.find((density) => density === value) ?? "compact";

export type RailWidth = "wide" | "narrow";
export const railCookie = "rail";

/** @param value the cookie, as the browser sent it */
export const railWidthOf = (value: string | undefined): RailWidth => (value === "narrow" ? "narrow" : "wide");

const yearSeconds = 31_536_000;

/** Remembers a choice in this browser. */
export function rememberChoice(cookie: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain HTTP.
  document.cookie = `${cookie}=${value}; path=/; max-age=${yearSeconds}; samesite=lax`;
}
