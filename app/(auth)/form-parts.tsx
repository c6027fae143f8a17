import type { ReactNode } from "react";
import type { ActionResult } from "@/lib/web/action";

type TextFieldProps = Readonly<{
  name: string;
  label: string;
  type?: "text" | "email" | "password";
  autoComplete: string;
  help?: string;
  defaultValue?: string;
  inputMode?: "numeric";
  result: ActionResult;
}>;

export function TextField({ name, label, help, result, type = "text", ...input }: TextFieldProps) {
  const typed = result.status === "failed" ? result.values?.[name] : undefined;
  const error = result.status === "failed" && result.field === name ? result.message : undefined;
  return (
    <p>
      <label htmlFor={name}>{label}</label>
      <input
        {...input}
        id={name}
        name={name}
        type={type}
        required
        defaultValue={typed ?? input.defaultValue}
        aria-invalid={error ? true : undefined}
        aria-describedby={`${name}-help`}
      />
      <span id={`${name}-help`}>{error ?? help}</span>
    </p>
  );
}

/** What the last try ended with, unless it belongs to a field that shows it itself. */
export function Outcome({ result, fields }: Readonly<{ result: ActionResult; fields: readonly string[] }>) {
  if (result.status === "done" && result.message) return <p role="status">{result.message}</p>;
  if (result.status !== "failed" || fields.includes(result.field ?? "")) return null;
  return <p role="alert">{result.message}</p>;
}

export function AuthCard({ title, children }: Readonly<{ title: string; children: ReactNode }>) {
  return (
    <main>
      <h1>{title}</h1>
      {children}
    </main>
  );
}
