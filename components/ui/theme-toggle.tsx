"use client";

import { type LucideIcon, Monitor, Moon, Sun } from "lucide-react";
import { useState } from "react";
import { type Theme, themeCookie, themes } from "./theme";

const looks: Readonly<Record<Theme, { icon: LucideIcon; label: string }>> = {
  system: { icon: Monitor, label: "Theme of this device" },
  light: { icon: Sun, label: "Light theme" },
  dark: { icon: Moon, label: "Dark theme" },
};

const yearSeconds = 31_536_000;

/** @param theme what the server read from the cookie */
export function ThemeToggle({ theme }: Readonly<{ theme: Theme }>) {
  const [chosen, setChosen] = useState(theme);

  function choose(next: Theme) {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain HTTP.
    document.cookie = `${themeCookie}=${next}; path=/; max-age=${yearSeconds}; samesite=lax`;
    if (next === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    setChosen(next);
  }

  return (
    <fieldset className="inline-flex w-fit rounded-md border border-line p-0.5">
      <legend className="sr-only">Theme</legend>
      {themes.map((option) => {
        const { icon: Icon, label } = looks[option];
        return (
          <button
            key={option}
            type="button"
            title={label}
            aria-label={label}
            aria-pressed={option === chosen}
            onClick={() => choose(option)}
            className="inline-flex size-6 items-center justify-center rounded-sm text-ink-faint transition-colors hover:text-ink aria-pressed:bg-hover aria-pressed:text-ink pointer-coarse:size-10"
          >
            <Icon aria-hidden="true" className="size-3.5" />
          </button>
        );
      })}
    </fieldset>
  );
}
