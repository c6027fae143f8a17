import { rememberChoice } from "@/components/preferences";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

export const themeLabels: Readonly<Record<Theme, string>> = {
  system: "Theme of this device",
  light: "Light theme",
  dark: "Dark theme",
};

/** The cookie the server reads, so that a page arrives in its colours and never flashes. */
export const themeCookie = "theme";

/** @param value the cookie, as the browser sent it */
export const themeOf = (value: string | undefined): Theme =>
  themes.find((theme) => theme === value) ?? "system";

const changed = "makegood:theme";

/** Shows this page and the next ones in a theme. */
export function applyTheme(theme: Theme): void {
  rememberChoice(themeCookie, theme);
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  document.dispatchEvent(new Event(changed));
}

/** The theme of this page now. */
export const readTheme = (): Theme => themeOf(document.documentElement.dataset.theme);

/** Hears of every change, whichever toggle made it. @returns what ends it */
export function onThemeChange(listener: () => void): () => void {
  document.addEventListener(changed, listener);
  return () => document.removeEventListener(changed, listener);
}
