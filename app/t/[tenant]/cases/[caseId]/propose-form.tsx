"use client";

import { startTransition, useActionState, useState } from "react";
import { Outcome } from "@/app/action-form";
import { moneyWords } from "@/components/money";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import type { CurrencyLimits } from "@/lib/modules/access/schema";
import { type ApprovalNeed, approvalNeed } from "@/lib/modules/decisions/policy";
import type { Outcome as DecisionOutcome } from "@/lib/modules/decisions/schema";
import type { Charge, PaymentMethod } from "@/lib/modules/orders/schema";
import { reasonCodes, reasonWords } from "@/lib/modules/policies/schema";
import type { MemberActor } from "@/lib/platform/actor";
import { parseMoney } from "@/lib/platform/money";
import { proposeAction } from "./actions";
import { ClaimFields } from "./claim-fields";
import { MoneyParts, type Parts } from "./money-parts";
import { byHand } from "./propose-fields";
import { type ChosenLines, priceOf, type RefundableLine } from "./refund-lines";

type Props = Readonly<{
  tenant: Readonly<{ slug: string; currency: string }>;
  actor: MemberActor;
  limits: CurrencyLimits;
  caseId: string;
  caseVersion: number;
  /** The open decision that a new one takes the place of. */
  supersedesId?: string | undefined;
  currency: string;
  lines: readonly RefundableLine[];
  charges: readonly Charge[];
  methods: readonly PaymentMethod[];
  shippingLeftMinor: number;
  canCancel: boolean;
}>;

const outcomeOptions: readonly Readonly<{ value: DecisionOutcome; label: string }>[] = [
  { value: "approve", label: "Refund" },
  { value: "deny", label: "Deny" },
  { value: "need_info", label: "Ask the customer for something" },
  { value: "escalate", label: "Leave it to a lead" },
];
const reasonOptions = reasonCodes.map((value) => ({ value, label: reasonWords[value] }));
const ownFields = ["reasonCode", "rationale", "customerReason", "condition", "evidence"];
const noParts: Parts = { shippingMinor: 0, goodwillMinor: 0 };

/** Chooses what goes back, or why not, and says what the button will do before it does it. */
export function ProposeForm(props: Props) {
  const { tenant, actor, limits, caseId, caseVersion, supersedesId, currency, lines, charges } = props;
  const [result, submit, isPending] = useActionState(proposeAction.bind(null, tenant.slug), {
    status: "idle",
  });
  const [outcome, setOutcome] = useState<DecisionOutcome>("approve");
  const [isCancel, setIsCancel] = useState(props.canCancel);
  const [chosen, setChosen] = useState<ChosenLines>({});
  const [parts, setParts] = useState<Parts>(noParts);
  const words = (amountMinor: number) => moneyWords(amountMinor, currency, tenant.currency);

  const sum = sumOf({ lines, chosen, parts, isCancel, shippingLeftMinor: props.shippingLeftMinor });
  const refundable = charges.reduce((total, charge) => total + charge.refundableMinor, 0);
  const need = approvalNeed(actor, exposureOf(sum), limits, {
    verdict: "allow",
    isStopped: parts.methodId === byHand,
  });
  const isByHand = parts.methodId === byHand;
  const destination = isByHand
    ? "the customer by hand"
    : destinationOf(sum, charges, props.methods, parts.methodId);
  const failed = result.status === "failed" ? result : undefined;
  const errorOf = (field: string) => (failed?.field === field ? failed.message : undefined);
  const isTooMuch = sum > refundable;
  const isPayment = outcome === "approve";
  const isRead = outcome === "deny" || outcome === "need_info";

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
      {supersedesId && <input type="hidden" name="supersedesId" value={supersedesId} />}
      <Field label="Decision">
        {(control) => (
          <Select
            {...control}
            name="outcome"
            value={outcome}
            onChange={(event) => setOutcome(event.target.value as DecisionOutcome)}
            options={outcomeOptions}
          />
        )}
      </Field>
      {isPayment && (
        <MoneyParts
          {...props}
          words={words}
          parse={(text) => parseMoney(text, currency)}
          cancel={props.canCancel ? { isOn: isCancel, onChange: setIsCancel } : undefined}
          chosen={chosen}
          onChoose={setChosen}
          parts={parts}
          onParts={setParts}
        />
      )}
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
      {isPayment && <ClaimFields values={failed?.values} errorOf={errorOf} />}
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
      {isRead && (
        <Field
          label="What the customer reads"
          help={
            outcome === "deny" ? "With the clause it follows from and how to appeal." : "They answer by mail."
          }
          error={errorOf("customerReason")}
        >
          {(control) => (
            <Textarea
              {...control}
              name="customerReason"
              required
              minLength={5}
              maxLength={1_500}
              rows={3}
              defaultValue={failed?.values?.customerReason}
            />
          )}
        </Field>
      )}
      <Outcome result={result} fields={ownFields} />
      <div className="flex flex-col gap-2">
        <Button
          type="submit"
          variant="primary"
          size="lg"
          isWide
          pending={isPending}
          pendingLabel="Recording the decision…"
          disabled={isPayment && (sum === 0 || isTooMuch)}
          aria-describedby="propose-outcome"
        >
          {isPayment ? payLabel(sum, need, words, destination) : answerLabels[outcome]}
        </Button>
        <p id="propose-outcome" aria-live="polite" className="text-xs text-ink-muted">
          {isPayment
            ? isTooMuch
              ? `Only ${words(refundable)} of this order can still be refunded.`
              : payWords(sum, need)
            : answerWords[outcome]}
        </p>
      </div>
    </form>
  );
}

