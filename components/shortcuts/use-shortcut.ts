"use client";

import { useLayoutEffect, useRef } from "react";
import { type ShortcutId, shortcutIds } from "./catalogue";

type Handler = () => void;

// The last one to ask for a shortcut has it: a dialog's before its page's.
const handlers = new Map<ShortcutId, Handler[]>();
let isListening = false;

/** Does `handle` on the shortcut's keys while the component is there and `isOn`. */
export function useShortcut(id: ShortcutId, handle: Handler, isOn = true): void {
  const latest = useRef(handle);
  useLayoutEffect(() => {
    latest.current = handle;
  });
  // With what is drawn, not a moment later: whoever sees the button can press its key.
  useLayoutEffect(() => {
    if (!isOn) return;
    const run = () => latest.current();
    register(id, [...(handlers.get(id) ?? []), run]);
    return () =>
      register(
        id,
        (handlers.get(id) ?? []).filter((other) => other !== run),
      );
  }, [id, isOn]);
}

function register(id: ShortcutId, runs: Handler[]): void {
  handlers.set(id, runs);
  announce();
}

/** Tells whether anybody listens to keys now. */
export function setListening(isOn: boolean): void {
  isListening = isOn;
  announce();
}

// A page is drawn before its script runs: whoever presses keys for somebody else can wait for the one they need.
function announce(): void {
  if (isListening) document.documentElement.dataset.keys = shortcutIds.filter(hasShortcut).join(" ");
  else delete document.documentElement.dataset.keys;
}

/** Does what the shortcut does on this page. @returns whether there was anything to do */
export function runShortcut(id: ShortcutId): boolean {
  const run = handlers.get(id)?.at(-1);
  run?.();
  return run !== undefined;
}

/** Is there anything on this page that the shortcut would do? */
export const hasShortcut = (id: ShortcutId): boolean => (handlers.get(id)?.length ?? 0) > 0;
