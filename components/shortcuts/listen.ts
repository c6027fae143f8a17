import { keysOf, type ShortcutId, shortcutIds } from "./catalogue";
import { chordOf, isCharacterKeys, matchKeys, type Press } from "./keys";
import type { OwnKeys } from "./own-keys";
import { hasShortcut, runShortcut, setListening } from "./use-shortcut";

// How long the second key of "g i" may take.
const patienceMs = 1_500;
// Held down, these go on; everything else would be done twice by a slow finger.
const repeatable: readonly ShortcutId[] = ["list.next", "list.previous"];

export const isMac = (): boolean => /Mac|iPhone|iPad/.test(navigator.platform);

/** Runs what the page has registered for the keys that are pressed. @returns what ends it */
export function listenForKeys(own: OwnKeys): () => void {
  let pressed: readonly string[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const listen = (event: KeyboardEvent) => {
    // A password manager that fills a form sends presses of no key.
    if (event.defaultPrevented || !event.key) return;
    const chord = chordOf(pressOf(event), isMac());
    if (!chord) return;
    clearTimeout(timer);
    const available = availableFor(event, own);
    const later = matchKeys([...pressed, chord], available, own.keys);
    const match = later.kind === "none" ? matchKeys([chord], available, own.keys) : later;
    pressed = match.kind === "wait" ? (later.kind === "none" ? [chord] : [...pressed, chord]) : [];
    if (match.kind === "none") return;
    event.preventDefault();
    if (match.kind === "wait") {
      timer = setTimeout(() => {
        pressed = [];
      }, patienceMs);
    } else if (!event.repeat || repeatable.includes(match.id)) runShortcut(match.id);
  };

  document.addEventListener("keydown", listen);
  setListening(true);
  return () => {
    document.removeEventListener("keydown", listen);
    setListening(false);
    clearTimeout(timer);
  };
}

/** What of a browser's event counts. */
export const pressOf = (event: KeyboardEvent): Press => ({
  ...{ key: event.key, code: event.code, isComposing: event.isComposing || event.keyCode === 229 },
  ...{ ctrlKey: event.ctrlKey, metaKey: event.metaKey, altKey: event.altKey, shiftKey: event.shiftKey },
  isAltGraph: event.getModifierState("AltGraph"),
});

/** What the page can do now. Characters belong to a field that somebody types in, and to a dialog or menu. */
function availableFor(event: KeyboardEvent, own: OwnKeys): readonly ShortcutId[] {
  const areCharactersOff = !own.areCharacterKeysOn || isTakingCharacters(event.target);
  return shortcutIds.filter(
    (id) => hasShortcut(id) && !(areCharactersOff && isCharacterKeys(keysOf(id, own.keys))),
  );
}

const withoutText = ["checkbox", "radio", "button", "submit", "reset", "file", "range", "color"];
const overlays = "[role=dialog], [role=alertdialog], [role=menu], [role=listbox], [popover]";

function isTakingCharacters(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !withoutText.includes(target.type) || isInOverlay(target);
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    target.isContentEditable ||
    isInOverlay(target)
  );
}

const isInOverlay = (target: HTMLElement): boolean => target.closest(overlays) !== null;
