import { Command } from "cmdk";
import type { Macro } from "@/lib/modules/cases/macro-schema";
import { effectWords } from "./macro-effects";

type Props = Readonly<{ macros: readonly Macro[]; onSelect: (macro: Macro) => void }>;

/** The macros that a few letters leave, to be chosen by keys or pointer. */
export function MacroList({ macros, onSelect }: Props) {
  return (
    <Command label="Macros" className="flex flex-col gap-2">
      <Command.Input
        // It may come after the dialog gave the focus away.
        autoFocus
        aria-label="Find a macro"
        placeholder="A few letters of its name"
        className="h-9 w-full rounded-md border border-line-strong bg-surface px-3 text-base"
      />
      <Command.List className="max-h-72 overflow-y-auto">
        <Command.Empty className="p-3 text-sm text-ink-muted">
          {macros.length === 0
            ? "There are no macros yet. A lead can write some."
            : "No macro has these letters."}
        </Command.Empty>
        {macros.map((macro) => (
          <Command.Item
            key={macro.id}
            value={macro.name}
            keywords={[macro.body, ...macro.addsLabels]}
            onSelect={() => onSelect(macro)}
            className="flex cursor-pointer flex-col gap-0.5 rounded-md px-3 py-2 text-sm data-[selected=true]:bg-selected"
          >
            <span className="font-medium">{macro.name}</span>
            <span className="line-clamp-1 text-xs text-ink-muted">{macro.body || effectWords(macro)}</span>
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  );
}
