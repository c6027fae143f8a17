import { type KeyMap, keysOf, type ShortcutId, shortcutIds } from "./catalogue";
import { objectionTo } from "./keys";

/** What somebody chose about the keyboard. */
export type OwnKeys = Readonly<{
  keys: KeyMap;
  /** Off: only combinations with Command or Control work (WCAG 2.1.4). */
  areCharacterKeysOn: boolean;
}>;

export const usualKeys: OwnKeys = { keys: {}, areCharacterKeysOn: true };

/** The cookie the server reads, so that a page arrives with its reader's keys. */
export const keysCookie = "keys";

/** @param value the cookie, as the browser sent it; whatever in it does not hold is left out */
export function ownKeysOf(value: string | undefined): OwnKeys {
  const stored = parse(value);
  const chosen = shortcutIds.flatMap((id): [ShortcutId, string][] => {
    const keys = stored[id];
    return typeof keys === "string" ? [[id, keys]] : [];
  });
  const together: KeyMap = Object.fromEntries(chosen);
  const keys = Object.fromEntries(chosen.filter(([id, keys]) => !objectionTo(id, keys, together)));
  return { keys, areCharacterKeysOn: stored.characterKeys !== "off" };
}

function parse(value: string | undefined): Record<string, unknown> {
  try {
    const stored: unknown = JSON.parse(decodeURIComponent(value ?? ""));
    return typeof stored === "object" && stored !== null ? { ...stored } : {};
  } catch {
    return {};
  }
}

/** What `ownKeysOf` reads. */
export const cookieOf = ({ keys, areCharacterKeysOn }: OwnKeys): string =>
  encodeURIComponent(JSON.stringify({ ...keys, ...(!areCharacterKeysOn && { characterKeys: "off" }) }));

/** `own` with other keys for one shortcut; the usual ones are not written down. */
export function withKeys(own: OwnKeys, id: ShortcutId, keys: string): OwnKeys {
  const { [id]: _, ...others } = own.keys;
  return { ...own, keys: keysOf(id, {}) === keys ? others : { ...others, [id]: keys } };
}
