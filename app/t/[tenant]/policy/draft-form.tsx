"use client";

import { useActionState } from "react";
import { FormField, Outcome } from "@/app/action-form";
import { Field } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import { Textarea } from "@/components/ui/textarea";
import type { ActionResult } from "@/lib/web/action";

type DraftFormProps = Readonly<{
  action: (previous: ActionResult, formData: FormData) => Promise<ActionResult>;
  version: Readonly<{ id: string; revision: number; title: string; note: string; json: string }>;
}>;

/** The words of a draft. What is wrong in the document is named by where it stands. */
export function DraftForm({ action, version }: DraftFormProps) {
  const [result, submit] = useActionState(action, { status: "idle" });
  const failed = result.status === "failed" ? result : undefined;
  return (
    <form action={submit} aria-label="Edit the draft" className="flex flex-col gap-4">
      <Outcome result={result} fields={["title", "note", ...documentFields(failed?.field)]} />
      <input type="hidden" name="versionId" value={version.id} />
      <input type="hidden" name="revision" value={version.revision} />
      <FormField field={{ name: "title", label: "Title", defaultValue: version.title }} result={result} />
      <Field label="Why it changes" isOptional error={failed?.field === "note" ? failed.message : undefined}>
        {(control) => (
          <Textarea {...control} name="note" rows={2} defaultValue={failed?.values?.note ?? version.note} />
        )}
      </Field>
      <Field
        label="Clauses, rules and floors"
        help="As JSON. Every rule cites a clause by its id."
        error={documentError(failed)}
      >
        {(control) => (
          <Textarea
            {...control}
            name="document"
            rows={24}
            spellCheck={false}
            defaultValue={failed?.values?.document ?? version.json}
          />
        )}
      </Field>
      <div className="self-start">
        <SubmitButton pendingLabel="Saving…">Save the draft</SubmitButton>
      </div>
    </form>
  );
}

const documentFields = (field: string | undefined): string[] =>
  field?.startsWith("document") ? [field] : [];

function documentError(
  failed: Readonly<{ field?: string; message: string }> | undefined,
): string | undefined {
  if (!failed?.field?.startsWith("document")) return undefined;
  if (failed.field === "document")
    return `The document cannot be read as JSON of a policy. ${failed.message}`;
  return `${failed.field.slice("document.".length)}: ${failed.message}`;
}
