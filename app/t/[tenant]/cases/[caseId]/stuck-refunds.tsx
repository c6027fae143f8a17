import { ActionForm } from "@/app/action-form";
import type { Desk } from "@/app/t/[tenant]/desk";
import { moneyWords } from "@/components/money";
import { Card } from "@/components/ui/card";
import type { CurrencyLimits } from "@/lib/modules/access/schema";
import type { PaymentMethod } from "@/lib/modules/orders/schema";
import {
  mayAgreeToReplacement,
  mayAskReplacement,
  mayCancelHeld,
  mayDeclineReplacement,
  mayRecordManual,
  mayRetry,
} from "@/lib/modules/refunds/policy";
import { listStuckRefunds } from "@/lib/modules/refunds/queries";
import type { StuckRefund } from "@/lib/modules/refunds/schema";
import {
  agreeAction,
  cancelHeldAction,
  declineAction,
  paidByHandAction,
  replaceAction,
  retryAction,
} from "./stuck-refund-actions";

type Props = Readonly<{
  desk: Desk;
  caseId: string;
  methods: readonly PaymentMethod[];
  limits: CurrencyLimits;
}>;

/** Refunds of the case that stand still until a person acts, with what this reader may do about each. */
export async function StuckRefunds({ desk, caseId, methods, limits }: Props) {
  const stuck = await listStuckRefunds(desk.actor, caseId);
  const replaced = new Set(stuck.map(({ replacesId }) => replacesId));
  const shown = stuck.filter(({ id }) => !replaced.has(id));
  if (shown.length === 0) return null;
  return (
    <Card title="Needs a person">
      <ul className="flex flex-col gap-4">
        {shown.map((refund) => (
          <li key={refund.id} className="flex flex-col gap-3">
            <p>
              <strong>{moneyWords(refund.amountMinor, refund.currency, desk.tenant.currency)}</strong>{" "}
              {wordsOf(refund)}
            </p>
            <Acts desk={desk} refund={refund} methods={methods} limits={limits} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

const holdWords: Readonly<Record<StuckRefund["holds"][number], string>> = {
  chargeback: "the customer's bank disputes the payment",
  overdrawn_charge: "more of the payment was taken back elsewhere than it has left",
  kill_switch: "the key that decided it was stopped",
  restore: "the books are being compared",
  goods_back: "the goods have not come back yet",
};

function wordsOf({ state, method, methodLabel, failureReason, holds }: StuckRefund): string {
  if (state === "reserved") {
    return `could not go to ${methodLabel}. Somebody asks to pay it ${method === "manual" ? "by hand" : "as store credit"}.`;
  }
  if (state === "scheduled" && holds.length > 0) {
    return `waits: ${holds.map((reason) => holdWords[reason]).join(", and ")}.`;
  }
  if (method === "manual") return "is to be paid by hand. Note the reference once it is done.";
  return `did not reach ${methodLabel}${failureReason ? ` (${failureReason.replaceAll("_", " ")})` : ""}.`;
}

type ActsProps = Pick<Props, "desk" | "methods" | "limits"> & Readonly<{ refund: StuckRefund }>;

function Acts({ desk, refund, methods, limits }: ActsProps) {
  const { actor, tenant } = desk;
  const hidden = { refundId: refund.id };
  const agreement = mayAgreeToReplacement(actor, refund, refund.askedById);
  if (refund.state === "reserved") {
    return (
      <>
        {agreement.allowed ? (
          <ActionForm
            label="Agree"
            action={agreeAction.bind(null, tenant.slug)}
            hidden={hidden}
            submitLabel="Agree and pay it this way"
            pendingLabel="Recording…"
          />
        ) : (
          <p className="text-xs text-ink-muted">{agreement.reason}</p>
        )}
        {mayDeclineReplacement(actor, refund).allowed && (
          <ActionForm
            label="Decline"
            action={declineAction.bind(null, tenant.slug)}
            hidden={hidden}
            variant="secondary"
            submitLabel="Do not pay it this way"
            pendingLabel="Recording…"
          />
        )}
      </>
    );
  }
  if (refund.state === "scheduled" && refund.holds.length > 0) {
    const giveUp = mayCancelHeld(actor, refund, refund.holds);
    return giveUp.allowed ? (
      <ActionForm
        label="Give up"
        action={cancelHeldAction.bind(null, tenant.slug)}
        hidden={hidden}
        fields={[
          {
            name: "reason",
            label: "Reason",
            help: "Its money is free again; decide anew about what is left.",
          },
        ]}
        submitLabel="Give up this refund"
        pendingLabel="Recording…"
      />
    ) : (
      <p className="text-xs text-ink-muted">{giveUp.reason}</p>
    );
  }
  if (refund.method === "manual" && refund.state === "scheduled") {
    const permission = mayRecordManual(actor, refund);
    return permission.allowed ? (
      <ActionForm
        label="Paid by hand"
        action={paidByHandAction.bind(null, tenant.slug)}
        hidden={hidden}
        fields={[{ name: "reference", label: "Reference", help: "What the bank or the till calls it." }]}
        submitLabel="It is paid"
        pendingLabel="Recording…"
      />
    ) : (
      <p className="text-xs text-ink-muted">{permission.reason}</p>
    );
  }
  const again = mayRetry(actor, refund, limits);
  const accounts = methods.filter(({ kind }) => kind === "gift_card" || kind === "store_credit");
  return (
    <>
      {again.allowed ? (
        <ActionForm
          label="Try again"
          action={retryAction.bind(null, tenant.slug)}
          hidden={hidden}
          submitLabel="Try the same way again"
          pendingLabel="Recording…"
        />
      ) : (
        <p className="text-xs text-ink-muted">{again.reason}</p>
      )}
      {mayAskReplacement(actor, refund).allowed && (
        <ActionForm
          label="Another way"
          action={replaceAction.bind(null, tenant.slug)}
          hidden={hidden}
          variant="secondary"
          fields={[
            {
              name: "to",
              label: "Pay it another way",
              options: [
                ...accounts.map(({ id, label }) => ({ value: id, label })),
                { value: "manual", label: "By hand, with a reference" },
              ],
            },
            { name: "reason", label: "Reason", help: "Finance reads it and has to agree." },
          ]}
          submitLabel="Ask finance"
          pendingLabel="Recording…"
        />
      )}
    </>
  );
}
