"use client";

import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { LinkButton } from "@/components/ui/link-button";
import { groupShortcuts, keysOf, type ShortcutId, shortcutIds, shortcuts } from "./catalogue";
import { isCharacterKeys } from "./keys";
import { KeysHint } from "./keys-hint";
import type { OwnKeys } from "./own-keys";
import { hasShortcut } from "./use-shortcut";

type Props = Readonly<{ own: OwnKeys; onClose: () => void }>;

/** What the keyboard does on this page, group by group. */
export function ShortcutSheet({ own, onClose }: Props) {
  // What the page could do when the sheet opened: behind it nothing changes.
  const [groups] = useState(() => groupShortcuts(working(own)));
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title="Keyboard shortcuts"
      description={
        own.areCharacterKeysOn
          ? "What works on this page. Letters do nothing while you type in a field."
          : "Single keys are turned off, so only combinations work."
      }
      footer={<LinkButton href="/account/keyboard">Change keys</LinkButton>}
    >
      <div className="flex flex-col gap-4">
        {groups.map(({ group, ids }) => (
          <section key={group} aria-label={group}>
            <h3 className="mb-1 text-xs font-medium text-ink-muted">{group}</h3>
            <dl>
              {ids.map((id) => (
                <div key={id} className="flex items-center justify-between gap-4 py-1 text-sm">
                  <dt>{shortcuts[id].label}</dt>
                  <dd>
                    <KeysHint keys={keysOf(id, own.keys)} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

const working = (own: OwnKeys): readonly ShortcutId[] =>
  shortcutIds.filter((id) => {
    const keys = keysOf(id, own.keys);
    return hasShortcut(id) && keys !== "" && (own.areCharacterKeysOn || !isCharacterKeys(keys));
  });
