"use client";

import { useActionState } from "react";
import { Outcome, TextField } from "@/app/(auth)/form-parts";
import { signInAction } from "./actions";

export function SignInForm({ returnTo }: Readonly<{ returnTo: string }>) {
  const [result, submit, isPending] = useActionState(signInAction, { status: "idle" });

  return (
    <form action={submit}>
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
      <button type="submit" disabled={isPending}>
        {isPending ? "Signing in…" : "Sign in"}
      </button>
    </form>
  );
}
