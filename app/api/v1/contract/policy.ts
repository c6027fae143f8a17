import { z } from "zod";
import { evaluateInput, ruleResults } from "@/lib/modules/policies/schema";
import { verdicts } from "@/lib/modules/policies/terms";
import { type Operation, postProblems } from "./shared";

const fact = z.strictObject({
  name: z.string(),
  value: z.union([z.string(), z.number(), z.boolean(), z.null()]),
  provenance: z.enum(["system", "claimed"]),
  confirmedBy: z.string().optional(),
});

const ruleTrace = z
  .strictObject({
    ruleId: z.string(),
    kind: z.string(),
    clauseId: z.string(),
    result: z.enum(ruleResults),
    verdict: z.enum(verdicts),
    facts: z.array(fact),
    words: z.string(),
    wouldChange: z.string().nullable(),
    capMinor: z.int().nullable(),
    waivedBy: z.string().nullable(),
    needs: z.array(z.string()),
  })
  .meta({ id: "RuleTrace" });

export const traceResource = z
  .strictObject({
    verdict: z.enum(verdicts),
    capMinor: z.int().meta({ description: "What may be refunded at most, in minor units; 0 when denied" }),
    currency: z.string().length(3),
    rules: z.array(ruleTrace),
    citations: z.array(z.strictObject({ policyVersion: z.int(), clauseId: z.string() })),
    needs: z.array(z.string()),
    policyVersion: z.strictObject({ id: z.uuid().nullable(), number: z.int(), title: z.string() }),
    at: z.iso.datetime({ offset: true }),
  })
  .meta({ id: "Trace" });

export const evaluateBody = evaluateInput.meta({ id: "Evaluate" });

export const policyOperations: readonly Operation[] = [
  {
    method: "post",
    path: "/api/v1/policy/evaluate",
    operationId: "evaluatePolicy",
    summary: "Ask what the policy in force says of an order; nothing is decided by it",
    scope: "policy:evaluate",
    body: evaluateBody,
    success: { statuses: [200], schema: traceResource },
    problems: [...postProblems, 404],
  },
];
