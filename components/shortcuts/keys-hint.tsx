"use client";

import { useSyncExternalStore } from "react";
import { printedKeys } from "./keys";
import { isMac } from "./listen";

const never = () => () => undefined;

/** Keys as they are printed on the reader's keyboard. */
export function KeysHint({ keys }: Readonly<{ keys: string }>) {
  // The server does not know the keyboard.
  const isApple = useSyncExternalStore(never, isMac, () => false);
  const chords = keys.split(" ");
  return (
    <span className="inline-flex items-center gap-1 text-xs text-ink-muted">
      {chords.map((chord, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same key may come twice.
        <span key={index} className="inline-flex items-center gap-0.5">
          {index > 0 && <span className="px-0.5 text-ink">then</span>}
          {printedKeys(chord, isApple).map((key) => (
            <kbd
              key={key}
              className="inline-flex min-w-5 justify-center rounded-sm border border-line-control bg-sunken px-1 font-sans text-xs text-ink"
            >
              {key}
            </kbd>
          ))}
        </span>
      ))}
    </span>
  );
}
