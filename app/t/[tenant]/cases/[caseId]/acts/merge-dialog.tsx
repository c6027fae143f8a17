import { Merge } from "lucide-react";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { mergeAction, unmergeAction } from "./actions";
import type { ActedCase } from "./case-acts";
import type { Act } from "./use-act";

type Props = Readonly<{
  found: ActedCase;
  act: (act: Act, onDone?: () => void) => void;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  failure: string | undefined;
}>;

/** Lets this case end in another one of the same customer. */
export function MergeDialog({ found, act, isOpen, onOpenChange, failure }: Props) {
  const merge = (intoNumber: string) =>
    act(
      {
        run: mergeAction,
        fields: { caseId: found.id, intoNumber },
        done: `#${found.number} goes on in #${intoNumber.replace("#", "")}.`,
        undo: { run: unmergeAction, fields: { caseId: found.id } },
      },
      () => onOpenChange(false),
    );
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      trigger={
        <Button size="sm" icon={<Merge aria-hidden="true" className="size-3.5" />}>
          Merge
        </Button>
      }
      title={`Merge #${found.number} into another case`}
      description="Its thread is read there from then on, and it can decide and pay nothing itself. You can take it back."
    >
      {failure && (
        <Banner tone="attention" role="alert">
          {failure}
        </Banner>
      )}
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          merge(String(new FormData(event.currentTarget).get("intoNumber")).trim());
        }}
      >
        <Field label="Number of the case that goes on" help="Of the same customer, such as #1042.">
          {(control) => (
            <Input {...control} name="intoNumber" required inputMode="numeric" autoComplete="off" />
          )}
        </Field>
        <Button type="submit" variant="primary">
          Merge
        </Button>
      </form>
    </Dialog>
  );
}
