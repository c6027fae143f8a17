"use client";

import { startTransition, useActionState } from "react";
import { Outcome } from "@/app/action-form";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import type { Permission } from "@/lib/modules/decisions/policy";
import type { ActionResult } from "@/lib/web/action";
import { approveAction, denyAction, returnAction, withdrawAction } from "./actions";

type Props = Readonly<{
  tenantSlug: string;
  decisionId: string;
  version: number;
  /** The sentence of what a yes does: "Approving pays $42.10 to Visa •4242." */
  consequence: string;
  approve: Permission;
  judge: Permission;
  withdraw: Permission;
}>;

/** What can be said to a proposal, each with the reason when this reader may not say it. */
export function DecideForms(props: Props) {
  const { tenantSlug, decisionId, version, consequence, approve, judge, withdraw } = props;
  const [approved, submitApprove, isApproving] = useActionState(approveAction.bind(null, tenantSlug), idle);
  const decision = <Looked decisionId={decisionId} version={version} />;
  return (
    <div className="flex w-full flex-col gap-3">
      <Outcome result={approved} fields={[]} />
      {approve.allowed ? (
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
      ) : (
        <div className="flex flex-col gap-2">
          <div className="flex gap-2">
            <Button disabled aria-describedby="approve-reason">
              Approve
            </Button>
            {!judge.allowed && (
              <Button disabled aria-describedby="approve-reason">
                Deny
              </Button>
            )}
          </div>
          <p id="approve-reason" className="text-xs text-ink-muted">
            {approve.reason}
          </p>
        </div>
      )}
      {judge.allowed && (
        <>
          <ReasonForm
            action={denyAction.bind(null, tenantSlug)}
            label="Reason for denying"
            help="Whoever proposed it reads this."
            customerReason="With the clause it follows from. A first no says how to appeal, a no to an appeal is final."
            button="Deny"
            pending="Denying…"
          >
            {decision}
          </ReasonForm>
          <ReasonForm
            action={returnAction.bind(null, tenantSlug)}
            label="What to change"
            help="Sends it back to the proposer. Nobody else is told."
            button="Return with this comment"
            pending="Returning…"
          >
            {decision}
          </ReasonForm>
        </>
      )}
      <TakeBack tenantSlug={tenantSlug} withdraw={withdraw}>
        {decision}
      </TakeBack>
    </div>
  );
}

export const Looked = ({ decisionId, version }: Pick<Props, "decisionId" | "version">) => (
  <>
    <input type="hidden" name="decisionId" value={decisionId} />
    <input type="hidden" name="version" value={version} />
  </>
);

type ReasonFormProps = Readonly<{
  action: (previous: ActionResult, formData: FormData) => Promise<ActionResult>;
  label: string;
  help: string;
  /** The customer is told why, too: the help of that field. */
  customerReason?: string;
  button: string;
  pending: string;
  children: React.ReactNode;
}>;

/** An act that somebody else reads: its reason and its button. */
export function ReasonForm(props: ReasonFormProps) {
  const { action, label, help, customerReason, button, pending, children } = props;
  const [result, submit, isPending] = useActionState(action, idle);
  const errorOf = (field: string) =>
    result.status === "failed" && result.field === field ? result.message : undefined;
  return (
    <form
      action={submit}
      // A plain form action would empty the field afterwards, and nothing typed may be lost.
      onSubmit={(event) => {
        event.preventDefault();
        const fields = new FormData(event.currentTarget);
        startTransition(() => submit(fields));
      }}
      className="flex flex-col gap-2 border-t border-line pt-3"
    >
      {children}
      <Field label={label} help={help} error={errorOf("note")}>
        {(control) => <Textarea {...control} name="note" required minLength={5} maxLength={1_500} rows={2} />}
      </Field>
      {customerReason && (
        <Field label="What the customer reads" help={customerReason} error={errorOf("customerReason")}>
          {(control) => (
            <Textarea {...control} name="customerReason" required minLength={5} maxLength={1_500} rows={3} />
          )}
        </Field>
      )}
      <Outcome result={result} fields={["note", "customerReason"]} />
      <Button type="submit" isWide pending={isPending} pendingLabel={pending}>
        {button}
      </Button>
    </form>
  );
}

type TakeBackProps = Readonly<{ tenantSlug: string; withdraw: Permission; children: React.ReactNode }>;

/** Takes a proposal back, or says why this reader cannot. */
export function TakeBack({ tenantSlug, withdraw, children }: TakeBackProps) {
  const [result, submit, isPending] = useActionState(withdrawAction.bind(null, tenantSlug), idle);
  return (
    <form action={submit} className="flex flex-col gap-2 border-t border-line pt-3">
      {children}
      <Outcome result={result} fields={[]} />
      <Button
        type="submit"
        pending={isPending}
        pendingLabel="Withdrawing…"
        disabledReason={withdraw.allowed ? undefined : withdraw.reason}
      >
        Withdraw
      </Button>
    </form>
  );
}

const idle: ActionResult = { status: "idle" };
