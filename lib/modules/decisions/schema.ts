import { z } from "zod";
import { claimFields, goodwillAloneWords, type StoredTrace } from "@/lib/modules/policies/schema";
import {
  type PolicyAction,
  policyActions,
  type ReasonCode,
  reasonCodes,
  type Verdict,
} from "@/lib/modules/policies/terms";
import type { PayoutMethod } from "@/lib/modules/refunds/schema";
import { outcomes } from "./terms";

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

export type Outcome = (typeof outcomes)[number];

export const approvalStates = ["waiting", "approved", "denied", "returned", "void", "expired"] as const;
export type ApprovalState = (typeof approvalStates)[number];

/** One part of a decision: what goes back of which charge, and how. Fixed when the decision is made. */
export type DecisionLeg = Readonly<{
  chargeId: string;
  amountMinor: number;
  method: PayoutMethod;
  /** Where store credit goes to; null otherwise. */
  destinationId: string | null;
}>;
export type DecisionLine = Readonly<{ orderLineId: string; quantity: number; amountMinor: number }>;

export const extraKinds = ["shipping", "goodwill"] as const;
/** Money that belongs to no line. */
export type DecisionExtra = Readonly<{ kind: (typeof extraKinds)[number]; amountMinor: number }>;

/** What a customer reads of a no or a question, and what they can do about it. */
export type Denial = Readonly<{
  clauses: readonly Readonly<{ id: string; title: string; text: string }>[];
  reason: string;
  wouldChange: readonly string[];
  mayAppeal: boolean;
}>;

// Forms send digits, programs send numbers. Neither may send a fraction, an exponent or a sign.
const whole = (min: number, max: number) =>
  z
    .union([
      z.int(),
      z
        .string()
        .regex(/^[0-9]{1,15}$/, "Enter a whole number.")
        .transform(Number),
    ])
    .pipe(z.int().min(min).max(max));
const version = whole(1, 2_147_483_647);
const maxMinor = 1_000_000_000_000;
const words = z.string().trim().min(5, "Say why in a sentence.").max(1_500);

export const proposeRefundInput = z
  .strictObject({
    caseId: z.uuid(),
    /** The version the proposer looked at; another one is a conflict. */
    caseVersion: version,
    outcome: z.enum(outcomes).default("approve"),
    /** Left out: what the order's status allows, cancel while it is pending, else return. */
    action: z.enum(policyActions).optional(),
    lines: z
      .array(
        z.strictObject({
          orderLineId: z.uuid(),
          quantity: whole(1, 1_000),
          /** Less than the price of the pieces, when only a part goes back. */
          amountMinor: whole(1, maxMinor).optional(),
        }),
      )
      .max(200)
      .refine(
        (lines) => new Set(lines.map((line) => line.orderLineId)).size === lines.length,
        "Name each line once.",
      )
      .default([]),
    /** How much of the chosen lines in all, when it is less than their price: shared out over them fairly. */
    linesTotalMinor: whole(1, maxMinor).optional(),
    shippingMinor: whole(0, maxMinor).default(0),
    goodwillMinor: whole(0, maxMinor).default(0),
    /** One of the customer's own payment methods, by its id here. Left out: where the money came from. */
    methodId: z.uuid().optional(),
    /** Where it came from cannot take it, so somebody pays it out by hand: a second person always agrees. */
    isByHand: z.union([z.boolean(), z.stringbool()]).default(false),
    reasonCode: z.enum(reasonCodes),
    rationale: words,
    ...claimFields,
    /** Of a no or a question: what the customer reads. */
    customerReason: words.optional(),
    /** A person looked at the evidence and believes it. Ignored from keys. */
    isEvidenceConfirmed: z.union([z.boolean(), z.stringbool()]).default(false),
    /** The open decision that this one takes the place of. */
    supersedesId: z.uuid().optional(),
  })
  .superRefine((input, context) => {
    const pays = input.outcome === "approve" || input.outcome === "partial";
    const asksForNothing = input.lines.length === 0 && input.shippingMinor === 0 && input.goodwillMinor === 0;
    if (pays && asksForNothing && input.action !== "cancel") {
      context.addIssue({ code: "custom", path: ["lines"], message: "Choose at least one line." });
    }
    if (input.action === "goodwill" && (input.lines.length > 0 || input.shippingMinor > 0)) {
      const path = [input.lines.length > 0 ? "lines" : "shippingMinor"];
      context.addIssue({ code: "custom", path, message: goodwillAloneWords });
    }
    if (input.isByHand && input.methodId) {
      context.addIssue({ code: "custom", path: ["methodId"], message: "Choose one way to pay it." });
    }
    if ((input.outcome === "deny" || input.outcome === "need_info") && !input.customerReason) {
      context.addIssue({ code: "custom", path: ["customerReason"], message: "Say what the customer reads." });
    }
  });
export type ProposeRefund = z.output<typeof proposeRefundInput>;

export const decisionPageQuery = z.strictObject({
  /** Ids are in the order of time, so an id is a cursor. */
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type DecisionPageQuery = z.output<typeof decisionPageQuery>;

export const decideInput = z.strictObject({
  decisionId: z.uuid(),
  /** The version that was looked at; left out: whatever it is now. */
  version: version.optional(),
  note: z.string().trim().max(1_500).default(""),
});
export type Decide = z.output<typeof decideInput>;

/** Acts that somebody else reads: they need a reason. */
export const decideWithReasonInput = decideInput.extend({ note: words });

/** A no to what somebody proposed: why, for the proposer, and what the customer reads. */
export const denyInput = decideWithReasonInput.extend({ customerReason: words });
export type Deny = z.output<typeof denyInput>;

export type Decision = Readonly<{
  id: string;
  caseId: string;
  orderId: string | null;
  customerId: string | null;
  state: DecisionState;
  outcome: Outcome;
  action: PolicyAction;
  version: number;
  amountMinor: number;
  currency: string;
  legs: readonly DecisionLeg[];
  lines: readonly DecisionLine[];
  extras: readonly DecisionExtra[];
  reasonCode: ReasonCode;
  rationale: string;
  trace: StoredTrace | null;
  verdict: Verdict | null;
  capMinor: number | null;
  denial: Denial | null;
  appealOfId: string | null;
  supersedesId: string | null;
  proposedByKind: "member" | "key" | "system";
  proposedById: string | null;
  proposedByName: string;
  approvalHash: string;
  decidedById: string | null;
  decidedByName: string | null;
  decidedAt: Date | null;
  createdAt: Date;
}>;

export const daysLent = 90;
export const delegateInput = z.strictObject({
  toId: z.uuid(),
  /** The last day, as the calendar of the tenant has it. */
  until: z.iso.date("Choose a day."),
});
export type Delegate = z.output<typeof delegateInput>;
export const delegationInput = z.strictObject({ delegationId: z.uuid() });

export type Delegation = Readonly<{
  id: string;
  fromId: string;
  fromName: string;
  role: "lead" | "finance";
  toId: string;
  toName: string;
  endsAt: Date;
}>;