const answerLabels: Readonly<Record<string, string>> = {
  deny: "Deny and tell the customer",
  need_info: "Ask the customer",
  escalate: "Hand it to a lead",
};
const answerWords: Readonly<Record<string, string>> = {
  deny: "The customer is told by mail. They may appeal once, and another person decides then.",
  need_info: "The customer is asked by mail, and the case waits for them.",
  escalate: "No money moves. A lead or finance decides.",
};

const payLabel = (
  sum: number,
  need: ApprovalNeed,
  words: (minor: number) => string,
  destination: string,
): string =>
  sum === 0
    ? "Refund"
    : `${need.votes === 0 ? "Refund" : "Propose refund of"} ${words(sum)} to ${destination}`;

function payWords(sum: number, need: ApprovalNeed): string {
  if (sum === 0) return "Choose at least one line.";
  if (need.votes === 0)
    return "This pays at once, unless the policy or earlier refunds ask for another person.";
  return need.role === "lead"
    ? "Another person, a lead or finance, has to approve it before anything is paid."
    : "Finance has to approve it before anything is paid.";
}

const exposureOf = (sum: number) => ({
  decisionMinor: sum,
  orderMinor: sum,
  customerMinor: sum,
  actorMinor: sum,
});

type Chosen = Pick<Props, "lines" | "shippingLeftMinor"> &
  Readonly<{ chosen: ChosenLines; parts: Parts; isCancel: boolean }>;

function sumOf({ lines, chosen, parts, isCancel, shippingLeftMinor }: Chosen): number {
  const ofLines = lines.reduce((total, line) => {
    const choice = isCancel ? { quantity: line.left } : chosen[line.id];
    return total + (choice ? priceOf(line, choice) : 0);
  }, 0);
  return ofLines + (isCancel ? shippingLeftMinor : parts.shippingMinor) + parts.goodwillMinor;
}

// As the command splits it: oldest charge first.
function destinationOf(
  amountMinor: number,
  charges: readonly Charge[],
  methods: readonly PaymentMethod[],
  methodId: string | undefined,
): string {
  const chosen = methods.find(({ id }) => id === methodId);
  if (chosen) return chosen.label;
  const labels: string[] = [];
  let open = amountMinor;
  for (const charge of charges) {
    if (open > 0 && charge.refundableMinor > 0) labels.push(charge.methodLabel);
    open -= charge.refundableMinor;
  }
  return labels.join(" and ");
}
