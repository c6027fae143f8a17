import { z } from "zod";

export const refundStates = [
  "reserved",
  "scheduled",
  "submitting",
  "succeeded",
  "pending",
  "requires_action",
  "failed",
  "unknown",
  "canceled",
  "failed_late",
  "replaced",
] as const;
export type RefundState = (typeof refundStates)[number];

/**
 * How the money goes back: to the charge it came from · by giving up what was only authorized · as credit in our own
 * ledger · by hand, with a reference, when the charge cannot take it any more.
 */
export const payoutMethods = ["refund", "void", "store_credit", "manual"] as const;
export type PayoutMethod = (typeof payoutMethods)[number];

export const attemptStates = [
  "submitting",
  "unknown",
  "pending",
  "requires_action",
  "succeeded",
  "failed",
  "failed_late",
  "canceled",
] as const;
export type AttemptState = (typeof attemptStates)[number];

export const holdReasons = [
  "chargeback",
  "kill_switch",
  "overdrawn_charge",
  "restore",
  "goods_back",
] as const;

export const ledgerAccounts = [
  "refunds_expense",
  "refunds_payable",
  "provider_balance",
  "store_credit_payable",
  "bank_by_hand",
  "authorizations",
] as const;
export type LedgerAccount = (typeof ledgerAccounts)[number];

/** Names an attempt at the provider for ever: a repeat with the same key moves no money. */
export const payoutKey = (refundId: string, generation: number): string =>
  `refund:${refundId}:g${generation}`;

export type Refund = Readonly<{
  id: string;
  tenantId: string;
  caseId: string;
  decisionId: string;
  chargeId: string;
  method: PayoutMethod;
  destinationId: string | null;
  state: RefundState;
  amountMinor: number;
  currency: string;
  generation: number;
  scheduledFor: Date | null;
  replacesId: string | null;
}>;

const words = z.string().trim().min(5, "Say why in a sentence.").max(1_500);
export const refundInput = z.strictObject({ refundId: z.uuid() });
export const replaceRefundInput = z
  .strictObject({
    refundId: z.uuid(),
    by: z.enum(["store_credit", "manual"]),
    /** The customer's account that store credit goes to. */
    destinationId: z.uuid().optional(),
    reason: words,
  })
  .refine(({ by, destinationId }) => (by === "store_credit") === (destinationId !== undefined), {
    path: ["destinationId"],
    message: "Store credit needs an account, a payout by hand none.",
  });
export type ReplaceRefund = z.output<typeof replaceRefundInput>;
export const cancelHeldInput = z.strictObject({ refundId: z.uuid(), reason: words });
export type CancelHeld = z.output<typeof cancelHeldInput>;
export const manualPayoutInput = z.strictObject({
  refundId: z.uuid(),
  reference: z.string().trim().min(3, "Enter the bank's or the till's reference.").max(120),
});
export type ManualPayout = z.output<typeof manualPayoutInput>;

/** A refund that waits for a person, with whoever asked to pay it another way. */
export type StuckRefund = Pick<
  Refund,
  "id" | "state" | "method" | "amountMinor" | "currency" | "replacesId"
> &
  Readonly<{
    failureReason: string | null;
    methodLabel: string;
    askedById: string | null;
    /** What keeps it from being paid. */
    holds: readonly (typeof holdReasons)[number][];
  }>;
