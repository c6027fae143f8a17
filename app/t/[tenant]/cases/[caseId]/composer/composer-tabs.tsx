import { Tabs } from "@base-ui/react/tabs";
import { CornerUpLeft, Lock } from "lucide-react";
import type { Kind } from "./use-draft";

const tabStyle =
  "inline-flex h-7 items-center gap-1.5 rounded-md px-2.5 text-sm text-ink-muted transition-colors hover:bg-hover data-active:bg-selected data-active:font-medium data-active:text-ink pointer-coarse:h-11";

/** Chooses who reads it. */
export const ComposerTabs = ({
  kind,
  onChange,
}: Readonly<{ kind: Kind; onChange: (kind: Kind) => void }>) => (
  <Tabs.Root value={kind} onValueChange={(next) => onChange(next === "note" ? "note" : "reply")}>
    <Tabs.List aria-label="Who reads it" className="flex gap-1">
      <Tabs.Tab value="reply" className={tabStyle}>
        <CornerUpLeft aria-hidden="true" className="size-3.5" />
        Reply
      </Tabs.Tab>
      <Tabs.Tab value="note" className={tabStyle}>
        <Lock aria-hidden="true" className="size-3.5" />
        Note
      </Tabs.Tab>
    </Tabs.List>
  </Tabs.Root>
);
