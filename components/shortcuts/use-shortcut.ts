"use client";

import { useEffect, useRef } from "react";
import type { ShortcutId } from "./catalogue";

type Handler = () => void;

// The last one to ask for a shortcut has it: a dialog's before its page's.
const handlers = new Map<ShortcutId, Handler[]>();

/** Does `handle` on the shortcut's keys while the component is there and `isOn`. */
export function useShortcut(id: ShortcutId, handle: Handler, isOn = true): void {
  const latest = useRef(handle);
  useEffect(() => {
    latest.current = handle;
  });
  useEffect(() => {
    if (!isOn) return;
    const run = () => latest.current();
    handlers.set(id, [...(handlers.get(id) ?? []), run]);
    return () => {
      handlers.set(
        id,
        (handlers.get(id) ?? []).filter((other) => other !== run),
      );
    };
  }, [id, isOn]);
}

/** Does what the shortcut does on this page. @returns whether there was anything to do */
export function runShortcut(id: ShortcutId): boolean {
  const run = handlers.get(id)?.at(-1);
  run?.();
  return run !== undefined;
}

/** Is there anything on this page that the shortcut would do? */
export const hasShortcut = (id: ShortcutId): boolean => (handlers.get(id)?.length ?? 0) > 0;
