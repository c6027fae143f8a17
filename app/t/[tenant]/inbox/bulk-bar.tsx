"use client";

import { Ban, Check, MoonStar, Tag, UserPlus, X } from "lucide-react";
import { useState } from "react";
import { useKeyHint } from "@/components/shortcuts/shortcuts-provider";
import { useShortcut } from "@/components/shortcuts/use-shortcut";
import { Button } from "@/components/ui/button";
import { ActDialogs, type Colleague, type OpenDialog } from "./act-dialogs";
import { useActs } from "./use-acts";

type BulkBarProps = Readonly<{
  tenantSlug: string;
  myId: string;
  /** The selected cases; without any, the one that has the keyboard. */
  caseIds: readonly string[];
  selectedCount: number;
  shownCount: number;
  isSpamShown: boolean;
  colleagues: readonly Colleague[];
  onToggleAll: () => void;
  onClear: () => void;
  onDone: () => Promise<void>;
}>;

const icon = { "aria-hidden": true, className: "size-3.5" } as const;

/** What can be done to the selected cases at once, by button or by key. */
export function BulkBar(props: BulkBarProps) {
  const { tenantSlug, myId, caseIds, selectedCount, isSpamShown } = props;
  const [open, setOpen] = useState<OpenDialog>();
  const { doAct, isPending } = useActs(tenantSlug, caseIds, props.onDone);
  const isOn = caseIds.length > 0 && !isPending;
  useShortcut("case.assign", () => setOpen("assign"), isOn);
  useShortcut("case.take", () => void doAct("assign", { memberId: myId }), isOn);
  useShortcut("case.label", () => setOpen("label"), isOn);
  useShortcut("case.snooze", () => setOpen("snooze"), isOn);
  useShortcut("case.resolve", () => void doAct("resolve"), isOn);
  const hints = {
    assign: useKeyHint("case.assign", "Assign"),
    label: useKeyHint("case.label", "Label"),
    snooze: useKeyHint("case.snooze", "Snooze"),
    resolve: useKeyHint("case.resolve", "Resolve"),
  };
  const what = caseIds.length === 1 ? "1 case" : `${caseIds.length} cases`;
  return (
    <div
      role="toolbar"
      aria-label="Selected cases"
      className="flex min-h-9 shrink-0 flex-wrap items-center gap-1 border-b border-line px-2 py-1"
    >
      <label className="inline-flex h-7 items-center gap-2 pr-2 text-xs text-ink-muted pointer-coarse:h-11">
        <input
          type="checkbox"
          checked={selectedCount > 0 && selectedCount >= Math.min(props.shownCount, 200)}
          onChange={props.onToggleAll}
          className="size-4 accent-accent"
        />
        {selectedCount > 0 ? `${selectedCount} selected` : "Select all shown"}
      </label>
      {selectedCount > 0 && (
        <>
          <Button
            {...hints.assign}
            size="sm"
            pending={isPending}
            icon={<UserPlus {...icon} />}
            onClick={() => setOpen("assign")}
          >
            Assign
          </Button>
          <Button
            {...hints.label}
            size="sm"
            pending={isPending}
            icon={<Tag {...icon} />}
            onClick={() => setOpen("label")}
          >
            Label
          </Button>
          <Button
            {...hints.snooze}
            size="sm"
            pending={isPending}
            icon={<MoonStar {...icon} />}
            onClick={() => setOpen("snooze")}
          >
            Snooze
          </Button>
          <Button
            {...hints.resolve}
            size="sm"
            pending={isPending}
            icon={<Check {...icon} />}
            onClick={() => void doAct("resolve")}
          >
            Resolve
          </Button>
          <Button
            size="sm"
            pending={isPending}
            icon={<Ban {...icon} />}
            onClick={() => void doAct(isSpamShown ? "not_spam" : "spam")}
          >
            {isSpamShown ? "Not spam" : "Spam"}
          </Button>
          <Button size="sm" variant="ghost" icon={<X {...icon} />} onClick={props.onClear}>
            Clear
          </Button>
        </>
      )}
      <ActDialogs
        open={open}
        onClose={() => setOpen(undefined)}
        what={what}
        colleagues={props.colleagues}
        doAct={doAct}
      />
    </div>
  );
}
