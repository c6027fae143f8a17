"use client";

import { useId } from "react";
import type { ActionResult } from "@/lib/web/action";

type Option = Readonly<{ value: string; label: string }>;

export type FieldSpec = Readonly<{
  name: string;
  label: string;
  help?: string;
  kind?: "text" | "email" | "words" | "choice" | "choices" | "files";
  autoComplete?: string;
  options?: readonly Option[];
  /** Of files: what the browser offers to choose. */
  accept?: string;
}>;

type Failed = Extract<ActionResult, { status: "failed" }>;
type PortalFieldProps = Readonly<{ field: FieldSpec; failed: Failed | undefined }>;

const control =
  "w-full rounded-md border border-line-strong bg-surface px-3 py-2 text-lg text-ink aria-invalid:border-attention";

/** One question of a form: label and help above, what is wrong between them and the control. */
export function PortalField({ field, failed }: PortalFieldProps) {
  const id = useId();
  const { name, label, help, kind = "text", options = [] } = field;
  const error = failed?.field === name ? failed.message : undefined;
  const told = [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;
  const isGroup = kind === "choice" || kind === "choices";
  const Frame = isGroup ? "fieldset" : "div";
  const Label = isGroup ? "legend" : "label";
  const shared = { id, name, "aria-describedby": told, "aria-invalid": error ? (true as const) : undefined };
  const typed = failed?.values?.[name];
  return (
    <Frame className="flex min-w-0 flex-col gap-1.5" aria-describedby={isGroup ? told : undefined}>
      <Label {...(isGroup ? {} : { htmlFor: id })} className="font-medium">
        {label}
      </Label>
      {help && (
        <p id={`${id}-help`} className="text-base text-ink-muted">
          {help}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="text-base font-medium text-attention">
          {error}
        </p>
      )}
      {isGroup ? (
        <div className="flex flex-col">
          {options.map((option) => (
            <label key={option.value} className="flex min-h-11 items-center gap-3 py-1">
              <input
                type={kind === "choice" ? "radio" : "checkbox"}
                name={name}
                value={option.value}
                defaultChecked={typed === option.value}
                className="size-5 shrink-0 accent-accent"
              />
              <span>{option.label}</span>
            </label>
          ))}
        </div>
      ) : kind === "words" ? (
        <textarea {...shared} rows={5} maxLength={5_000} defaultValue={typed} className={control} />
      ) : kind === "files" ? (
        <input {...shared} type="file" multiple accept={field.accept} className={`${control} text-base`} />
      ) : (
        <input
          {...shared}
          type={kind}
          autoComplete={field.autoComplete}
          defaultValue={typed}
          className={`${control} min-h-11`}
        />
      )}
    </Frame>
  );
}
