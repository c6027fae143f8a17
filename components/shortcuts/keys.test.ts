import { describe, expect, it } from "vitest";
import { shortcutIds, shortcuts } from "./catalogue";
import { chordOf, isCharacterKeys, matchKeys, objectionTo, type Press, printedKeys } from "./keys";
import { cookieOf, ownKeysOf, usualKeys, withKeys } from "./own-keys";

const press = (key: string, more: Partial<Press> = {}): Press => ({
  ...{ key, code: "", ctrlKey: false, metaKey: false, altKey: false, shiftKey: false },
  ...{ isComposing: false, isAltGraph: false },
  ...more,
});

describe("a key press", () => {
  it.each([
    ["a letter", press("j"), "j"],
    ["a letter under caps lock", press("J"), "j"],
    ["a capital", press("A", { shiftKey: true }), "Shift+A"],
    ["a sign that needs Shift on this keyboard", press("?", { shiftKey: true }), "?"],
    [
      "a sign that needs AltGr on this keyboard",
      press("/", { ctrlKey: true, altKey: true, isAltGraph: true }),
      "/",
    ],
    ["Control", press("k", { ctrlKey: true }), "Mod+K"],
    ["a German z, where an American keyboard has y", press("z", { code: "KeyY" }), "z"],
    ["a Cyrillic keyboard, by what is printed beside", press("о", { code: "KeyJ" }), "j"],
    ["a Greek capital", press("Α", { code: "KeyA", shiftKey: true }), "Shift+A"],
  ])("%s", (_what, pressed, chord) => expect(chordOf(pressed, false)).toBe(chord));

  it.each([
    ["a modifier alone", press("Shift", { shiftKey: true })],
    ["half a character", press("Dead")],
    ["a word that is being composed", press("n", { isComposing: true })],
    ["Alt, which opens menus", press("f", { altKey: true })],
    ["the Windows key", press("k", { metaKey: true })],
  ])("is nothing of ours: %s", (_what, pressed) => expect(chordOf(pressed, false)).toBeUndefined());

  it("is Command on a Mac, and Control stays the system's", () => {
    expect(chordOf(press("k", { metaKey: true }), true)).toBe("Mod+K");
    expect(chordOf(press("k", { ctrlKey: true }), true)).toBeUndefined();
  });
});

describe("keys pressed so far", () => {
  const available = ["go.inbox", "case.reply", "palette"] as const;

  it("run what they name, wait for the rest of it, or are nothing", () => {
    expect(matchKeys(["r"], available, {})).toEqual({ kind: "run", id: "case.reply" });
    expect(matchKeys(["g"], available, {})).toEqual({ kind: "wait" });
    expect(matchKeys(["g", "i"], available, {})).toEqual({ kind: "run", id: "go.inbox" });
    expect(matchKeys(["g", "x"], available, {})).toEqual({ kind: "none" });
  });

  it("do not wait for what this page cannot do", () => {
    expect(matchKeys(["g"], ["case.reply"], {})).toEqual({ kind: "none" });
  });

  it("follow somebody's own choice, and an empty one is off", () => {
    expect(matchKeys(["w"], available, { "case.reply": "w" })).toEqual({ kind: "run", id: "case.reply" });
    expect(matchKeys(["r"], available, { "case.reply": "" })).toEqual({ kind: "none" });
  });
});

describe("a choice of keys", () => {
  it("the usual ones do not collide", () => {
    expect(shortcutIds.map((id) => objectionTo(id, shortcuts[id].keys, {})).filter(Boolean)).toEqual([]);
  });

  it("is refused in words when the keys are taken, or begin like others", () => {
    expect(objectionTo("case.reply", "j", {})).toBe("“j” is already Lists: Next one.");
    expect(objectionTo("case.reply", "g", {})).toContain("begin alike");
    expect(objectionTo("case.reply", "j", { "list.next": "w" })).toBeUndefined();
  });

  it.each(["Tab", "Enter", "a b c", "A", "Alt+F", "ArrowDown", "Escape", "  "])(
    "%s cannot be chosen",
    (keys) => expect(objectionTo("case.reply", keys, {})).toContain("Choose one or two"),
  );

  it("off, one sign, and two letters that change places can be", () => {
    expect(objectionTo("case.reply", "", {})).toBeUndefined();
    expect(objectionTo("case.reply", "ä", {})).toBeUndefined();
    const swapped = { "list.next": "k", "list.previous": "j" };
    expect(ownKeysOf(cookieOf({ ...usualKeys, keys: swapped })).keys).toEqual(swapped);
  });
});

describe("somebody's own keys", () => {
  it("survive the cookie, without what is usual anyway", () => {
    const own = withKeys(withKeys(usualKeys, "case.reply", "w"), "case.note", "n");
    expect(ownKeysOf(cookieOf({ ...own, areCharacterKeysOn: false }))).toEqual({
      keys: { "case.reply": "w" },
      areCharacterKeysOn: false,
    });
  });

  it.each([undefined, "", "%", "null", "[]", "%7B%22list.next%22%3A7%7D", '{"list.next":"k"}'])(
    "a cookie that does not hold changes nothing: %s",
    (cookie) => expect(ownKeysOf(cookie)).toEqual(usualKeys),
  );

  it("know what somebody may press without meaning to", () => {
    expect(["j", "Shift+A", "g i", "/"].map(isCharacterKeys)).toEqual([true, true, true, true]);
    expect(["Mod+K", ""].map(isCharacterKeys)).toEqual([false, false]);
  });

  it("are printed as on the reader's keyboard", () => {
    expect(printedKeys("Mod+K", true)).toEqual(["⌘", "K"]);
    expect(printedKeys("g i", false)).toEqual(["g", "i"]);
  });
});
