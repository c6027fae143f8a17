"use client";

import dynamic from "next/dynamic";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { keysOf, type ShortcutId } from "./catalogue";
import { isCharacterKeys } from "./keys";
import { listenForKeys } from "./listen";
import { type OwnKeys, usualKeys } from "./own-keys";
import { useShortcut } from "./use-shortcut";

const ShortcutSheet = dynamic(() => import("./shortcut-sheet").then((file) => file.ShortcutSheet), {
  ssr: false,
});

const OwnKeysContext = createContext<OwnKeys>(usualKeys);

type Props = Readonly<{ own: OwnKeys; children: ReactNode }>;

/** Makes the shortcuts of everything under it work with the reader's own keys, and lists them on `?`. */
export function ShortcutsProvider({ own, children }: Props) {
  useEffect(() => listenForKeys(own), [own]);
  return (
    <OwnKeysContext value={own}>
      {/* Before the page, so that what the page registers comes later and wins. */}
      <Help own={own} />
      {children}
    </OwnKeysContext>
  );
}

function Help({ own }: Readonly<{ own: OwnKeys }>) {
  const [isOpen, setIsOpen] = useState(false);
  useShortcut("help", () => setIsOpen(true));
  return isOpen && <ShortcutSheet own={own} onClose={() => setIsOpen(false)} />;
}

/** The reader's own keys. */
export const useOwnKeys = (): OwnKeys => useContext(OwnKeysContext);

/** The reader's keys for a shortcut, undefined when it is turned off: for a tooltip and `aria-keyshortcuts`. */
export function useKeysOf(id: ShortcutId): string | undefined {
  const own = useOwnKeys();
  const keys = keysOf(id, own.keys);
  const isOff = keys === "" || (!own.areCharacterKeysOn && isCharacterKeys(keys));
  return isOff ? undefined : keys;
}

/** What a button says of its keys: spread it over the button. @param label the button's own words */
export function useKeyHint(id: ShortcutId, label: string): { title: string; "aria-keyshortcuts"?: string } {
  const keys = useKeysOf(id);
  if (!keys) return { title: label };
  const title = `${label} (${keys})`;
  // ARIA knows keys that are pressed together, and none that follow each other.
  return keys.includes(" ") ? { title } : { title, "aria-keyshortcuts": keys.replace("Mod", "Control") };
}
