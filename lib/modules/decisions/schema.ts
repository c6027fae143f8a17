import { z } from "zod";

export const decisionStates = [
  "proposed",
  "awaiting_approval",
  "approved",
  "denied",
  "returned",
  "withdrawn",
  "revoked",
  "superseded",
  "appealed",
] as const;
export type DecisionState = (typeof decisionStates)[number];

export const reasonCodes = [
  "not_as_described",
  "damaged",
  "not_received",
  "changed_mind",
  "duplicate",
  "goodwill",
] as const;
export type ReasonCode = (typeof reasonCodes)[number];

export const reasonWords: Readonly<Record<ReasonCode, string>> = {
  not_as_described: "Not as described",
  damaged: "Damaged or faulty",
  not_received: "Never arrived",
  changed_mind: "Changed their mind",
  duplicate: "Charged twice",
  goodwill: "Goodwill",
};

/** One part of a decision: what goes back to which charge. Fixed when the decision is made. */
export type DecisionLeg = Readonly<{ chargeId: string; amountMinor: number }>;
export type DecisionLine = Readonly<{ orderLineId: string; quantity: number; amountMinor: number }>;

export const proposeRefundInput = z.strictObject({
  caseId: z.uuid(),
  /** The version the proposer looked at; another one is a conflict. */
  caseVersion: z.coerce.number().int().positive(),
  lines: z
    .array(z.strictObject({ orderLineId: z.uuid(), quantity: z.coerce.number().int().min(1).max(1_000) }))
    .min(1, "Choose at least one line.")
    .max(200)
    .refine(
      (lines) => new Set(lines.map((line) => line.orderLineId)).size === lines.length,
      "Name each line once.",
    ),
  reasonCode: z.enum(reasonCodes),
  rationale: z.string().trim().min(5, "Say why in a sentence.").max(1_500),
});
export type ProposeRefund = z.output<typeof proposeRefundInput>;

export const decideInput = z.strictObject({
  decisionId: z.uuid(),
  note: z.string().trim().max(1_500).default(""),
});
export type Decide = z.output<typeof decideInput>;

export const denyInput = decideInput.extend({
  note: z.string().trim().min(5, "Say why in a sentence.").max(1_500),
});

export type Decision = Readonly<{
  id: string;
  caseId: string;
  state: DecisionState;
  amountMinor: number;
  currency: string;
  legs: readonly DecisionLeg[];
  lines: readonly DecisionLine[];
  reasonCode: ReasonCode;
  rationale: string;
  proposedByKind: "member" | "key" | "system";
  proposedById: string | null;
  proposedByName: string;
  approvalHash: string;
  decidedByName: string | null;
  decidedAt: Date | null;
  createdAt: Date;
}>;
