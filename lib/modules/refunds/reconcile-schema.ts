import { z } from "zod";

/** How our books and the provider's can differ about one refund. */
export const mismatchKinds = [
  "ours_not_theirs",
  "theirs_not_ours",
  "amount_differs",
  "status_differs",
] as const;
export type MismatchKind = (typeof mismatchKinds)[number];

/** A difference that is still there. Amounts in minor units of `currency`. */
export type Mismatch = Readonly<{
  id: string;
  kind: MismatchKind;
  refundId: string | null;
  providerRefundId: string | null;
  caseId: string | null;
  caseNumber: number | null;
  orderExternalId: string;
  currency: string;
  oursMinor: number | null;
  theirsMinor: number | null;
  oursState: string | null;
  theirsState: string | null;
  foundAt: Date;
}>;

/** What is known of the last comparison with the provider. */
export type Reconciliation = Readonly<{
  finishedAt: Date | null;
  /** Somebody asked for a comparison that has not ended yet. */
  isAsked: boolean;
  compared: number;
  isPartial: boolean;
  error: string | null;
}>;

export const mismatchInput = z.strictObject({ mismatchId: z.uuid() });
export const reconcileInput = z.strictObject({});
