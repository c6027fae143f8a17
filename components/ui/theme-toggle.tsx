"use client";

import { type LucideIcon, Monitor, Moon, Sun } from "lucide-react";
import { useSyncExternalStore } from "react";
import { applyTheme, onThemeChange, readTheme, type Theme, themeLabels, themes } from "./theme";

const icons: Readonly<Record<Theme, LucideIcon>> = { system: Monitor, light: Sun, dark: Moon };

/** @param theme what the server read from the cookie */
export function ThemeToggle({ theme }: Readonly<{ theme: Theme }>) {
  const chosen = useSyncExternalStore(onThemeChange, readTheme, () => theme);
  return (
    <fieldset className="inline-flex w-fit rounded-md border border-line p-0.5">
      <legend className="sr-only">Theme</legend>
      {themes.map((option) => {
        const Icon = icons[option];
        const label = themeLabels[option];
        return (
          <button
            key={option}
            type="button"
            title={label}
            aria-label={label}
            aria-pressed={option === chosen}
            onClick={() => applyTheme(option)}
            className="inline-flex size-6 items-center justify-center rounded-sm text-ink-faint transition-colors hover:text-ink aria-pressed:bg-hover aria-pressed:text-ink pointer-coarse:size-10"
          >
            <Icon aria-hidden="true" className="size-3.5" />
          </button>
        );
      })}
    </fieldset>
  );
}
