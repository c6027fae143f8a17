/** Every shortcut of the desk: what it does in words, and its keys until somebody chooses others. */
export const shortcuts = {
  "list.next": { group: "Lists", label: "Next one", keys: "j" },
  "list.previous": { group: "Lists", label: "One before", keys: "k" },
  "list.open": { group: "Lists", label: "Open", keys: "o" },
  "list.select": { group: "Lists", label: "Select", keys: "x" },
  "case.reply": { group: "Case", label: "Reply", keys: "r" },
  "case.note": { group: "Case", label: "Write a note", keys: "n" },
  "case.macro": { group: "Case", label: "Use a macro", keys: "m" },
  "case.decide": { group: "Case", label: "Decide", keys: "d" },
  "case.assign": { group: "Case", label: "Assign", keys: "a" },
  "case.take": { group: "Case", label: "Assign to me", keys: "i" },
  "case.label": { group: "Case", label: "Label", keys: "l" },
  "case.snooze": { group: "Case", label: "Snooze", keys: "s" },
  "case.resolve": { group: "Case", label: "Resolve", keys: "e" },
  "approval.approve": { group: "Approvals", label: "Approve", keys: "Shift+A" },
  "approval.deny": { group: "Approvals", label: "Deny", keys: "Shift+D" },
  "go.inbox": { group: "Go to", label: "Inbox", keys: "g i" },
  "go.approvals": { group: "Go to", label: "Approvals", keys: "g a" },
  "go.refunds": { group: "Go to", label: "Refunds", keys: "g r" },
  "go.policy": { group: "Go to", label: "Policy", keys: "g p" },
  "go.attention": { group: "Go to", label: "Needs attention", keys: "g n" },
  search: { group: "Everywhere", label: "Search", keys: "/" },
  palette: { group: "Everywhere", label: "Command palette", keys: "Mod+K" },
  help: { group: "Everywhere", label: "Keyboard shortcuts", keys: "?" },
  undo: { group: "Everywhere", label: "Undo", keys: "z" },
} as const satisfies Record<string, Readonly<{ group: string; label: string; keys: string }>>;

export type ShortcutId = keyof typeof shortcuts;
export const shortcutIds = Object.keys(shortcuts) as ShortcutId[];

/** Somebody's own keys, where they chose any. An empty text turns a shortcut off. */
export type KeyMap = Readonly<Partial<Record<ShortcutId, string>>>;

export const keysOf = (id: ShortcutId, own: KeyMap): string => own[id] ?? shortcuts[id].keys;

/** The shortcuts under their groups, in the order of the catalogue. */
export const groupShortcuts = (
  ids: readonly ShortcutId[],
): readonly Readonly<{ group: string; ids: readonly ShortcutId[] }>[] =>
  [...new Set(ids.map((id) => shortcuts[id].group))].map((group) => ({
    group,
    ids: ids.filter((id) => shortcuts[id].group === group),
  }));
