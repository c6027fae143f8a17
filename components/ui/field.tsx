import { CircleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";

/** What a control must carry so that its label, help and error are read with it. */
export type ControlProps = Readonly<{
  id: string;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
}>;

type FieldProps = Readonly<{
  label: string;
  help?: ReactNode;
  /** In words that say how to mend it. */
  error?: string | undefined;
  isOptional?: boolean;
  /** Where what is around the control says it to those who see. */
  isLabelHidden?: boolean;
  children: (control: ControlProps) => ReactNode;
}>;

/** Label above, error beside, help below: `<Field label="Amount">{(control) => <Input {...control} name="amount" />}</Field>` */
export function Field({
  label,
  help,
  error,
  isOptional = false,
  isLabelHidden = false,
  children,
}: FieldProps) {
  const id = useId();
  const helpId = `${id}-help`;
  const errorId = `${id}-error`;
  const describedBy = [error && errorId, help && helpId].filter(Boolean).join(" ");

  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className={isLabelHidden ? "sr-only" : "text-sm font-medium text-ink"}>
        {label}
        {isOptional && <span className="font-normal text-ink-faint"> (optional)</span>}
      </label>
      {children({
        id,
        ...(describedBy && { "aria-describedby": describedBy }),
        ...(error && { "aria-invalid": true }),
      })}
      {error && (
        <p id={errorId} className="flex items-start gap-1.5 text-sm text-attention">
          <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
          {error}
        </p>
      )}
      {help && (
        <p id={helpId} className="text-xs text-ink-muted">
          {help}
        </p>
      )}
    </div>
  );
}
