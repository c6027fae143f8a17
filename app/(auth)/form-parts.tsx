import type { ComponentProps } from "react";
import { Banner } from "@/components/ui/banner";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { ActionResult } from "@/lib/web/action";

type TextFieldProps = Readonly<
  { name: string; label: string; help?: string; result: ActionResult } & Pick<
    ComponentProps<"input">,
    "type" | "autoComplete" | "inputMode"
  >
>;

/** A field that keeps what was typed when the form fails, and shows why if it is the one to mend. */
export function TextField({ name, label, help, result, type = "text", ...input }: TextFieldProps) {
  const failed = result.status === "failed" ? result : undefined;
  return (
    <Field label={label} help={help} error={failed?.field === name ? failed.message : undefined}>
      {(control) => (
        <Input
          {...control}
          {...input}
          name={name}
          type={type}
          required
          defaultValue={failed?.values?.[name]}
        />
      )}
    </Field>
  );
}

/** What the last try ended with, unless it belongs to a field that shows it itself. */
export function Outcome({ result, fields }: Readonly<{ result: ActionResult; fields: readonly string[] }>) {
  if (result.status === "done" && result.message) {
    return (
      <Banner tone="good" role="status">
        {result.message}
      </Banner>
    );
  }
  if (result.status !== "failed" || fields.includes(result.field ?? "")) return null;
  return (
    <Banner tone="attention" role="alert">
      {result.message}
    </Banner>
  );
}
