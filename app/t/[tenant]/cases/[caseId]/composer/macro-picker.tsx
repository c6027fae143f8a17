import dynamic from "next/dynamic";
import { Dialog } from "@/components/ui/dialog";
import type { Macro } from "@/lib/modules/cases/macro-schema";

// Comes with the first look at it.
const MacroList = dynamic(() => import("./macro-list").then((file) => file.MacroList), { ssr: false });

type Props = Readonly<{
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  macros: readonly Macro[];
  onUse: (macro: Macro) => void;
}>;

/** Finds a macro by a few letters of its name or words. */
export function MacroPicker({ isOpen, onOpenChange, macros, onUse }: Props) {
  return (
    <Dialog isOpen={isOpen} onOpenChange={onOpenChange} title="Use a macro">
      <MacroList
        macros={macros}
        onSelect={(macro) => {
          onOpenChange(false);
          onUse(macro);
        }}
      />
    </Dialog>
  );
}
