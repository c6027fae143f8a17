"use client";

import { useActionState } from "react";
import { Outcome, TextField } from "@/app/(auth)/form-parts";
import { SubmitButton } from "@/components/ui/submit-button";
import { confirmCodeAction } from "./actions";

/** @param email asked for when this browser does not know it */
export function CodeForm({ email }: Readonly<{ email: string | undefined }>) {
  const [result, submit] = useActionState(confirmCodeAction, { status: "idle" });

  return (
    <form action={submit} className="flex flex-col gap-4" aria-label="Enter the code">
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
      <SubmitButton isWide pendingLabel="Confirming…">
        Confirm
      </SubmitButton>
    </form>
  );
}
