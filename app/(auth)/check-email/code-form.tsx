"use client";

import { useActionState } from "react";
import { Outcome, TextField } from "@/app/(auth)/form-parts";
import { confirmCodeAction } from "./actions";

/** @param email asked for when this browser does not know it */
export function CodeForm({ email }: Readonly<{ email: string | undefined }>) {
  const [result, submit, isPending] = useActionState(confirmCodeAction, { status: "idle" });

  return (
    <form action={submit} aria-label="Enter the code">
      <Outcome result={result} fields={email ? ["code"] : ["email", "code"]} />
      {email ? (
        <input type="hidden" name="email" value={email} />
      ) : (
        <TextField name="email" label="Mail address" type="email" autoComplete="email" result={result} />
      )}
      <TextField
        name="code"
        label="Six digits"
        autoComplete="one-time-code"
        inputMode="numeric"
        result={result}
      />
      <button type="submit" disabled={isPending}>
        {isPending ? "Confirming…" : "Confirm"}
      </button>
    </form>
  );
}
