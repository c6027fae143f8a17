"use client";

import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { chordOf } from "@/components/shortcuts/keys";
import { KeysHint } from "@/components/shortcuts/keys-hint";
import { isMac, pressOf } from "@/components/shortcuts/listen";
import { Button } from "@/components/ui/button";

type Props = Readonly<{
  label: string;
  keys: string;
  isUsual: boolean;
  /** Why the keys that were just pressed cannot be had. */
  refusal: string | undefined;
  onChoose: (keys: string) => void;
  onReset: () => void;
}>;

// After the first key there is this long for a second one.
const secondKeyMs = 1_000;

/** One shortcut and its keys. "Change" listens for the next one or two keys; Escape and leaving it change nothing. */
export function KeysRow({ label, keys, isUsual, refusal, onChoose, onReset }: Props) {
  const [pressed, setPressed] = useState<readonly string[]>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const refusalId = useId();
  const isListening = pressed !== undefined;
  useEffect(() => () => clearTimeout(timer.current), []);

  function stop() {
    clearTimeout(timer.current);
    setPressed(undefined);
  }

  function take(event: KeyboardEvent<HTMLButtonElement>) {
    if (!isListening || event.key === "Tab") return;
    event.preventDefault();
    if (event.key === "Escape") return stop();
    const chord = chordOf(pressOf(event.nativeEvent), isMac());
    if (!chord || event.repeat) return;
    clearTimeout(timer.current);
    const all = [...pressed, chord];
    const finish = () => {
      setPressed(undefined);
      onChoose(all.join(" "));
    };
    if (all.length === 2 || chord.startsWith("Mod+")) return finish();
    setPressed(all);
    timer.current = setTimeout(finish, secondKeyMs);
  }

  return (
    <li className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1">
      <span className="min-w-0 flex-1">{label}</span>
      {keys === "" ? <span className="text-sm text-ink-muted">Off</span> : <KeysHint keys={keys} />}
      <span className="flex gap-1">
        <Button
          size="sm"
          aria-label={isListening ? `Press the keys for ${label}` : `Change the keys for ${label}`}
          aria-describedby={refusal ? refusalId : undefined}
          onClick={() => (isListening ? stop() : setPressed([]))}
          onKeyDown={take}
          onBlur={stop}
        >
          {isListening ? pressed.join(" ") || "Press keys…" : "Change"}
        </Button>
        {keys !== "" && (
          <Button size="sm" variant="ghost" aria-label={`Turn ${label} off`} onClick={() => onChoose("")}>
            Off
          </Button>
        )}
        {!isUsual && (
          <Button size="sm" variant="ghost" aria-label={`Use the usual keys for ${label}`} onClick={onReset}>
            Reset
          </Button>
        )}
      </span>
      <span id={refusalId} role="alert" className="w-full text-sm text-attention empty:hidden">
        {refusal}
      </span>
    </li>
  );
}
