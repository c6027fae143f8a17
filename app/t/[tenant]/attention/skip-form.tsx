"use client";

import { useActionState } from "react";
import { Outcome } from "@/app/action-form";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { showToast } from "@/components/ui/toast";
import type { ActionResult } from "@/lib/web/action";
import { skipAllAction } from "./actions";

type Props = Readonly<{ tenantSlug: string; cause: string; count: number }>;

const idle: ActionResult = { status: "idle" };

/** Gives up what is stuck for one cause, for a reason that stays on record. */
export function SkipForm({ tenantSlug, cause, count }: Props) {
  // The incident may be over with it, and this form with the incident: what came of it is said elsewhere.
  const tryAndTell = async (previous: ActionResult, fields: FormData): Promise<ActionResult> => {
    const outcome = await skipAllAction(tenantSlug, previous, fields);
    if (outcome.status === "done" && outcome.message) showToast({ message: outcome.message });
    return outcome;
  };
  const [result, submit, isPending] = useActionState(tryAndTell, idle);
  const failed = result.status === "failed" ? result : undefined;
  return (
    <ConfirmDialog
      trigger={{ label: "Skip…", variant: "ghost" }}
      title="Skip these?"
      sentence={`Makegood never sends ${count === 1 ? "this message" : `these ${count} messages`}. It cannot be undone.`}
      confirmLabel={`Skip ${count}`}
      variant="danger"
      action={submit}
      isPending={isPending}
      pendingLabel="Skipping…"
    >
      <Outcome result={result} fields={["reason"]} />
      <input type="hidden" name="cause" value={cause} />
      <Field
        label="Reason"
        help="It stays in the audit log."
        error={failed?.field === "reason" ? failed.message : undefined}
      >
        {(control) => (
          <Textarea
            {...control}
            name="reason"
            required
            minLength={5}
            maxLength={500}
            rows={2}
            defaultValue={failed?.values?.reason}
          />
        )}
      </Field>
    </ConfirmDialog>
  );
}
