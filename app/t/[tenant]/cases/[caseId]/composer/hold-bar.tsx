import { Undo2 } from "lucide-react";
import { useShortcut } from "@/components/shortcuts/use-shortcut";
import { Button } from "@/components/ui/button";
import { holdSeconds } from "./use-sending";

/** The moment in which a reply can still be taken back. */
export function HoldBar({ onUndo, onSendNow }: Readonly<{ onUndo: () => void; onSendNow: () => void }>) {
  useShortcut("undo", onUndo);
  return (
    <div role="status" className="flex flex-wrap items-center gap-2 text-sm">
      <span className="min-w-0 flex-1">Sending in {holdSeconds} seconds.</span>
      <Button size="sm" icon={<Undo2 aria-hidden="true" className="size-3.5" />} onClick={onUndo}>
        Undo
      </Button>
      <Button size="sm" variant="ghost" onClick={onSendNow}>
        Send now
      </Button>
    </div>
  );
}
