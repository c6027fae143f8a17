import { MoonStar } from "lucide-react";
import { useState } from "react";
import { useKeyHint } from "@/components/shortcuts/shortcuts-provider";
import { useShortcut } from "@/components/shortcuts/use-shortcut";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Menu, MenuItem } from "@/components/ui/menu";
import { snoozeAction } from "./actions";
import type { ActedCase } from "./case-acts";
import { localInput, snoozePresets } from "./snooze-times";
import type { Act } from "./use-act";

type Props = Readonly<{ found: ActedCase; act: (act: Act) => void }>;

/** Puts the case out of sight until a time, or until the customer writes. */
export function SnoozeMenu({ found, act }: Props) {
  const [isOpen, setOpen] = useState(false);
  const [isChoosing, setChoosing] = useState(false);
  const snooze = (until: Date) =>
    act({
      run: snoozeAction,
      fields: { caseId: found.id, until: until.toISOString() },
      done: `Snoozed until ${wordsOf(until)}, or until the customer writes.`,
    });
  const wake = () =>
    act({ run: snoozeAction, fields: { caseId: found.id, until: "" }, done: "The case is awake again." });
  const keys = useKeyHint("case.snooze", "Snooze");
  useShortcut("case.snooze", () => setOpen(true));
  return (
    <>
      <Menu
        isOpen={isOpen}
        onOpenChange={setOpen}
        trigger={
          <Button {...keys} size="sm" icon={<MoonStar aria-hidden="true" className="size-3.5" />}>
            Snooze
          </Button>
        }
      >
        {found.conversation === "snoozed" && <MenuItem onSelect={wake}>Wake it now</MenuItem>}
        <Presets onSelect={snooze} />
        <MenuItem onSelect={() => setChoosing(true)}>Choose a time…</MenuItem>
      </Menu>
      <Dialog isOpen={isChoosing} onOpenChange={setChoosing} title="Snooze until">
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            const until = new Date(String(new FormData(event.currentTarget).get("until")));
            setChoosing(false);
            snooze(until);
          }}
        >
          <Field label="Day and time" help="In the time of this device.">
            {(control) => (
              <Input
                {...control}
                type="datetime-local"
                name="until"
                required
                min={localInput(new Date())}
                defaultValue={localInput(snoozePresets(new Date())[0]?.until ?? new Date())}
              />
            )}
          </Field>
          <Button type="submit" variant="primary">
            Snooze
          </Button>
        </form>
      </Dialog>
    </>
  );
}

/** A component of its own, so that nothing is worked out before the menu opens. */
const Presets = ({ onSelect }: Readonly<{ onSelect: (until: Date) => void }>) =>
  snoozePresets(new Date()).map(({ label, until }) => (
    <MenuItem key={label} onSelect={() => onSelect(until)}>
      <span className="flex-1">{label}</span>
      <span className="text-xs text-ink-muted tabular-nums">{wordsOf(until)}</span>
    </MenuItem>
  ));

const wordsOf = (moment: Date): string =>
  moment.toLocaleString("en-GB", {
    ...{ weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
  });
