"use client";

import { type FormEvent, useState } from "react";
import { snoozePresets } from "@/app/t/[tenant]/cases/[caseId]/acts/snooze-times";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { faultInLabel, plainLabel } from "@/lib/modules/cases/schema";
import type { ActDialogsProps, Colleague } from "./act-dialogs";
import type { DoAct } from "./use-acts";

/** What an act still has to know: to whom, which label, until when. */
export function ActDialogsShown({ open, onClose, what, colleagues, doAct }: ActDialogsProps) {
  const act: DoAct = async (...args) => {
    onClose();
    await doAct(...args);
  };
  const dialog = { onOpenChange: (isOpen: boolean) => !isOpen && onClose() };
  return (
    <>
      <Dialog {...dialog} isOpen={open === "assign"} title={`Assign ${what}`}>
        <AssignForm colleagues={colleagues} act={act} />
      </Dialog>
      <Dialog {...dialog} isOpen={open === "label"} title={`Label ${what}`}>
        <LabelForm act={act} />
      </Dialog>
      <Dialog {...dialog} isOpen={open === "snooze"} title={`Snooze ${what}`}>
        <SnoozeForm act={act} />
      </Dialog>
    </>
  );
}

const fieldOf = (event: FormEvent<HTMLFormElement>, name: string): string =>
  String(new FormData(event.currentTarget).get(name) ?? "");

function AssignForm({ colleagues, act }: Readonly<{ colleagues: readonly Colleague[]; act: DoAct }>) {
  const options = [
    ...colleagues.map(({ id, name }) => ({ value: id, label: name })),
    { value: "none", label: "Nobody" },
  ];
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void act("assign", { memberId: fieldOf(event, "memberId") });
      }}
    >
      <Field label="To">{(control) => <Select {...control} name="memberId" options={options} />}</Field>
      <Button type="submit" variant="primary">
        Assign
      </Button>
    </form>
  );
}

function LabelForm({ act }: Readonly<{ act: DoAct }>) {
  const [error, setError] = useState<string>();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const label = plainLabel(fieldOf(event, "label"));
    const fault = faultInLabel(label);
    if (fault) return setError(fault);
    const isRemoving = (event.nativeEvent as SubmitEvent).submitter?.getAttribute("value") === "unlabel";
    void act(isRemoving ? "unlabel" : "label", { label });
  };
  return (
    <form className="flex flex-col gap-4" onSubmit={submit}>
      <Field label="Label" error={error}>
        {(control) => <Input {...control} name="label" autoComplete="off" maxLength={60} />}
      </Field>
      <div className="flex justify-end gap-2">
        <Button type="submit" value="unlabel">
          Take it off
        </Button>
        <Button type="submit" variant="primary">
          Add label
        </Button>
      </div>
    </form>
  );
}

function SnoozeForm({ act }: Readonly<{ act: DoAct }>) {
  const [error, setError] = useState<string>();
  const snooze = (until: Date) => {
    if (Number.isNaN(until.getTime()) || until <= new Date()) {
      setError("Choose a time that is still to come.");
      return;
    }
    void act("snooze", { until: until.toISOString() });
  };
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        snooze(new Date(fieldOf(event, "until")));
      }}
    >
      <div className="flex flex-wrap gap-2">
        {snoozePresets(new Date()).map(({ label, until }) => (
          <Button key={label} onClick={() => snooze(until)}>
            {label}
          </Button>
        ))}
      </div>
      <Field label="Or until" error={error}>
        {(control) => <Input {...control} name="until" type="datetime-local" />}
      </Field>
      <Button type="submit" variant="primary">
        Snooze
      </Button>
    </form>
  );
}
