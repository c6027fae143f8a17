"use client";

import { type ReactNode, useActionState } from "react";
import { Banner } from "@/components/ui/banner";
import type { ButtonVariant } from "@/components/ui/button-style";
import { CopyButton } from "@/components/ui/copy-button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ActionResult } from "@/lib/web/action";

type FieldSpec = Readonly<{
  name: string;
  label: string;
  type?: "text" | "email" | "password" | "number";
  autoComplete?: string;
  inputMode?: "numeric";
  help?: string;
  isOptional?: boolean;
  defaultValue?: string;
  /** Makes it a choice. */
  options?: readonly Readonly<{ value: string; label: string }>[];
}>;

type ActionFormProps = Readonly<{
  /** Needed where a page has several forms. */
  label?: string;
  action: (previous: ActionResult, formData: FormData) => Promise<ActionResult>;
  fields?: readonly FieldSpec[];
  hidden?: Readonly<Record<string, string>>;
  submitLabel: string;
  pendingLabel: string;
  variant?: ButtonVariant;
  size?: "sm" | "md";
  isWide?: boolean;
  /** `row`: one small field and its button in a table, the label for screen readers alone. */
  layout?: "column" | "row";
  /** Takes the place of fields and button once the act is done: there is nothing to do twice. */
  whenDone?: ReactNode;
  /** Stands between the fields and the button. */
  children?: ReactNode;
}>;

/** Fields and a button for one server action. A failure keeps what was typed and stands where it is mended. */
export function ActionForm({
  label,
  action,
  fields = [],
  hidden = {},
  children,
  ...button
}: ActionFormProps) {
  const [result, submit] = useActionState(action, { status: "idle" });
  const { submitLabel, pendingLabel, variant = "primary", size = "md", isWide = true } = button;
  const isRow = button.layout === "row";
  if (result.status === "done" && button.whenDone) {
    return (
      <div className="flex flex-col gap-4">
        <Outcome result={result} fields={[]} />
        {button.whenDone}
      </div>
    );
  }
  return (
    <form
      action={submit}
      aria-label={label}
      className={isRow ? "flex min-w-44 items-center gap-2" : "flex flex-col gap-4"}
    >
      <Outcome result={result} fields={fields.map(({ name }) => name)} />
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {fields.map((field) => (
        <FormField key={field.name} field={field} result={result} isLabelHidden={isRow} />
      ))}
      {children}
      <div className={isWide || isRow ? "contents" : "self-start"}>
        <SubmitButton isWide={isWide} variant={variant} size={size} pendingLabel={pendingLabel}>
          {submitLabel}
        </SubmitButton>
      </div>
    </form>
  );
}

/** The small act of one row in a list. */
export const RowActionForm = (props: Omit<ActionFormProps, "variant" | "size" | "isWide">) => (
  <ActionForm {...props} variant="secondary" size="sm" isWide={false} />
);

type FormFieldProps = Readonly<{ field: FieldSpec; result: ActionResult; isLabelHidden?: boolean }>;

export function FormField({ field, result, isLabelHidden = false }: FormFieldProps) {
  const { name, label, help, options, type = "text", defaultValue, isOptional = false, ...input } = field;
  const failed = result.status === "failed" ? result : undefined;
  const value = failed?.values?.[name] ?? defaultValue;
  return (
    <Field
      label={label}
      isLabelHidden={isLabelHidden}
      isOptional={isOptional}
      help={help}
      error={failed?.field === name ? failed.message : undefined}
    >
      {(control) =>
        options ? (
          <Select {...control} name={name} options={options} defaultValue={value} />
        ) : (
          <Input
            {...control}
            {...input}
            name={name}
            type={type}
            required={!isOptional}
            defaultValue={value}
          />
        )
      }
    </Field>
  );
}

/** What the last try ended with, unless it belongs to a field that shows it itself. */
export function Outcome({ result, fields }: Readonly<{ result: ActionResult; fields: readonly string[] }>) {
  if (result.status === "done" && (result.message || result.secrets)) {
    return (
      <Banner tone="good" role="status">
        {result.message}
        {result.lines && result.lines.length > 0 && (
          <ul className="mt-2 max-h-64 list-disc overflow-y-auto ps-4">
            {result.lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        )}
        {result.secrets && <Secrets secrets={result.secrets} />}
      </Banner>
    );
  }
  if (result.status !== "failed" || fields.includes(result.field ?? "")) return null;
  return (
    <Banner tone="attention" role="alert">
      {result.message}
      {result.needsProof && (
        <>
          {" "}
          {/* In a tab of its own, so that nothing typed here is lost. */}
          <a className="link" href="/verify?returnTo=/account/verified" target="_blank" rel="noopener">
            Confirm it is you
          </a>
          , then send this again.
        </>
      )}
    </Banner>
  );
}

function Secrets({ secrets }: Readonly<{ secrets: readonly string[] }>) {
  return (
    <ul className="mt-2 grid gap-x-6 gap-y-1 font-mono text-sm break-all sm:grid-cols-[repeat(auto-fit,minmax(9rem,1fr))]">
      {secrets.map((secret) => (
        <li key={secret} className="flex items-center gap-1">
          <span data-secret>{secret}</span>
          <CopyButton value={secret} label="Copy it" />
        </li>
      ))}
    </ul>
  );
}
