import type { Desk } from "@/app/t/[tenant]/desk";
import { DecisionSummary } from "@/components/decision-summary";
import { moneyWords } from "@/components/money";
import { Card } from "@/components/ui/card";
import type { CaseDetail } from "@/lib/modules/cases/schema";
import { mayApprove, mayPropose, mayWithdraw } from "@/lib/modules/decisions/policy";
import { findCurrentDecision, findDecidedQuantities } from "@/lib/modules/decisions/queries";
import type { Decision } from "@/lib/modules/decisions/schema";
import type { Order } from "@/lib/modules/orders/schema";
import { DecideForms } from "./decide-forms";
import { ProposeForm } from "./propose-form";

type Props = Readonly<{ desk: Desk; found: CaseDetail; order: Order | undefined }>;

/** The decision of a case: what stands, what the reader may do about it, and the form for a new one. */
export async function DecisionPanel({ desk, found, order }: Props) {
  const decision = await findCurrentDecision(desk.actor, found.id);
  const proposal = <ProposePart desk={desk} found={found} order={order} />;
  if (!decision) return <Card title="Decision">{proposal}</Card>;

  const isWaiting = decision.state === "awaiting_approval";
  return (
    <>
      <DecisionSummary
        decision={decision}
        destination={destinationOf(decision, order)}
        lines={linesOf(decision, order)}
        tenantCurrency={desk.tenant.currency}
        actions={isWaiting && <DecidePart desk={desk} decision={decision} order={order} />}
      />
      {!isWaiting && mayPropose(desk.actor, found).allowed && (
        <details className="rounded-md border border-line bg-surface text-sm">
          <summary className="cursor-pointer rounded-md px-4 py-2.5 font-medium hover:bg-hover">
            Propose another refund
          </summary>
          <div className="border-t border-line p-4">{proposal}</div>
        </details>
      )}
    </>
  );
}

async function ProposePart({ desk, found, order }: Props) {
  const permission = mayPropose(desk.actor, found);
  if (!permission.allowed) return <p className="text-ink-muted">{permission.reason}</p>;
  if (!order) return <p className="text-ink-muted">This case has no order, so there is nothing to refund.</p>;

  const decided = await findDecidedQuantities(desk.actor, order.id);
  const lines = order.lines.map(({ id, name, options, unitPriceMinor, quantity }) => ({
    ...{ id, name, options, unitPriceMinor },
    left: Math.max(0, quantity - (decided[id] ?? 0)),
  }));
  const isSpent = order.charges.every(({ refundableMinor }) => refundableMinor === 0);
  if (isSpent || lines.every(({ left }) => left === 0)) {
    return <p className="text-ink-muted">Everything of this order is refunded or set aside for a refund.</p>;
  }
  return (
    <ProposeForm
      // A changed case begins a new form: ticks made on other facts must not carry over.
      key={found.version}
      tenant={desk.tenant}
      actor={desk.actor}
      caseId={found.id}
      caseVersion={found.version}
      currency={order.currency}
      lines={lines}
      charges={order.charges}
    />
  );
}

function DecidePart({
  desk,
  decision,
  order,
}: Readonly<{ desk: Desk; decision: Decision; order: Order | undefined }>) {
  const amount = moneyWords(decision.amountMinor, decision.currency, desk.tenant.currency);
  return (
    <DecideForms
      tenantSlug={desk.tenant.slug}
      decisionId={decision.id}
      consequence={`Approving pays ${amount} to ${destinationOf(decision, order)}. It cannot be undone.`}
      approve={mayApprove(desk.actor, decision)}
      withdraw={mayWithdraw(desk.actor, decision)}
    />
  );
}

const destinationOf = (decision: Decision, order: Order | undefined): string =>
  decision.legs
    .map(({ chargeId }) => order?.charges.find(({ id }) => id === chargeId)?.methodLabel ?? "a former charge")
    .join(" and ");

const linesOf = (decision: Decision, order: Order | undefined): string[] =>
  decision.lines.map(({ orderLineId, quantity }) => {
    const line = order?.lines.find(({ id }) => id === orderLineId);
    const name = [line?.name ?? "A former line", line?.options].filter(Boolean).join(", ");
    return quantity > 1 ? `${quantity} × ${name}` : name;
  });
