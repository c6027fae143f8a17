"use client";

import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { defaultPaneStep, lastPaneStep, type Pane, paneCookie } from "./panes";

const yearSeconds = 31_536_000;
const pixelsPerStep = 44;

/** The line between two panes: drag it, use the arrow keys, or double-click to reset. The browser remembers. */
export function PaneResizer({ pane, step }: Readonly<{ pane: Pane; step: number }>) {
  const [current, setCurrent] = useState(step);
  const line = useRef<HTMLHRElement>(null);
  const drag = useRef<{ fromX: number; fromStep: number }>(undefined);
  // The context pane stands right of its line, so it grows when the line moves left.
  const direction = pane === "list" ? 1 : -1;

  function resize(wanted: number) {
    const next = Math.min(lastPaneStep, Math.max(0, wanted));
    const container = line.current?.closest<HTMLElement>("[data-panes]");
    if (!container || next === current) return;
    container.dataset[pane] = String(next);
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain HTTP.
    document.cookie = `${paneCookie(pane)}=${next}; path=/; max-age=${yearSeconds}; samesite=lax`;
    setCurrent(next);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "ArrowRight") resize(current + direction);
    else if (event.key === "ArrowLeft") resize(current - direction);
    else return;
    event.preventDefault();
  }

  function onPointerDown(event: PointerEvent) {
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { fromX: event.clientX, fromStep: current };
  }

  function onPointerMove(event: PointerEvent) {
    if (!drag.current) return;
    const moved = (event.clientX - drag.current.fromX) * direction;
    resize(drag.current.fromStep + Math.round(moved / pixelsPerStep));
  }

  return (
    <hr
      ref={line}
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={`Width of the ${pane}`}
      aria-valuenow={current}
      aria-valuemin={0}
      aria-valuemax={lastPaneStep}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onLostPointerCapture={() => {
        drag.current = undefined;
      }}
      onDoubleClick={() => resize(defaultPaneStep)}
      className="relative z-10 -mx-1 hidden h-auto w-2 shrink-0 cursor-col-resize touch-none border-0 transition-colors hover:bg-line-control focus-visible:bg-accent xl:block"
    />
  );
}
