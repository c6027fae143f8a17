"use client";

import { useState } from "react";
import { rememberChoice } from "@/components/preferences";
import {
  groupShortcuts,
  keysOf,
  type ShortcutId,
  shortcutIds,
  shortcuts,
} from "@/components/shortcuts/catalogue";
import { objectionTo } from "@/components/shortcuts/keys";
import { cookieOf, keysCookie, type OwnKeys, usualKeys, withKeys } from "@/components/shortcuts/own-keys";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { KeysRow } from "./keys-row";

const groups = groupShortcuts(shortcutIds);

/** @param own what the server read from the cookie */
export function KeyboardSettings({ own: initial }: Readonly<{ own: OwnKeys }>) {
  const [own, setOwn] = useState(initial);
  const [refused, setRefused] = useState<Readonly<{ id: ShortcutId; why: string }>>();

  function keep(next: OwnKeys) {
    rememberChoice(keysCookie, cookieOf(next));
    setRefused(undefined);
    setOwn(next);
  }

  function choose(id: ShortcutId, keys: string) {
    const why = objectionTo(id, keys, own.keys);
    if (why) setRefused({ id, why });
    else keep(withKeys(own, id, keys));
  }

  return (
    <>
      <Card title="Single keys">
        <label className="flex items-start gap-2.5">
          <input
            type="checkbox"
            className="mt-1 size-4 accent-accent"
            checked={own.areCharacterKeysOn}
            onChange={(event) => keep({ ...own, areCharacterKeysOn: event.target.checked })}
          />
          <span>
            Use single keys such as j, r or Shift+A
            <span className="block text-sm text-ink-muted">
              Turn them off if you dictate, or press keys without meaning to. Combinations with Control or
              Command stay.
            </span>
          </span>
        </label>
      </Card>
      {groups.map(({ group, ids }) => (
        <Card key={group} title={group}>
          <ul className="flex flex-col gap-1">
            {ids.map((id) => (
              <KeysRow
                key={id}
                label={shortcuts[id].label}
                keys={keysOf(id, own.keys)}
                isUsual={own.keys[id] === undefined}
                refusal={refused?.id === id ? refused.why : undefined}
                onChoose={(keys) => choose(id, keys)}
                onReset={() => choose(id, shortcuts[id].keys)}
              />
            ))}
          </ul>
        </Card>
      ))}
      <div>
        <Button onClick={() => keep(usualKeys)}>Use the usual keys for everything</Button>
      </div>
    </>
  );
}
