"use client";

import { useActionState } from "react";
import { Outcome, TextField } from "@/app/(auth)/form-parts";
import { SubmitButton } from "@/components/ui/submit-button";
import { signInAction } from "./actions";

export function SignInForm({ returnTo }: Readonly<{ returnTo: string }>) {
  const [result, submit] = useActionState(signInAction, { status: "idle" });

  return (
    <form action={submit} className="flex flex-col gap-4">
      <input type="hidden" name="returnTo" value={returnTo} />
      <Outcome result={result} fields={["email", "password"]} />
      <TextField name="email" label="Mail address" type="email" autoComplete="username" result={result} />
      <TextField
        name="password"
        label="Password"
        type="password"
        autoComplete="current-password"
        result={result}
      />
      <SubmitButton isWide pendingLabel="Signing in…">
        Sign in
      </SubmitButton>
    </form>
  );
}
