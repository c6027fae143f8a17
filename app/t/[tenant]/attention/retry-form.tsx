"use client";

import { useActionState } from "react";
import { Outcome } from "@/app/action-form";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { showToast } from "@/components/ui/toast";
import type { ActionResult } from "@/lib/web/action";
import { retryAllAction } from "./actions";

type Props = Readonly<{
  tenantSlug: string;
  cause: string;
  count: number;
  /** The sentence of what it does, with how many and how much. */
  preview: string;
  /** Why this reader may not. */
  reason: string | undefined;
}>;

const idle: ActionResult = { status: "idle" };

/** Tries everything of one cause again, after a preview of what that is. */
export function RetryForm({ tenantSlug, cause, count, preview, reason }: Props) {
  // The incident may be over with it, and this form with the incident: what came of it is said elsewhere.
  const tryAndTell = async (previous: ActionResult, fields: FormData): Promise<ActionResult> => {
    const outcome = await retryAllAction(tenantSlug, previous, fields);
    if (outcome.status === "done" && outcome.message) showToast({ message: outcome.message });
    return outcome;
  };
  const [result, submit, isPending] = useActionState(tryAndTell, idle);
  return (
    <div className="flex flex-col gap-2 md:items-end">
      <ConfirmDialog
        trigger={{ label: `Try ${count} again…`, variant: "secondary", disabledReason: reason }}
        title="Try again?"
        sentence={preview}
        confirmLabel={`Try ${count} again`}
        action={submit}
        isPending={isPending}
        pendingLabel="Trying…"
        error={result.status === "failed" && !result.needsProof ? result.message : undefined}
      >
        <Outcome result={result} fields={[]} />
        <input type="hidden" name="cause" value={cause} />
        <input type="hidden" name="count" value={count} />
      </ConfirmDialog>
    </div>
  );
}
