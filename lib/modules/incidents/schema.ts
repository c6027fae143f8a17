import { z } from "zod";

const cause = z.string().regex(/^[a-z]+\.[a-z0-9_.-]{1,100}$/, "This cause is not known.");

/** Which incident the page shows opened, and from where on. */
export const attentionQuery = z.object({
  open: cause.optional().catch(undefined),
  cursor: z.string().max(120).optional().catch(undefined),
});

export const ownIncidentInput = z.strictObject({
  cause,
  /** Empty: nobody. */
  ownerId: z.union([z.uuid(), z.literal("")]),
  note: z.string().trim().max(500).default(""),
});
export type OwnIncident = z.output<typeof ownIncidentInput>;

export const retryIncidentInput = z.strictObject({
  cause,
  /** How many the preview named; a larger number since then is asked about again. */
  count: z.coerce.number().int().min(1).max(100_000),
});
export type RetryIncident = z.output<typeof retryIncidentInput>;

export const skipIncidentInput = z.strictObject({
  cause,
  reason: z.string().trim().min(5, "Say why in a sentence.").max(500),
});
export type SkipIncident = z.output<typeof skipIncidentInput>;

export type Amount = Readonly<{ currency: string; amountMinor: number }>;

/** Everything that is stuck for one reason. */
export type Incident = Readonly<{
  cause: string;
  count: number;
  oldestAt: Date;
  /** What is at stake, one amount for each currency. */
  amounts: readonly Amount[];
  /** The words that were written down with one of them. */
  error: string | null;
  ownerId: string | null;
  ownerName: string | null;
  note: string;
}>;

export const stuckKinds = ["refund", "effect", "event", "charge", "case"] as const;

/** One thing that is stuck. */
export type StuckThing = Readonly<{
  kind: (typeof stuckKinds)[number];
  subjectId: string;
  caseId: string | null;
  caseNumber: number | null;
  customerName: string | null;
  subject: string | null;
  assigneeName: string | null;
  amountMinor: number | null;
  currency: string | null;
  error: string | null;
  since: Date;
}>;
export type StuckPage = Readonly<{ rows: readonly StuckThing[]; nextCursor: string | undefined }>;

/** What came of trying many at once. */
export type BulkOutcome = Readonly<{
  done: number;
  refused: readonly Readonly<{ caseNumber: number | null; words: string }>[];
  left: number;
}>;
