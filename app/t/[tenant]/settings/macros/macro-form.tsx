"use client";

import { startTransition, useActionState, useRef, useState } from "react";
import { Outcome } from "@/app/action-form";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import type { Macro } from "@/lib/modules/cases/macro-schema";
import {
  exampleValues,
  fillVariables,
  missingWords,
  variableNames,
  variables,
} from "@/lib/modules/cases/variables";
import { createMacroAction, editMacroAction } from "./actions";

type Props = Readonly<{ tenantSlug: string; macro?: Macro }>;

const stateOptions = [
  { value: "", label: "Waits for the customer, as after every reply" },
  { value: "resolved", label: "Is resolved" },
];

/** Writes a macro, with the mail it makes beside it. */
export function MacroForm({ tenantSlug, macro }: Props) {
  const act = macro ? editMacroAction : createMacroAction;
  const [result, submit, isPending] = useActionState(act.bind(null, tenantSlug), { status: "idle" });
  const [body, setBody] = useState(macro?.body ?? "");
  const form = useRef<HTMLFormElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const failed = result.status === "failed" ? result : undefined;
  const errorOf = (name: string) => (failed?.field === name ? failed.message : undefined);
  const filled = fillVariables(body, exampleValues);

  const insert = (name: string) => {
    const at = field.current?.selectionEnd ?? body.length;
    setBody(`${body.slice(0, at)}{{${name}}}${body.slice(at)}`);
    field.current?.focus();
  };
  return (
    <form
      ref={form}
      action={submit}
      // A plain form action would empty the fields afterwards, and nothing typed may be lost.
      onSubmit={(event) => {
        event.preventDefault();
        const fields = new FormData(event.currentTarget);
        startTransition(() => submit(fields));
      }}
      aria-label={macro ? `Edit ${macro.name}` : "New macro"}
      className="flex flex-col gap-4"
    >
      {macro && (
        <>
          <input type="hidden" name="macroId" value={macro.id} />
          <input type="hidden" name="version" value={macro.version} />
        </>
      )}
      <Field label="Name" error={errorOf("name")}>
        {(control) => (
          <Input
            {...control}
            name="name"
            required
            maxLength={80}
            defaultValue={failed?.values?.name ?? macro?.name}
          />
        )}
      </Field>
      <Field
        label="Words"
        error={errorOf("body") ?? missingWords(filled.missing.filter(({ isKnown }) => !isKnown))}
        help="They go into the reply, where they can still be changed."
      >
        {(control) => (
          <Textarea
            {...control}
            ref={field}
            name="body"
            rows={5}
            maxLength={20_000}
            value={body}
            onChange={(event) => setBody(event.target.value)}
          />
        )}
      </Field>
      <fieldset className="flex flex-wrap gap-1.5">
        <legend className="mb-1.5 text-xs text-ink-muted">Put in</legend>
        {variableNames.map((name) => (
          <Button key={name} size="sm" title={variables[name]} onClick={() => insert(name)}>
            {name}
          </Button>
        ))}
      </fieldset>
      {body.trim() !== "" && (
        <section
          aria-label="As a customer would read it"
          className="rounded-md border border-line bg-sunken p-3"
        >
          <p className="wrap-anywhere whitespace-pre-wrap">{filled.text}</p>
        </section>
      )}
      <Field
        label="Labels it adds"
        isOptional
        help="Several with commas between them."
        error={errorOf("addsLabels")}
      >
        {(control) => (
          <Input
            {...control}
            name="addsLabels"
            defaultValue={failed?.values?.addsLabels ?? macro?.addsLabels.join(", ")}
          />
        )}
      </Field>
      <Field label="After the reply the case">
        {(control) => (
          <Select
            {...control}
            name="setsConversation"
            options={stateOptions}
            defaultValue={failed?.values?.setsConversation ?? macro?.setsConversation ?? ""}
          />
        )}
      </Field>
      <label className="flex items-start gap-2.5 text-sm">
        <input
          type="checkbox"
          name="assignsToMe"
          value="true"
          defaultChecked={macro?.assignsToMe}
          className="mt-0.5 size-4 accent-accent"
        />
        Makes whoever sends it the owner of the case
      </label>
      <Outcome result={result} fields={["name", "body", "addsLabels"]} />
      <div>
        <Button type="submit" variant="primary" pending={isPending} pendingLabel="Saving…">
          {macro ? "Save" : "Add the macro"}
        </Button>
      </div>
    </form>
  );
}
