import { Tag, X } from "lucide-react";
import { useState } from "react";
import { useKeyHint } from "@/components/shortcuts/shortcuts-provider";
import { useShortcut } from "@/components/shortcuts/use-shortcut";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { labelAction } from "./actions";
import type { ActedCase } from "./case-acts";
import type { Act } from "./use-act";

type Props = Readonly<{
  found: ActedCase;
  labelsInUse: readonly string[];
  act: (act: Act, onDone?: () => void) => void;
}>;

/** Adds labels that cases are found by, and takes them away. */
export function LabelDialog({ found, labelsInUse, act }: Props) {
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const { id: caseId } = found;
  const add = (label: string) =>
    act(
      {
        ...{ run: labelAction, fields: { caseId, add: label }, done: `Labelled ${label}.` },
        undo: { run: labelAction, fields: { caseId, remove: label } },
      },
      () => setTyped(""),
    );
  const remove = (label: string) =>
    act({
      ...{ run: labelAction, fields: { caseId, remove: label }, done: `The label ${label} is gone.` },
      undo: { run: labelAction, fields: { caseId, add: label } },
    });
  const keys = useKeyHint("case.label", "Label");
  useShortcut("case.label", () => setOpen(true));
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={setOpen}
      trigger={
        <Button {...keys} size="sm" icon={<Tag aria-hidden="true" className="size-3.5" />}>
          Label
        </Button>
      }
      title="Labels"
    >
      <form
        className="flex items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.trim() !== "") add(typed.trim());
        }}
      >
        <div className="min-w-0 flex-1">
          <Field label="New label">
            {(control) => (
              <Input
                {...control}
                list="labels-in-use"
                value={typed}
                maxLength={40}
                autoComplete="off"
                onChange={(event) => setTyped(event.target.value)}
              />
            )}
          </Field>
        </div>
        <datalist id="labels-in-use">
          {labelsInUse.map((label) => (
            <option key={label} value={label} />
          ))}
        </datalist>
        <Button type="submit">Add</Button>
      </form>
      <ul aria-label="Labels of this case" className="flex flex-wrap gap-2">
        {found.labels.map((label) => (
          <li key={label} className="inline-flex items-center rounded-md border border-line pl-2 text-sm">
            {label}
            <button
              type="button"
              aria-label={`Remove the label ${label}`}
              onClick={() => remove(label)}
              className="inline-flex size-7 items-center justify-center rounded-sm text-ink-faint hover:bg-hover hover:text-ink pointer-coarse:size-11"
            >
              <X aria-hidden="true" className="size-3.5" />
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
