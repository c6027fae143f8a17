"use client";

import { Command } from "cmdk";
import type { Place } from "@/components/shell/places";
import type { TenantChoice } from "@/components/shell/tenant-switch";
import { keysOf, type ShortcutId, shortcuts } from "@/components/shortcuts/catalogue";
import { KeysHint } from "@/components/shortcuts/keys-hint";
import { useOwnKeys } from "@/components/shortcuts/shortcuts-provider";
import { hasShortcut, runShortcut } from "@/components/shortcuts/use-shortcut";
import { applyTheme, themeLabels, themes } from "@/components/ui/theme";
import type { FoundCase } from "@/lib/modules/cases/find-schema";

type Finish = (act: () => void) => void;
type Go = (href: string) => void;

const itemStyle =
  "flex min-h-9 cursor-pointer items-center gap-3 rounded-sm px-2.5 py-1.5 data-[selected=true]:bg-hover pointer-coarse:min-h-11";
const groupStyle =
  "[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-ink-muted";

type CasesProps = Readonly<{ cases: readonly FoundCase[]; onChoose: (caseId: string) => void }>;

export function CasesGroup({ cases, onChoose }: CasesProps) {
  if (cases.length === 0) return null;
  return (
    // The server has chosen them; the words need not stand in what is shown.
    <Command.Group heading="Cases" className={groupStyle} forceMount>
      {cases.map(({ id, number, subject, customerName }) => (
        <Command.Item key={id} value={id} forceMount className={itemStyle} onSelect={() => onChoose(id)}>
          <span className="text-ink-muted tabular-nums">#{number}</span>
          <span className="font-medium">{customerName}</span>
          <span className="min-w-0 flex-1 truncate text-ink-muted">{subject}</span>
        </Command.Item>
      ))}
    </Command.Group>
  );
}

/** Places have entries of their own, and what opens the palette is open. */
export const isAct = (id: ShortcutId): boolean =>
  hasShortcut(id) && shortcuts[id].group !== "Go to" && !["palette", "search", "help"].includes(id);

type ActsProps = Readonly<{ acts: readonly ShortcutId[]; finish: Finish }>;

export function ActsGroup({ acts, finish }: ActsProps) {
  if (acts.length === 0) return null;
  return (
    <Command.Group heading="On this page" className={groupStyle}>
      {acts.map((id) => (
        <Item
          key={id}
          words={`${shortcuts[id].group}: ${shortcuts[id].label}`}
          shortcut={id}
          onSelect={() => finish(() => runShortcut(id))}
        />
      ))}
    </Command.Group>
  );
}

type PlacesProps = Readonly<{ places: readonly Place[]; base: string; go: Go }>;

export const PlacesGroup = ({ places, base, go }: PlacesProps) => (
  <Command.Group heading="Go to" className={groupStyle}>
    {places.map(({ id, label, path, shortcut }) => (
      <Item key={id} words={label} shortcut={shortcut} onSelect={() => go(base + path)} />
    ))}
    <Item words="Your account" onSelect={() => go("/account")} />
    <Item words="Change keyboard shortcuts" onSelect={() => go("/account/keyboard")} />
  </Command.Group>
);

type MoreProps = Readonly<{ others: readonly TenantChoice[]; go: Go; finish: Finish }>;

export const MoreGroup = ({ others, go, finish }: MoreProps) => (
  <Command.Group heading="More" className={groupStyle}>
    <Item words="Keyboard shortcuts" shortcut="help" onSelect={() => finish(() => runShortcut("help"))} />
    {themes.map((theme) => (
      <Item key={theme} words={themeLabels[theme]} onSelect={() => finish(() => applyTheme(theme))} />
    ))}
    {others.map(({ slug, name }) => (
      <Item key={slug} words={`Change to ${name}`} onSelect={() => go(`/t/${slug}/inbox`)} />
    ))}
    <Item words="Sign out" onSelect={() => finish(signOut)} />
  </Command.Group>
);

const signOut = () => document.querySelector<HTMLFormElement>("form[data-sign-out]")?.requestSubmit();

type ItemProps = Readonly<{ words: string; shortcut?: ShortcutId | undefined; onSelect: () => void }>;

function Item({ words, shortcut, onSelect }: ItemProps) {
  const own = useOwnKeys();
  const keys = shortcut && keysOf(shortcut, own.keys);
  return (
    <Command.Item value={words} className={itemStyle} onSelect={onSelect}>
      <span className="min-w-0 flex-1">{words}</span>
      {keys && <KeysHint keys={keys} />}
    </Command.Item>
  );
}
