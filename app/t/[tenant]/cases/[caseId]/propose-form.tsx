"use client";

import { startTransition, useActionState, useState } from "react";
import { moneyWords } from "@/components/money";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { approvalTier } from "@/lib/modules/decisions/policy";
import type { Charge } from "@/lib/modules/orders/schema";
import { reasonCodes, reasonWords } from "@/lib/modules/policies/schema";
import type { MemberActor } from "@/lib/platform/actor";
import { proposeAction } from "./actions";
import { type RefundableLine, RefundLines } from "./refund-lines";

type Props = Readonly<{
  tenant: Readonly<{ slug: string; currency: string }>;
  actor: MemberActor;
  caseId: string;
  caseVersion: number;
  currency: string;
  lines: readonly RefundableLine[];
  charges: readonly Charge[];
}>;

const reasonOptions = reasonCodes.map((value) => ({ value, label: reasonWords[value] }));

/** Chooses what goes back and says what the button will do before it does it. */
export function ProposeForm({ tenant, actor, caseId, caseVersion, currency, lines, charges }: Props) {
  const [result, submit, isPending] = useActionState(proposeAction.bind(null, tenant.slug), {
    status: "idle",
  });
  const [chosen, setChosen] = useState<Readonly<Record<string, number>>>({});
  const words = (amountMinor: number) => moneyWords(amountMinor, currency, tenant.currency);

  const sum = lines.reduce((total, line) => total + (chosen[line.id] ?? 0) * line.unitPriceMinor, 0);
  const refundable = charges.reduce((total, charge) => total + charge.refundableMinor, 0);
  const tier = approvalTier(sum, currency, actor);
  const destination = destinationOf(sum, charges);
  const failed = result.status === "failed" ? result : undefined;
  const errorOf = (field: string) => (failed?.field === field ? failed.message : undefined);
  const isTooMuch = sum > refundable;

  return (
    <form
      action={submit}
      // A plain form action would empty the fields afterwards, and nothing typed may be lost.
      onSubmit={(event) => {
        event.preventDefault();
        const fields = new FormData(event.currentTarget);
        startTransition(() => submit(fields));
      }}
      aria-label="Propose a refund"
      className="flex flex-col gap-4"
    >
      <input type="hidden" name="caseId" value={caseId} />
      <input type="hidden" name="caseVersion" value={caseVersion} />
      <RefundLines lines={lines} chosen={chosen} onChange={setChosen} words={words} />
      <Field label="Reason" error={errorOf("reasonCode") && "Choose a reason."}>
        {(control) => (
          <Select
            {...control}
            name="reasonCode"
            required
            defaultValue={failed?.values?.reasonCode ?? ""}
            placeholder="Choose one"
            options={reasonOptions}
          />
        )}
      </Field>
      <Field
        label="Why"
        help="For the approver and the audit. The customer does not see it."
        error={errorOf("rationale")}
      >
        {(control) => (
          <Textarea
            {...control}
            name="rationale"
            required
            minLength={5}
            maxLength={1_500}
            rows={2}
            defaultValue={failed?.values?.rationale}
          />
        )}
      </Field>
      {failed && !["reasonCode", "rationale"].includes(failed.field ?? "") && (
        <Banner tone="attention" role="alert">
          {failed.message}
        </Banner>
      )}
      <div className="flex flex-col gap-2">
        <Button
          type="submit"
          variant="primary"
          size="lg"
          isWide
          pending={isPending}
          pendingLabel="Recording the decision…"
          disabled={sum === 0 || isTooMuch}
          aria-describedby="propose-outcome"
        >
          {sum === 0
            ? "Refund"
            : `${tier === "none" ? "Refund" : "Propose refund of"} ${words(sum)} to ${destination}`}
        </Button>
        <p id="propose-outcome" aria-live="polite" className="text-xs text-ink-muted">
          {isTooMuch
            ? `Only ${words(refundable)} of this order can still be refunded.`
            : outcomeWords(sum, tier)}
        </p>
      </div>
    </form>
  );
}

function outcomeWords(sum: number, tier: ReturnType<typeof approvalTier>): string {
  if (sum === 0) return "Choose at least one line.";
  if (tier === "none") return "This pays at once. It cannot be undone.";
  return tier === "lead"
    ? "Another person, a lead or finance, has to approve it before anything is paid."
    : "Finance has to approve it before anything is paid.";
}

// As the command splits it: oldest charge first.
function destinationOf(amountMinor: number, charges: readonly Charge[]): string {
  const labels: string[] = [];
  let open = amountMinor;
  for (const charge of charges) {
    if (open > 0 && charge.refundableMinor > 0) labels.push(charge.methodLabel);
    open -= charge.refundableMinor;
  }
  return labels.join(" and ");
}
