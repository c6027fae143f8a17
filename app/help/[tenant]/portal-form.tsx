"use client";

import {
  type FormEvent,
  type ReactNode,
  startTransition,
  useActionState,
  useEffect,
  useId,
  useRef,
  useState,
} from "react";
import type { ActionResult } from "@/lib/web/action";
import { type FieldSpec, PortalField } from "./portal-field";

type PortalFormProps = Readonly<{
  /** What the form is for, where a page has several. */
  label: string;
  action: (previous: ActionResult, formData: FormData) => Promise<ActionResult>;
  fields?: readonly FieldSpec[];
  hidden?: Readonly<Record<string, string>>;
  submitLabel: string;
  pendingLabel: string;
  isDanger?: boolean;
  isQuiet?: boolean;
  /** Stands above an error: "There is a problem". */
  problem: string;
  /** Says where one proves that it is still oneself. */
  prove?: string;
  /** Said instead of sending files that are larger than what reaches the server. */
  tooLarge?: string;
  children?: ReactNode;
}>;

const look = {
  primary: "border-transparent bg-accent text-on-accent hover:bg-accent-strong",
  quiet: "border-line-strong bg-surface text-ink hover:bg-hover",
  danger: "border-transparent bg-attention-solid text-on-attention hover:bg-attention-solid-strong",
};

// As the schema says, which is too large to be sent to browsers.
const maxFormBytes = 10 * 1024 * 1024;

/** A form of the portal. It works without JavaScript; with it nothing that was typed or chosen is lost by a failure. */
export function PortalForm({ fields = [], hidden = {}, children, ...form }: PortalFormProps) {
  const [result, submit, isPending] = useActionState(form.action, { status: "idle" });
  const element = useRef<HTMLFormElement>(null);
  const summary = useId();
  const [tooLarge, setTooLarge] = useState(false);
  const answered = result.status === "failed" ? result : undefined;
  const failed =
    tooLarge && form.tooLarge
      ? ({ status: "failed", message: form.tooLarge, field: "files" } as const)
      : answered;

  useEffect(() => {
    if (result.status === "done") element.current?.reset();
    if (result.status === "failed" || tooLarge) document.getElementById(summary)?.focus();
  }, [result, tooLarge, summary]);

  // React empties a form after its action, and chosen files cannot be put back: so the action is called by hand.
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const bytes = [...data.values()].reduce(
      (sum, value) => sum + (value instanceof File ? value.size : 0),
      0,
    );
    setTooLarge(bytes > maxFormBytes);
    if (bytes > maxFormBytes) return;
    startTransition(() => submit(data));
  };
  const style = form.isDanger ? look.danger : form.isQuiet ? look.quiet : look.primary;
  return (
    <form
      ref={element}
      action={submit}
      onSubmit={send}
      aria-label={form.label}
      className="flex flex-col gap-5"
    >
      {failed && (
        <div id={summary} role="alert" tabIndex={-1} className="border-s-4 border-attention-solid ps-4">
          <p className="font-semibold text-attention">{form.problem}</p>
          <p>{failed.message}</p>
          {failed.needsProof && (
            <a className="link" href="/verify?returnTo=/account/verified" target="_blank" rel="noopener">
              {form.prove}
            </a>
          )}
        </div>
      )}
      {result.status === "done" && result.message && (
        <p role="status" className="border-s-4 border-good-solid ps-4">
          {result.message}
        </p>
      )}
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {fields.map((field) => (
        <PortalField key={field.name} field={field} failed={failed} />
      ))}
      {children}
      <button
        type="submit"
        disabled={isPending}
        aria-busy={isPending || undefined}
        className={`min-h-11 self-start rounded-md border px-5 py-2 text-lg font-medium transition-colors aria-busy:cursor-progress ${style}`}
      >
        {isPending ? form.pendingLabel : form.submitLabel}
      </button>
    </form>
  );
}
