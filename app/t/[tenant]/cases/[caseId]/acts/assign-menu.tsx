import { UserRound } from "lucide-react";
import { useState } from "react";
import { useKeyHint } from "@/components/shortcuts/shortcuts-provider";
import { useShortcut } from "@/components/shortcuts/use-shortcut";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem } from "@/components/ui/menu";
import { assignAction } from "./actions";
import type { ActedCase } from "./case-acts";
import type { Act } from "./use-act";

type Props = Readonly<{
  me: Readonly<{ id: string; name: string }>;
  found: ActedCase;
  members: readonly Readonly<{ id: string; name: string }>[];
  act: (act: Act) => void;
}>;

/** Says who takes care of the case. */
export function AssignMenu({ me, found, members, act }: Props) {
  const [isOpen, setOpen] = useState(false);
  const assign = (memberId: string, name: string) =>
    act({
      run: assignAction,
      fields: { caseId: found.id, memberId },
      done: memberId
        ? `${memberId === me.id ? "You take" : `${name} takes`} care of it.`
        : "Nobody owns it now.",
      undo: { run: assignAction, fields: { caseId: found.id, memberId: found.assigneeId ?? "" } },
    });
  const isMember = members.some(({ id }) => id === me.id);
  useShortcut("case.assign", () => setOpen(true));
  useShortcut("case.take", () => assign(me.id, me.name), isMember && found.assigneeId !== me.id);
  const keys = useKeyHint("case.assign", "Assign");
  const others = members.filter(({ id }) => id !== me.id);
  return (
    <Menu
      isOpen={isOpen}
      onOpenChange={setOpen}
      trigger={
        <Button {...keys} size="sm" icon={<UserRound aria-hidden="true" className="size-3.5" />}>
          Assign
        </Button>
      }
    >
      {isMember && found.assigneeId !== me.id && (
        <MenuItem onSelect={() => assign(me.id, me.name)}>To me</MenuItem>
      )}
      {others
        .filter(({ id }) => id !== found.assigneeId)
        .map(({ id, name }) => (
          <MenuItem key={id} onSelect={() => assign(id, name)}>
            {name}
          </MenuItem>
        ))}
      {found.assigneeId && <MenuItem onSelect={() => assign("", "")}>To nobody</MenuItem>}
    </Menu>
  );
}
