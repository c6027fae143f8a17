"use client";

import { useActionState } from "react";
import { Outcome } from "@/app/(auth)/form-parts";
import type { ConfirmLink } from "@/lib/modules/access/schema";
import { confirmLinkAction } from "./actions";

export function ConfirmForm({ tokenHash, type }: ConfirmLink) {
  const [result, submit, isPending] = useActionState(confirmLinkAction, { status: "idle" });

  return (
    <form action={submit}>
      <input type="hidden" name="tokenHash" value={tokenHash} />
      <input type="hidden" name="type" value={type} />
      <Outcome result={result} fields={[]} />
      <button type="submit" disabled={isPending}>
        {isPending ? "Confirming…" : "Confirm and sign in"}
      </button>
    </form>
  );
}
