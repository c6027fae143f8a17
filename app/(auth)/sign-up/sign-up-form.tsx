"use client";

import { useActionState } from "react";
import { Outcome, TextField } from "@/app/(auth)/form-parts";
import { SubmitButton } from "@/components/ui/submit-button";
import { passwordMinLength } from "@/lib/modules/access/schema";
import { signUpAction } from "./actions";

export function SignUpForm() {
  const [result, submit] = useActionState(signUpAction, { status: "idle" });

  return (
    <form action={submit} className="flex flex-col gap-4">
      <Outcome result={result} fields={["name", "email", "password"]} />
      <TextField name="name" label="Your name" autoComplete="name" result={result} />
      <TextField name="email" label="Mail address" type="email" autoComplete="email" result={result} />
      <TextField
        name="password"
        label="Password"
        type="password"
        autoComplete="new-password"
        help={`At least ${passwordMinLength} characters. A short sentence works well.`}
        result={result}
      />
      <SubmitButton isWide pendingLabel="Creating the account…">
        Create account
      </SubmitButton>
    </form>
  );
}
