import { X } from "lucide-react";
import type { Macro } from "@/lib/modules/cases/macro-schema";

/** What the macro does to the case once the reply is sent, and the way to leave it out. */
export function MacroEffects({
  macro,
  onRemove,
}: Readonly<{ macro: Macro | undefined; onRemove: () => void }>) {
  if (!macro) return null;
  return (
    <p className="flex flex-wrap items-center gap-2 text-xs text-ink-muted">
      With the reply: {effectWords(macro)}
      <button
        type="button"
        onClick={onRemove}
        className="inline-flex min-h-6 items-center gap-1 rounded-sm px-1 hover:bg-hover hover:text-ink pointer-coarse:min-h-11"
      >
        <X aria-hidden="true" className="size-3" />
        Leave it out
      </button>
    </p>
  );
}

/** "adds the label damaged, resolves the case" */
export function effectWords({ addsLabels, setsConversation, assignsToMe }: Omit<Macro, "id">): string {
  const words = [
    ...(addsLabels.length > 0
      ? [`adds the ${addsLabels.length === 1 ? "label" : "labels"} ${addsLabels.join(", ")}`]
      : []),
    ...(assignsToMe ? ["makes you the owner"] : []),
    ...(setsConversation === "resolved" ? ["resolves the case"] : []),
    ...(setsConversation === "waiting_customer" ? ["waits for the customer"] : []),
  ];
  return words.join(", ");
}
