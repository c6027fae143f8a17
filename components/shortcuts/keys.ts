import { type KeyMap, keysOf, type ShortcutId, shortcutIds, shortcuts } from "./catalogue";

// Keys are written as people read them: "g i" is one key after the other, "Shift+A" and "Mod+K" are pressed together.
// Mod is Command on a Mac and Control elsewhere.

/** What of a key press counts. */
export type Press = Readonly<
  Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "isComposing"> & {
    /** AltGr writes characters on many keyboards, and then it is no modifier. */
    isAltGraph: boolean;
  }
>;

const modifiers = ["Control", "Shift", "Alt", "AltGraph", "Meta", "CapsLock", "Dead", "Process"];

/**
 * The press as it is written in the catalogue.
 * @returns undefined for a modifier alone, for half a character, and for combinations that belong to the browser
 */
export function chordOf(press: Press, isMac: boolean): string | undefined {
  if (press.isComposing || modifiers.includes(press.key)) return undefined;
  const isMod = isMac ? press.metaKey : press.ctrlKey && !press.isAltGraph;
  const isForeign = isMac ? press.ctrlKey : press.metaKey;
  if (isForeign || (press.altKey && !press.isAltGraph && !isMac)) return undefined;
  const letter = letterOf(press);
  if (letter)
    return [
      isMod && "Mod",
      press.shiftKey && "Shift",
      isMod || press.shiftKey ? letter : letter.toLowerCase(),
    ]
      .filter(Boolean)
      .join("+");
  // Which characters need Shift differs from keyboard to keyboard; the character itself does not.
  return isMod ? `Mod+${press.key}` : press.key;
}

// By what the key writes, so that a letter is where its owner finds it. A keyboard of another script has its Latin
// letters where they are printed beside the others.
function letterOf({ key, code }: Press): string | undefined {
  if (/^[a-z]$/i.test(key)) return key.toUpperCase();
  const isOtherScript = key.length === 1 && key > "\u024f" && /^\p{L}$/u.test(key);
  return isOtherScript ? /^Key([A-Z])$/.exec(code)?.[1] : undefined;
}

/** Is it made of characters alone, so that somebody who dictates or trembles may press it without meaning to? */
export const isCharacterKeys = (keys: string): boolean => keys !== "" && !keys.includes("Mod+");

type Match =
  | Readonly<{ kind: "run"; id: ShortcutId }>
  /** The beginning of something: wait for the next key. */
  | Readonly<{ kind: "wait" }>
  | Readonly<{ kind: "none" }>;

/**
 * What the keys pressed so far ask for.
 * @param available what the page can do now; whatever it cannot do is not waited for either
 */
export function matchKeys(pressed: readonly string[], available: readonly ShortcutId[], own: KeyMap): Match {
  const typed = pressed.join(" ");
  const id = available.find((candidate) => keysOf(candidate, own) === typed);
  if (id) return { kind: "run", id };
  const isBeginning = available.some((candidate) => keysOf(candidate, own).startsWith(`${typed} `));
  return { kind: isBeginning ? "wait" : "none" };
}

// What browsers and screen readers keep for themselves, or what a person cannot leave a page without.
const reserved = ["Tab", "Enter", " ", "Escape", "Backspace", "Delete"];
const chord = /^(?:(?:Mod\+(?:Shift\+)?|Shift\+)[A-Z]|[a-z]|(?:Mod\+)?[^\sA-Za-z])$/u;

/** Why `keys` cannot be chosen for `id`, in words; undefined when they can. */
export function objectionTo(id: ShortcutId, keys: string, own: KeyMap): string | undefined {
  if (keys === "") return undefined;
  const chords = keys.split(" ");
  if (chords.some((one) => reserved.includes(one) || !chord.test(one)) || chords.length > 2) {
    return "Choose one or two letters, digits or signs, with or without Shift or Command/Control.";
  }
  const rival = shortcutIds.find((other) => other !== id && collide(keysOf(other, own), keys));
  if (!rival) return undefined;
  const rivalKeys = keysOf(rival, own);
  return rivalKeys === keys
    ? `“${keys}” is already ${nameOf(rival)}.`
    : `“${keys}” and “${rivalKeys}” (${nameOf(rival)}) begin alike, so one of them could never be pressed.`;
}

const nameOf = (id: ShortcutId): string => `${shortcuts[id].group}: ${shortcuts[id].label}`;

const collide = (one: string, other: string): boolean =>
  one !== "" && (one === other || one.startsWith(`${other} `) || other.startsWith(`${one} `));

/** Keys as they are printed: `["⌘", "K"]`, `["g", "i"]`. */
export function printedKeys(keys: string, isMac: boolean): readonly string[] {
  return keys
    .split(" ")
    .flatMap((one) =>
      one.endsWith("+") ? [...one.slice(0, -2).split("+"), "+"].filter(Boolean) : one.split("+"),
    )
    .map((part) => (part === "Mod" ? (isMac ? "⌘" : "Ctrl") : part));
}
