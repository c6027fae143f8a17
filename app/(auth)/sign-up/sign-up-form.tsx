"use client";

import { useActionState } from "react";
import { Outcome, TextField } from "@/app/(auth)/form-parts";
import { passwordMinLength } from "@/lib/modules/access/schema";
import { signUpAction } from "./actions";

export function SignUpForm() {
  const [result, submit, isPending] = useActionState(signUpAction, { status: "idle" });

  return (
    <form action={submit}>
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
      <button type="submit" disabled={isPending}>
        {isPending ? "Creating the account…" : "Create account"}
      </button>
    </form>
  );
}
