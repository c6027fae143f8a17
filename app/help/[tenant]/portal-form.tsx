"use client";

import { useActionState } from "react";
import type { ActionResult } from "@/lib/web/action";
import type { FormWords } from "./form-words";
import { type FieldSpec, PortalField } from "./portal-field";

type PortalFormProps = Readonly<{
  /** What the form is for, as no other on its page. */
  label: string;
  action: (previous: ActionResult, formData: FormData) => Promise<ActionResult>;
  fields?: readonly FieldSpec[];
  hidden?: Readonly<Record<string, string>>;
  submitLabel: string;
  pendingLabel: string;
  isDanger?: boolean;
  isQuiet?: boolean;
  words: FormWords;
  /** Says where one proves that it is still oneself. */
  prove?: string;
}>;

const look = {
  primary: "border-transparent bg-accent text-on-accent hover:bg-accent-strong",
  quiet: "border-line-strong bg-surface text-ink hover:bg-hover",
  danger: "border-transparent bg-attention-solid text-on-attention hover:bg-attention-solid-strong",
};

// As the schema says, which is too large to be sent to browsers.
const maxFormBytes = 10 * 1024 * 1024;

/** A form of the portal. It is HTML and works by itself; `form-script.ts` sees that nothing typed or chosen is lost by a failure. */
export function PortalForm({ fields = [], hidden = {}, words, ...form }: PortalFormProps) {
  const [result, submit] = useActionState(form.action, { status: "idle" });
  const failed = result.status === "failed" ? result : undefined;
  const style = form.isDanger ? look.danger : form.isQuiet ? look.quiet : look.primary;
  return (
    <form
      action={submit}
      aria-label={form.label}
      className="flex flex-col gap-5"
      data-limit={maxFormBytes}
      data-too-large={words.tooLarge}
      data-lost={words.lost}
    >
      {/* There without a failure, too, for what the browser has to say itself. */}
      <div role="alert" tabIndex={-1} hidden={!failed} className="border-s-4 border-attention-solid ps-4">
        <p className="font-semibold text-attention">{words.problem}</p>
        <p>{failed?.message}</p>
        {failed?.needsProof && (
          <a className="link" href="/verify?returnTo=/account/verified" target="_blank" rel="noopener">
            {form.prove}
          </a>
        )}
      </div>
      {result.status === "done" && result.message && (
        <p role="status" tabIndex={-1} className="border-s-4 border-good-solid ps-4">
          {result.message}
        </p>
      )}
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {fields.map((field) => (
        <PortalField key={field.name} field={field} failed={failed} />
      ))}
      <button
        type="submit"
        data-pending={form.pendingLabel}
        className={`min-h-11 self-start rounded-md border px-5 py-2 text-lg font-medium transition-colors aria-busy:cursor-progress ${style}`}
      >
        {form.submitLabel}
      </button>
    </form>
  );
}
