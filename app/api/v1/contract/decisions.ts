import { z } from "zod";
import {
  type Decision,
  decideInput,
  decideWithReasonInput,
  decisionStates,
  denyInput,
  extraKinds,
  proposeRefundInput,
} from "@/lib/modules/decisions/schema";
import { outcomes } from "@/lib/modules/decisions/terms";
import { policyActions, reasonCodes, verdicts } from "@/lib/modules/policies/terms";
import { payoutMethods } from "@/lib/modules/refunds/schema";
import { traceResource } from "./policy";
import { iso, isoOrNull, moment, money, moneyOf, pageOf } from "./shared";

const maxMinor = 1_000_000_000_000;
const input = proposeRefundInput.shape;
const version = z.int().min(1).max(2_147_483_647);

/** As the form's input, but numbers are numbers here. */
export const proposeBody = z
  .strictObject({
    caseVersion: version.optional().meta({ description: "Left out: the version that If-Match names" }),
    outcome: z.enum(outcomes).default("approve"),
    action: z.enum(policyActions).optional(),
    lines: z
      .array(
        z.strictObject({
          orderLineId: z.uuid(),
          quantity: z.int().min(1).max(1_000),
          amountMinor: z.int().min(1).max(maxMinor).optional(),
        }),
      )
      .max(200)
      .default([]),
    linesTotalMinor: z.int().min(1).max(maxMinor).optional().meta({
      description:
        "How much of the chosen lines in all, when it is less than their price: shared out over them",
    }),
    shippingMinor: z.int().min(0).max(maxMinor).default(0),
    goodwillMinor: z.int().min(0).max(maxMinor).default(0),
    methodId: z.uuid().optional(),
    reasonCode: input.reasonCode,
    rationale: input.rationale,
    condition: input.condition,
    evidence: input.evidence,
    customerReason: input.customerReason,
    isEvidenceConfirmed: z.boolean().default(false),
    supersedesId: z.uuid().optional(),
  })
  .meta({ id: "ProposeRefund" });

const note = decideInput.shape.note;
export const decideBody = z.strictObject({ version: version.optional(), note }).meta({ id: "Decide" });
export const decideWithReasonBody = z
  .strictObject({ version: version.optional(), note: decideWithReasonInput.shape.note })
  .meta({ id: "DecideWithReason" });
export const denyBody = z
  .strictObject({
    version: version.optional(),
    note: denyInput.shape.note.meta({ description: "Why, for whoever proposed it" }),
    customerReason: denyInput.shape.customerReason.meta({ description: "What the customer reads" }),
  })
  .meta({ id: "Deny" });

const person = z.strictObject({ id: z.uuid().nullable(), name: z.string() });
const denial = z.strictObject({
  clauses: z.array(z.strictObject({ id: z.string(), title: z.string(), text: z.string() })),
  reason: z.string(),
  wouldChange: z.array(z.string()),
  mayAppeal: z.boolean(),
});

export const decisionResource = z
  .strictObject({
    id: z.uuid(),
    caseId: z.uuid(),
    version: z.int().meta({ description: "Send it as version or If-Match when acting" }),
    state: z.enum(decisionStates),
    outcome: z.enum(outcomes),
    action: z.enum(policyActions),
    amount: money,
    legs: z.array(
      z.strictObject({
        chargeId: z.uuid(),
        amount: money,
        method: z.enum(payoutMethods),
        destinationId: z.uuid().nullable(),
      }),
    ),
    lines: z.array(z.strictObject({ orderLineId: z.uuid(), quantity: z.int(), amount: money })),
    extras: z.array(z.strictObject({ kind: z.enum(extraKinds), amount: money })),
    reasonCode: z.enum(reasonCodes),
    rationale: z.string(),
    verdict: z.enum(verdicts).nullable(),
    trace: traceResource.nullable(),
    denial: denial.nullable(),
    appealOfId: z.uuid().nullable(),
    supersedesId: z.uuid().nullable(),
    proposedBy: person.extend({ kind: z.enum(["member", "key", "system"]) }),
    decidedBy: person.nullable(),
    decidedAt: moment.nullable(),
    createdAt: moment,
  })
  .meta({ id: "Decision" });
export const decisionList = pageOf(decisionResource, "DecisionList");

export function toDecision(decision: Decision): z.input<typeof decisionResource> {
  const amount = (minor: number) => moneyOf(minor, decision.currency);
  const { id, caseId, version: at, state, outcome, action, reasonCode, rationale, verdict } = decision;
  const { appealOfId, supersedesId } = decision;
  return {
    ...{ id, caseId, version: at, state, outcome, action, amount: amount(decision.amountMinor) },
    legs: decision.legs.map(({ chargeId, amountMinor, method, destinationId }) => ({
      ...{ chargeId, method, amount: amount(amountMinor), destinationId: destinationId ?? null },
    })),
    lines: decision.lines.map(({ orderLineId, quantity, amountMinor }) => ({
      ...{ orderLineId, quantity, amount: amount(amountMinor) },
    })),
    extras: decision.extras.map(({ kind, amountMinor }) => ({ kind, amount: amount(amountMinor) })),
    ...{ reasonCode, rationale, verdict, appealOfId, supersedesId },
    trace: decision.trace && traceResource.parse(decision.trace.trace),
    denial: decision.denial && denial.parse(decision.denial),
    proposedBy: {
      kind: decision.proposedByKind,
      id: decision.proposedById,
      name: decision.proposedByName,
    },
    decidedBy:
      decision.decidedByName === null ? null : { id: decision.decidedById, name: decision.decidedByName },
    decidedAt: isoOrNull(decision.decidedAt),
    createdAt: iso(decision.createdAt),
  };
}
