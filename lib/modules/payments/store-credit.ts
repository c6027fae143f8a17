import type { Transaction } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { storeCreditEntries } from "./tables";

type Credit = Readonly<{
  tenantId: string;
  /** The customer's account: a gift card or store credit. */
  methodId: string;
  /** Names the entry for ever: a repeat with the same cause adds nothing. */
  cause: string;
  amountMinor: number;
  currency: string;
}>;

/** Writes a credit into our own ledger, in the transaction of whoever owes it. */
export async function creditAccount(tx: Transaction, credit: Credit): Promise<void> {
  await tx
    .insert(storeCreditEntries)
    .values({ id: newId(), ...credit })
    .onConflictDoNothing();
}
