"use client";

import { Rows3, Rows4 } from "lucide-react";
import { useState } from "react";
import { type Density, densities, densityCookie, rememberChoice } from "@/components/preferences";

const looks = {
  compact: { icon: Rows4, label: "Compact rows" },
  comfortable: { icon: Rows3, label: "Comfortable rows" },
} as const;

/** @param density what the server read from the cookie */
export function DensityToggle({ density }: Readonly<{ density: Density }>) {
  const [chosen, setChosen] = useState(density);

  function choose(next: Density) {
    rememberChoice(densityCookie, next);
    document.querySelector("[data-density]")?.setAttribute("data-density", next);
    setChosen(next);
  }

  return (
    <fieldset className="inline-flex w-fit rounded-md border border-line p-0.5">
      <legend className="sr-only">Rows</legend>
      {densities.map((option) => {
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
