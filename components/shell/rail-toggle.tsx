"use client";

import { PanelLeft } from "lucide-react";
import { useState } from "react";
import { type RailWidth, railCookie, rememberChoice } from "@/components/preferences";
import { railEntry } from "./rail-entry";

/** Folds the rail to its icons and unfolds it. @param width as the server read it from the cookie */
export function RailToggle({ width: initial }: Readonly<{ width: RailWidth }>) {
  const [width, setWidth] = useState(initial);
  const label = width === "wide" ? "Fold the rail" : "Unfold the rail";

  function turn() {
    const next = width === "wide" ? "narrow" : "wide";
    rememberChoice(railCookie, next);
    document.querySelector<HTMLElement>("[data-rail]")?.setAttribute("data-rail", next);
    setWidth(next);
  }

  return (
    <button type="button" title={label} onClick={turn} className={`${railEntry} hidden xl:flex`}>
      <PanelLeft aria-hidden="true" className="size-4 shrink-0" />
      <span className="truncate">{width === "wide" ? "Fold" : "Unfold"}</span>
      <span className="sr-only"> the rail</span>
    </button>
  );
}
