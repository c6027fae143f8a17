"use client";

import { useActionState } from "react";
import { Outcome } from "@/app/(auth)/form-parts";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ConfirmLink } from "@/lib/modules/access/schema";
import { confirmLinkAction } from "./actions";

export function ConfirmForm({ tokenHash, type }: ConfirmLink) {
  const [result, submit] = useActionState(confirmLinkAction, { status: "idle" });

  return (
    <form action={submit} className="flex flex-col gap-4">
      <input type="hidden" name="tokenHash" value={tokenHash} />
      <input type="hidden" name="type" value={type} />
      <Outcome result={result} fields={[]} />
      <SubmitButton isWide pendingLabel="Confirming…">
        Confirm and sign in
      </SubmitButton>
    </form>
  );
}
