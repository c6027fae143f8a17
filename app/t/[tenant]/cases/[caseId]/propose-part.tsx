import type { Desk } from "@/app/t/[tenant]/desk";
import type { CaseDetail } from "@/lib/modules/cases/schema";
import type { DecisionSetting } from "@/lib/modules/decisions/desk";
import { mayPropose } from "@/lib/modules/decisions/policy";
import type { Order } from "@/lib/modules/orders/schema";
import { ProposeForm } from "./propose-form";

type Props = Readonly<{
  desk: Desk;
  found: CaseDetail;
  order: Order | undefined;
  setting: DecisionSetting;
}>;

/** The form for a new decision, or the reason why there is none to make. */
export function ProposePart({ desk, found, order, setting }: Props) {
  const permission = mayPropose(desk.actor, found, { appeal: setting.appeal });
  if (!permission.allowed) return <p className="text-ink-muted">{permission.reason}</p>;
  if (!order) return <p className="text-ink-muted">This case has no order, so there is nothing to refund.</p>;
  if (order.charges.every(({ refundableMinor }) => refundableMinor === 0) && !setting.appeal) {
    return <p className="text-ink-muted">Everything of this order is refunded or set aside for a refund.</p>;
  }
  return (
    <ProposeForm
      // A new decision begins a new form; a reply or a label meanwhile takes nothing that was typed.
      key={setting.decision?.id ?? "first"}
      tenant={desk.tenant}
      actor={desk.actor}
      limits={setting.limits}
      caseId={found.id}
      caseVersion={found.version}
      currency={order.currency}
      lines={order.lines.map(({ id, name, options, unitPriceMinor, quantity }) => ({
        ...{ id, name, options, unitPriceMinor },
        left: Math.max(0, quantity - (setting.taken[id] ?? 0)),
      }))}
      charges={order.charges}
      methods={setting.methods}
      shippingLeftMinor={setting.shippingLeftMinor}
      canCancel={order.status === "pending"}
      suggestion={setting.suggestion}
    />
  );
}
