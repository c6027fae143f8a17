import { z } from "zod";
import { type AttemptState, type PayoutMethod, payoutMethods, type RefundState } from "./schema";

/** What the ledger shows: `stuck` is everything that needs somebody, `external` what others refunded of our charges. */
export const ledgerViews = [
  "all",
  "open",
  "paid",
  "stuck",
  "unknown",
  "failed",
  "canceled",
  "external",
] as const;
export type LedgerView = (typeof ledgerViews)[number];

const day = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d$/)
  .refine((text) => !Number.isNaN(Date.parse(text)) && Number(text.slice(0, 4)) >= 1970)
  .optional()
  .catch(undefined);

/** The filters of the address; what makes no sense counts as left out. Days in UTC, both included. */
export const ledgerQuery = z.object({
  view: z.enum(ledgerViews).default("all").catch("all"),
  method: z.enum(payoutMethods).optional().catch(undefined),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional()
    .catch(undefined),
  from: day,
  to: day,
  order: z
    .string()
    .trim()
    .min(1)
    .max(120)
    .refine((text) => !text.includes("\0"))
    .optional()
    .catch(undefined),
  cursor: z.uuid().optional().catch(undefined),
  open: z.uuid().optional().catch(undefined),
});
export type LedgerQuery = z.output<typeof ledgerQuery>;

export type LedgerRow = Readonly<{
  id: string;
  caseId: string;
  caseNumber: number;
  orderExternalId: string;
  customerName: string;
  state: RefundState;
  method: PayoutMethod;
  amountMinor: number;
  currency: string;
  destination: string;
  providerRefundId: string | null;
  manualReference: string | null;
  failureReason: string | null;
  attempts: number;
  decidedByName: string | null;
  createdAt: Date;
  submittedAt: Date | null;
  settledAt: Date | null;
}>;
export type LedgerPage = Readonly<{ rows: readonly LedgerRow[]; nextCursor: string | undefined }>;

/** What the filter adds up to in one currency, in its minor units. */
export type LedgerSum = Readonly<{
  currency: string;
  count: number;
  paidMinor: number;
  openMinor: number;
  failedMinor: number;
}>;

/** A charge of which others than Makegood refunded something. */
export type ExternalRow = Readonly<{
  chargeId: string;
  orderExternalId: string;
  customerName: string;
  methodLabel: string;
  providerPaymentId: string;
  currency: string;
  capturedMinor: number;
  externalMinor: number;
}>;
export type ExternalPage = Readonly<{ rows: readonly ExternalRow[]; nextCursor: string | undefined }>;

/** Everything about one refund: its tries, what holds it, what was posted. */
export type LedgerEntry = LedgerRow &
  Readonly<{
    decisionId: string;
    rationale: string | null;
    replacesId: string | null;
    holds: readonly string[];
    tries: readonly Readonly<{
      generation: number;
      state: AttemptState;
      providerKey: string;
      providerRefundId: string | null;
      failureReason: string | null;
      startedAt: Date;
      finishedAt: Date | null;
    }>[];
  }>;
