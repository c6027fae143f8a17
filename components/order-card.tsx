import type { Charge, Order } from "@/lib/modules/orders/schema";
import { Money } from "./money";
import { RelativeTime } from "./relative-time";
import { StatusBadge } from "./status-badge";
import { Card } from "./ui/card";
import { CopyButton } from "./ui/copy-button";
import { Facts } from "./ui/facts";

type OrderCardProps = Readonly<{ order: Order; tenantCurrency?: string; now?: Date }>;

/** What was bought, and for each charge what was paid, what went back, and what still can. */
export function OrderCard({ order, tenantCurrency, now = new Date() }: OrderCardProps) {
  return (
    <Card title="Order" aside={<StatusBadge kind="order" state={order.status} />}>
      <div className="flex flex-col gap-4">
        <p className="flex items-center justify-between gap-2 text-ink-muted">
          <span className="inline-flex items-center gap-0.5 text-ink tabular-nums">
            {order.externalId}
            <CopyButton value={order.externalId} label="Copy order number" />
          </span>
          <span className="text-xs">
            placed <RelativeTime at={order.placedAt} now={now} />
          </span>
        </p>
        <ul className="flex flex-col gap-2">
          {order.lines.map((line) => (
            <li key={line.id} className="flex items-start justify-between gap-3">
              <span className="min-w-0">
                <span className="block">
                  {line.quantity > 1 && <span className="tabular-nums">{line.quantity} × </span>}
                  {line.name}
                </span>
                {line.options && <span className="block text-xs text-ink-muted">{line.options}</span>}
              </span>
              <Money
                amountMinor={line.quantity * line.unitPriceMinor}
                currency={order.currency}
                tenantCurrency={tenantCurrency}
              />
            </li>
          ))}
        </ul>
        {order.charges.map((charge) => (
          <ChargeFacts key={charge.id} charge={charge} tenantCurrency={tenantCurrency} />
        ))}
      </div>
    </Card>
  );
}

function ChargeFacts({
  charge,
  tenantCurrency,
}: Readonly<{ charge: Charge; tenantCurrency: string | undefined }>) {
  const money = (amountMinor: number) => (
    <Money amountMinor={amountMinor} currency={charge.currency} tenantCurrency={tenantCurrency} />
  );
  return (
    <div className="border-t border-line pt-3">
      <Facts
        facts={[
          { term: `Paid with ${charge.methodLabel}`, detail: money(charge.capturedMinor) },
          {
            term: "Refunded or reserved",
            detail: money(charge.reservedMinor + charge.externalRefundedMinor),
          },
          {
            term: "Refundable",
            detail: <span className="font-semibold text-ink">{money(charge.refundableMinor)}</span>,
          },
        ]}
      />
    </div>
  );
}
