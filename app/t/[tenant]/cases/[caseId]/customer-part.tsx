import Link from "next/link";
import type { Desk } from "@/app/t/[tenant]/desk";
import { CustomerCard } from "@/components/customer-card";
import { moneyWords } from "@/components/money";
import { StatusBadge } from "@/components/status-badge";
import type { CaseDetail } from "@/lib/modules/cases/schema";
import { listCasesOf } from "@/lib/modules/cases/thread";
import { findCustomerHistory } from "@/lib/modules/orders/history";
import { sumCustomerRefunds } from "@/lib/modules/refunds/queries";

type Props = Readonly<{ desk: Desk; found: CaseDetail }>;

/** Who asks: what they bought, what went back to them lately, and what else is open with them. */
export async function CustomerPart({ desk, found }: Props) {
  const { actor, tenant } = desk;
  const { id, name, email, city, country } = found.customer;
  const [history, refunded, others] = await Promise.all([
    findCustomerHistory(actor, id),
    sumCustomerRefunds(actor, id),
    listCasesOf(actor, { customerId: id, exceptId: found.id }),
  ]);
  const place = [city, country].filter(Boolean).join(", ");
  const sums = (rows: readonly Readonly<{ amountMinor: number; currency: string }>[]) =>
    rows.map((row) => moneyWords(row.amountMinor, row.currency, tenant.currency)).join(" + ");
  return (
    <CustomerCard
      name={name}
      email={email}
      facts={[
        ...(place ? [{ term: "Place", detail: place }] : []),
        ...(history.membership ? [{ term: "Membership", detail: history.membership }] : []),
        { term: "Orders", detail: String(history.orders) },
        { term: "Bought in all", detail: sums(history.bought) || "nothing" },
        {
          term: "Refunds in 90 days",
          detail:
            refunded.length === 0
              ? "none"
              : `${refunded.reduce((count, row) => count + row.count, 0)} (${sums(refunded)})`,
        },
        { term: "Disputes", detail: history.disputes === 0 ? "none" : String(history.disputes) },
      ]}
    >
      {others.length > 0 && (
        <ul aria-label="Other cases of this customer" className="flex flex-col gap-1.5">
          {others.map((other) => (
            <li key={other.id} className="flex items-center gap-2">
              <Link
                className="link min-w-0 flex-1 truncate"
                href={`/t/${tenant.slug}/cases/${other.id}`}
                prefetch={false}
              >
                #{other.number} {other.subject}
              </Link>
              <StatusBadge kind="conversation" state={other.conversation} />
            </li>
          ))}
        </ul>
      )}
    </CustomerCard>
  );
}
