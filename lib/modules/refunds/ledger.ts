import type { Transaction } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import type { LedgerAccount, PayoutMethod, Refund } from "./schema";
import { ledgerEntries } from "./tables";

type Posting = Readonly<{ debit: LedgerAccount | "source"; credit: LedgerAccount | "source" }>;

// Promised: an expense and a debt to the customer. Paid: the debt is settled from where the money comes from.
const postings = {
  reserved: { debit: "refunds_expense", credit: "refunds_payable" },
  released: { debit: "refunds_payable", credit: "refunds_expense" },
  settled: { debit: "refunds_payable", credit: "source" },
  returned: { debit: "source", credit: "refunds_expense" },
} as const satisfies Record<string, Posting>;

const sources: Readonly<Record<PayoutMethod, LedgerAccount>> = {
  refund: "provider_balance",
  void: "authorizations",
  store_credit: "store_credit_payable",
  manual: "bank_by_hand",
};

type Money = Pick<Refund, "id" | "tenantId" | "amountMinor" | "currency" | "method">;

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
  const posting: Posting = postings[cause];
  const accountOf = (side: LedgerAccount | "source") => (side === "source" ? sources[refund.method] : side);
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
      { ...shared, account: accountOf(posting.debit), amountMinor: refund.amountMinor },
      { ...shared, account: accountOf(posting.credit), amountMinor: -refund.amountMinor },
    ])
    .onConflictDoNothing();
}
