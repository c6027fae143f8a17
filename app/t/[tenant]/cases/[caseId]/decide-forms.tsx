"use client";

import { startTransition, useActionState } from "react";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import type { Permission } from "@/lib/modules/decisions/policy";
import type { ActionResult } from "@/lib/web/action";
import { approveAction, denyAction, withdrawAction } from "./actions";

type Props = Readonly<{
  tenantSlug: string;
  decisionId: string;
  /** The sentence of what a yes does: "Approving pays $42.10 to Visa •4242." */
  consequence: string;
  approve: Permission;
  withdraw: Permission;
}>;

/** What can be said to a proposal, each with the reason when this reader may not say it. */
export function DecideForms({ tenantSlug, decisionId, consequence, approve, withdraw }: Props) {
  const [approved, submitApprove, isApproving] = useActionState(approveAction.bind(null, tenantSlug), idle);
  const [denied, submitDeny, isDenying] = useActionState(denyAction.bind(null, tenantSlug), idle);
  const [withdrawn, submitWithdraw, isWithdrawing] = useActionState(
    withdrawAction.bind(null, tenantSlug),
    idle,
  );
  const isBusy = isApproving || isDenying || isWithdrawing;
  const noteError = denied.status === "failed" && denied.field === "note" ? denied.message : undefined;
  const decision = <input type="hidden" name="decisionId" value={decisionId} />;

  return (
    <div className="flex w-full flex-col gap-3">
      {[approved, noteError ? idle : denied, withdrawn].map(
        (result, index) =>
          result.status === "failed" && (
            // biome-ignore lint/suspicious/noArrayIndexKey: three fixed places, one for each act.
            <Banner key={index} tone="attention" role="alert">
              {result.message}
            </Banner>
          ),
      )}
      {approve.allowed ? (
        <>
          <ConfirmDialog
            trigger={{ label: "Approve", variant: "primary", size: "lg" }}
            title="Approve this refund?"
            sentence={consequence}
            confirmLabel="Approve and pay"
            action={submitApprove}
            isPending={isApproving}
            pendingLabel="Approving…"
            error={approved.status === "failed" ? approved.message : undefined}
          >
            {decision}
          </ConfirmDialog>
          <form
            action={submitDeny}
            // A plain form action would empty the field afterwards, and nothing typed may be lost.
            onSubmit={(event) => {
              event.preventDefault();
              const fields = new FormData(event.currentTarget);
              startTransition(() => submitDeny(fields));
            }}
            className="flex flex-col gap-2 border-t border-line pt-3"
          >
            {decision}
            <Field label="Reason for denying" help="Needed to deny. The proposer reads it." error={noteError}>
              {(control) => (
                <Textarea {...control} name="note" required minLength={5} maxLength={1_500} rows={2} />
              )}
            </Field>
            <Button type="submit" isWide pending={isDenying} pendingLabel="Denying…" disabled={isBusy}>
              Deny
            </Button>
          </form>
        </>
      ) : (
        <div className="flex flex-col gap-2">
          <div className="flex gap-2">
            <Button disabled aria-describedby="approve-reason">
              Approve
            </Button>
            <Button disabled aria-describedby="approve-reason">
              Deny
            </Button>
          </div>
          <p id="approve-reason" className="text-xs text-ink-muted">
            {approve.reason}
          </p>
        </div>
      )}
      <form action={submitWithdraw} className="flex flex-col gap-2 border-t border-line pt-3">
        {decision}
        <Button
          type="submit"
          pending={isWithdrawing}
          pendingLabel="Withdrawing…"
          disabled={isBusy}
          disabledReason={withdraw.allowed ? undefined : withdraw.reason}
        >
          Withdraw
        </Button>
      </form>
    </div>
  );
}

const idle: ActionResult = { status: "idle" };
