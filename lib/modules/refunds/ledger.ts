import type { Transaction } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import type { Refund } from "./schema";
import { ledgerEntries } from "./tables";

type Account = "refunds_expense" | "refunds_payable" | "provider_balance";
type Posting = Readonly<{ debit: Account; credit: Account }>;

// Promised: an expense and a debt to the customer. Paid: the debt is settled from the provider balance.
const postings = {
  reserved: { debit: "refunds_expense", credit: "refunds_payable" },
  released: { debit: "refunds_payable", credit: "refunds_expense" },
  settled: { debit: "refunds_payable", credit: "provider_balance" },
  returned: { debit: "provider_balance", credit: "refunds_expense" },
} as const satisfies Record<string, Posting>;

type Money = Pick<Refund, "id" | "tenantId" | "amountMinor" | "currency">;

/**
 * Posts what happened to the money of a refund: never changed, reversed by a later posting. Repeating it for the
 * same generation changes nothing.
 */
export async function post(
  tx: Transaction,
  refund: Money,
  cause: keyof typeof postings,
  generation: number,
): Promise<void> {
  const { debit, credit } = postings[cause];
  const shared = {
    tenantId: refund.tenantId,
    postingId: newId(),
    refundId: refund.id,
    cause: `${cause}:g${generation}`,
    currency: refund.currency,
  };
  await tx
    .insert(ledgerEntries)
    .values([
      { ...shared, account: debit, amountMinor: refund.amountMinor },
      { ...shared, account: credit, amountMinor: -refund.amountMinor },
    ])
    .onConflictDoNothing();
}
