import type { z } from "zod";
import type { ApiScope } from "@/lib/modules/access/schema";
import { decisionPageQuery } from "@/lib/modules/decisions/schema";
import {
  decideBody,
  decideWithReasonBody,
  decisionList,
  decisionResource,
  denyBody,
  proposeBody,
} from "./decisions";
import { type Operation, postProblems } from "./shared";

type Act = Readonly<{ scope: ApiScope; body: z.ZodType; operationId?: string }>;

const act = (
  name: string,
  summary: string,
  { scope, body, operationId = `${name}Decision` }: Act,
): Operation => ({
  method: "post",
  path: `/api/v1/decisions/{decisionId}/${name}`,
  operationId,
  summary,
  scope,
  body,
  etag: "taken",
  success: { statuses: [200], schema: decisionResource },
  problems: [...postProblems, 404],
});

export const decisionOperations: readonly Operation[] = [
  {
    method: "get",
    path: "/api/v1/cases/{caseId}/decisions",
    operationId: "listDecisions",
    summary: "The decisions about a case, the newest first",
    scope: "case:read",
    query: decisionPageQuery,
    success: { statuses: [200], schema: decisionList },
    problems: [400, 404, 422],
  },
  {
    method: "post",
    path: "/api/v1/cases/{caseId}/decisions",
    operationId: "proposeRefund",
    summary:
      "Propose what a customer gets; above the key's limits, and when the policy says so, it waits for a person",
    scope: "decision:propose",
    body: proposeBody,
    etag: "taken",
    success: { statuses: [201], schema: decisionResource },
    problems: [...postProblems, 404],
  },
  {
    method: "get",
    path: "/api/v1/decisions/{decisionId}",
    operationId: "getDecision",
    summary: "One decision with its trace",
    scope: "case:read",
    etag: "given",
    success: { statuses: [200], schema: decisionResource },
    problems: [400, 404],
  },
  act("approve", "Say yes to what somebody else proposed", { scope: "decision:approve", body: decideBody }),
  act("deny", "Say no to what somebody proposed", { scope: "decision:approve", body: denyBody }),
  act("return", "Send a proposal back with a comment", {
    scope: "decision:approve",
    body: decideWithReasonBody,
  }),
  act("withdraw", "Take one's own proposal back", { scope: "decision:propose", body: decideBody }),
  act("revoke", "Stop what was approved, as long as nothing of it was submitted", {
    scope: "decision:approve",
    body: decideWithReasonBody,
  }),
  act("goods-back", "Note that what was sent is back: its refund goes", {
    scope: "decision:approve",
    body: decideBody,
    operationId: "recordGoodsBack",
  }),
  act("appeal", "Question a no, once; another person handles it", {
    scope: "case:write",
    body: decideWithReasonBody,
  }),
];
