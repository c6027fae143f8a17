"use client";

import { type KeyboardEvent, startTransition, useActionState, useRef, useState } from "react";
import { Outcome } from "@/app/action-form";
import { useEditLock } from "@/app/t/[tenant]/live";
import { moneyWords } from "@/components/money";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import type { CurrencyLimits } from "@/lib/modules/access/schema";
import { approvalNeed } from "@/lib/modules/decisions/policy";
import type { Outcome as DecisionOutcome } from "@/lib/modules/decisions/schema";
import type { Suggestion } from "@/lib/modules/decisions/suggest";
import type { Charge, PaymentMethod } from "@/lib/modules/orders/schema";
import { reasonCodes, reasonWords } from "@/lib/modules/policies/terms";
import type { MemberActor } from "@/lib/platform/actor";
import { decimalOf, parseMoney } from "@/lib/platform/money";
import type { ActionResult } from "@/lib/web/action";
import { proposeAction } from "./actions";
import { ClaimFields } from "./claim-fields";
import { DecisionMail } from "./decision-mail";
import { MoneyParts } from "./money-parts";
import { ProposeCheck } from "./propose-check";
import { byHand } from "./propose-names";
import { buttonLabel, consequence, obstacle, outcomeOptions } from "./propose-words";
import type { RefundableLine } from "./refund-lines";
import { holderOf, TurnBanner } from "./turn-banner";
import { useCheck } from "./use-check";
import { useDecisionDraft } from "./use-decision-draft";
import { useProposal } from "./use-proposal";

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
  suggestion: Suggestion | undefined;
}>;

const reasonOptions = reasonCodes.map((value) => ({ value, label: reasonWords[value] }));
const ownFields = ["reasonCode", "rationale", "customerReason", "condition", "evidence"];

/** Chooses what goes back, or why not, and says what the button will do before it does it. */
export function ProposeForm(props: Props) {
  const { tenant, actor, limits, caseId, caseVersion, supersedesId, currency, suggestion } = props;
  const form = useRef<HTMLFormElement>(null);
  const proposal = useProposal(props);
  const draft = useDecisionDraft({ me: actor.userId, caseId, supersedesId }, form, proposal);
  const propose = async (previous: ActionResult, fields: FormData): Promise<ActionResult> => {
    const answer = await proposeAction(tenant.slug, previous, fields);
    if (answer.status === "done") draft.forget();
    return answer;
  };
  const [result, submit, isPending] = useActionState(propose, { status: "idle" });
  const [isInside, setInside] = useState(false);
  const { lock, take } = useEditLock(isInside);
  const holder = holderOf(lock);
  const { outcome, sum, seenVersion } = proposal;
  const [edits, setEdits] = useState(0);
  const { check, refusal } = useCheck(
    form,
    `/api/desk/${tenant.slug}/cases/${caseId}/check`,
    `${proposal.signature}:${edits}`,
  );
  const words = (amountMinor: number) => moneyWords(amountMinor, currency, tenant.currency);
  const need =
    check?.need ??
    approvalNeed(actor, exposureOf(sum), limits, {
      verdict: "allow",
      isStopped: proposal.parts.methodId === byHand,
    });
  const said = { ...proposal, need, check, words };
  const failed = result.status === "failed" ? result : undefined;
  const errorOf = (field: string) => (failed?.field === field ? failed.message : undefined);
  const isPayment = outcome === "approve";
  const isRead = outcome === "deny" || outcome === "need_info";
  // Until somebody begins, a newer case is simply what they look at.
  const isOutdated = isInside && seenVersion !== caseVersion;
  const because =
    obstacle(said) ??
    (holder && `${holder} deciding. Take over to decide here.`) ??
    (isOutdated ? "The case changed since you began. Look at it first." : undefined);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    if (!because && !isPending) form.current?.requestSubmit();
  };

  return (
    <form
      ref={form}
      action={submit}
      // A plain form action would empty the fields afterwards, and nothing typed may be lost.
      onSubmit={(event) => {
        event.preventDefault();
        const fields = new FormData(event.currentTarget);
        startTransition(() => submit(fields));
      }}
      onKeyDown={onKeyDown}
      onChange={(event) => {
        // What only people read changes nothing that the policy says.
        const { name } = event.target as Element & { name?: string };
        if (name !== "rationale" && name !== "customerReason") setEdits((count) => count + 1);
        draft.keep();
      }}
      onFocus={() => {
        if (!isInside) proposal.lookAgain();
        setInside(true);
      }}
      onBlur={(event) => setInside(event.currentTarget.contains(event.relatedTarget))}
      aria-label="Propose a refund"
      className="flex flex-col gap-4"
    >
      <input type="hidden" name="caseId" value={caseId} />
      <input type="hidden" name="caseVersion" value={isInside ? seenVersion : caseVersion} />
      {supersedesId && <input type="hidden" name="supersedesId" value={supersedesId} />}
      <TurnBanner lock={lock} onTake={take} />
      {isOutdated && (
        <Banner
          tone="waiting"
          role="status"
          action={
            <Button size="sm" onClick={proposal.lookAgain}>
              I have looked
            </Button>
          }
        >
          This case changed since you began. What you chose is still here.
        </Banner>
      )}
      <Field label="Decision">
        {(control) => (
          <Select
            {...control}
            name="outcome"
            value={outcome}
            onChange={(event) => proposal.setOutcome(event.target.value as DecisionOutcome)}
            options={outcomeOptions}
          />
        )}
      </Field>
      {isPayment && (
        <MoneyParts
          key={proposal.round}
          {...props}
          words={words}
          shown={(amountMinor) => decimalOf(amountMinor, currency)}
          parse={(text) => parseMoney(text, currency)}
          cancel={props.canCancel ? { isOn: proposal.isCancel, onChange: proposal.setCancel } : undefined}
          chosen={proposal.chosen}
          onChoose={proposal.setChosen}
          parts={proposal.parts}
          onParts={proposal.setParts}
        />
      )}
      <Field label="Reason" error={errorOf("reasonCode") && "Choose a reason."}>
        {(control) => (
          <Select
            {...control}
            name="reasonCode"
            required
            value={proposal.reasonCode}
            onChange={(event) => proposal.setReasonCode(event.target.value)}
            placeholder="Choose one"
            options={reasonOptions}
          />
        )}
      </Field>
      {isPayment && <ClaimFields values={failed?.values} errorOf={errorOf} />}
      <ProposeCheck check={check} refusal={refusal} words={words} />
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
            defaultValue={failed?.values?.rationale ?? suggestion?.rationale}
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
              defaultValue={failed?.values?.customerReason ?? suggestion?.customerReason}
            />
          )}
        </Field>
      )}
      {outcome !== "escalate" && (
        <DecisionMail
          form={form}
          address={`/api/desk/${tenant.slug}/cases/${caseId}/decision-mail`}
          isPayment={isPayment}
        />
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
          disabled={because !== undefined}
          aria-describedby="propose-outcome"
        >
          {buttonLabel(said)}
        </Button>
        <p id="propose-outcome" aria-live="polite" className="text-xs text-ink-muted">
          {because ?? consequence(said)}
        </p>
      </div>
    </form>
  );
}

const exposureOf = (sum: number) => ({
  decisionMinor: sum,
  orderMinor: sum,
  customerMinor: sum,
  actorMinor: sum,
});
