export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

/** The cookie the server reads, so that a page arrives in its colours and never flashes. */
export const themeCookie = "theme";

/** @param value the cookie, as the browser sent it */
export const themeOf = (value: string | undefined): Theme =>
  themes.find((theme) => theme === value) ?? "system";
