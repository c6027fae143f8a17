import { Tabs } from "@base-ui/react/tabs";
import { CornerUpLeft, Lock } from "lucide-react";
import { useKeyHint } from "@/components/shortcuts/shortcuts-provider";
import type { Kind } from "./use-draft";

const tabStyle =
  "inline-flex h-7 items-center gap-1.5 rounded-md px-2.5 text-sm text-ink-muted transition-colors hover:bg-hover data-active:bg-selected data-active:font-medium data-active:text-ink pointer-coarse:h-11";

type Props = Readonly<{ kind: Kind; onChange: (kind: Kind) => void }>;

/** Chooses who reads it. */
export function ComposerTabs({ kind, onChange }: Props) {
  const replyKeys = useKeyHint("case.reply", "Reply");
  const noteKeys = useKeyHint("case.note", "Note");
  return (
    <Tabs.Root value={kind} onValueChange={(next) => onChange(next === "note" ? "note" : "reply")}>
      <Tabs.List aria-label="Who reads it" className="flex gap-1">
        <Tabs.Tab {...replyKeys} value="reply" className={tabStyle}>
          <CornerUpLeft aria-hidden="true" className="size-3.5" />
          Reply
        </Tabs.Tab>
        <Tabs.Tab {...noteKeys} value="note" className={tabStyle}>
          <Lock aria-hidden="true" className="size-3.5" />
          Note
        </Tabs.Tab>
      </Tabs.List>
    </Tabs.Root>
  );
}
