"use client";

import { useRouter } from "next/navigation";
import { startTransition, useActionState, useState } from "react";
import { Outcome } from "@/app/action-form";
import { approveAction, denyAction, returnAction } from "@/app/t/[tenant]/cases/[caseId]/actions";
import { useKeyHint } from "@/components/shortcuts/shortcuts-provider";
import { useShortcut } from "@/components/shortcuts/use-shortcut";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { showToast } from "@/components/ui/toast";
import type { Permission } from "@/lib/modules/decisions/policy";
import type { ActionResult } from "@/lib/web/action";

type Props = Readonly<{
  tenantSlug: string;
  decisionId: string;
  version: number;
  approve: Permission;
  judge: Permission;
  amount: string;
  /** The sentence of what a yes does. */
  consequence: string;
  /** Another person has to say yes, too, before anything is paid. */
  isFirstOfTwo: boolean;
  /** The card after this one. */
  nextHref: string;
}>;
type Act = "approve" | "deny" | "return";

/** Yes, no, or back to the proposer; each is confirmed, and the next card follows. */
export function ApprovalActs(props: Props) {
  const { approve, judge } = props;
  const [open, setOpen] = useState<Act | undefined>();
  useShortcut("approval.approve", () => setOpen("approve"), approve.allowed);
  useShortcut("approval.deny", () => setOpen("deny"), judge.allowed);
  const approveKeys = useKeyHint("approval.approve", "Approve");
  const denyKeys = useKeyHint("approval.deny", "Deny");
  const blocked = approve.allowed ? undefined : approve.reason;
  return (
    <section aria-label="Your answer" className="flex flex-col gap-2">
      <div className="flex flex-wrap gap-2">
        <Button
          variant="primary"
          size="lg"
          disabled={!approve.allowed}
          aria-describedby={blocked ? "approve-blocked" : undefined}
          {...approveKeys}
          onClick={() => setOpen("approve")}
        >
          Approve
        </Button>
        <Button
          size="lg"
          disabled={!judge.allowed}
          aria-describedby={judge.allowed ? undefined : "approve-blocked"}
          {...denyKeys}
          onClick={() => setOpen("deny")}
        >
          Deny…
        </Button>
        <Button
          size="lg"
          disabled={!judge.allowed}
          aria-describedby={judge.allowed ? undefined : "approve-blocked"}
          onClick={() => setOpen("return")}
        >
          Return…
        </Button>
      </div>
      {blocked && (
        <p id="approve-blocked" className="text-sm text-ink-muted">
          {blocked}
        </p>
      )}
      <AnswerDialog act="approve" isOpen={open === "approve"} close={() => setOpen(undefined)} {...props} />
      <AnswerDialog act="deny" isOpen={open === "deny"} close={() => setOpen(undefined)} {...props} />
      <AnswerDialog act="return" isOpen={open === "return"} close={() => setOpen(undefined)} {...props} />
    </section>
  );
}

const idle: ActionResult = { status: "idle" };
const actions = { approve: approveAction, deny: denyAction, return: returnAction } as const;

const wordsOf = {
  approve: {
    title: "Approve this refund?",
    confirm: "Approve and pay",
    pending: "Approving…",
    done: "Approved",
  },
  deny: {
    title: "Deny this refund?",
    confirm: "Deny it",
    pending: "Denying…",
    done: "Denied",
  },
  return: {
    title: "Return it to the proposer?",
    confirm: "Return with this comment",
    pending: "Returning…",
    done: "Returned",
  },
} as const;

type DialogProps = Props & Readonly<{ act: Act; isOpen: boolean; close: () => void }>;

function AnswerDialog({ act, isOpen, close, ...props }: DialogProps) {
  const { tenantSlug, decisionId, version, consequence, amount, nextHref, isFirstOfTwo } = props;
  const router = useRouter();
  // The card may be gone with the answer, and this dialog with the card: what follows is done here.
  const answer = async (previous: ActionResult, fields: FormData): Promise<ActionResult> => {
    const outcome = await actions[act](tenantSlug, previous, fields);
    if (outcome.status !== "done") return outcome;
    showToast({ message: `${wordsOf[act].done}: ${amount}.` });
    router.replace(nextHref);
    return outcome;
  };
  const [result, submit, isPending] = useActionState(answer, idle);
  const words = wordsOf[act];
  const sentence = {
    approve: consequence,
    deny: `Denying pays nothing and frees the ${amount}. The customer is told why by mail.`,
    return: `Returning pays nothing and frees the ${amount}. The proposer reads your comment; nobody else is told.`,
  }[act];
  const formId = `answer-${act}`;
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={(isNowOpen) => !isNowOpen && close()}
      title={words.title}
      description={sentence}
      footer={
        <>
          <DialogClose render={<Button size="lg">Cancel</Button>} />
          <Button
            type="submit"
            form={formId}
            variant={act === "deny" ? "danger" : "primary"}
            size="lg"
            pending={isPending}
            pendingLabel={words.pending}
          >
            {act === "approve" && isFirstOfTwo ? "Approve as the first of two" : words.confirm}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        // A plain form action would empty the field afterwards, and nothing typed may be lost.
        onSubmit={(event) => {
          event.preventDefault();
          const fields = new FormData(event.currentTarget);
          startTransition(() => submit(fields));
        }}
        className="flex flex-col gap-4"
      >
        <input type="hidden" name="decisionId" value={decisionId} />
        <input type="hidden" name="version" value={version} />
        <Outcome result={result} fields={act === "approve" ? [] : ["note", "customerReason"]} />
        {act !== "approve" && <ReasonField act={act} result={result} />}
        {act === "deny" && (
          <Field
            label="What the customer reads"
            help="With the clause it follows from. A first no says how to appeal, a no to an appeal is final."
            error={errorOf(result, "customerReason")}
          >
            {(control) => (
              <Textarea
                {...control}
                name="customerReason"
                required
                minLength={5}
                maxLength={1_500}
                rows={3}
              />
            )}
          </Field>
        )}
      </form>
    </Dialog>
  );
}

const errorOf = (result: ActionResult, field: string): string | undefined =>
  result.status === "failed" && result.field === field ? result.message : undefined;

function ReasonField({ act, result }: Readonly<{ act: "deny" | "return"; result: ActionResult }>) {
  const isDenial = act === "deny";
  return (
    <Field
      label={isDenial ? "Reason for denying" : "What to change"}
      help={isDenial ? "The proposer and the audit log read it." : "The proposer reads it."}
      error={errorOf(result, "note")}
    >
      {(control) => <Textarea {...control} name="note" required minLength={5} maxLength={1_500} rows={3} />}
    </Field>
  );
}
