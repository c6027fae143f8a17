import { caseOperations } from "./cases";
import { decisionOperations } from "./decision-operations";
import { listOperations } from "./lists";
import { orderOperations } from "./orders";
import { policyOperations } from "./policy";
import type { Operation } from "./shared";

/** Everything the API can do: what the document at /api/v1/openapi.json is made of. */
export const operations: readonly Operation[] = [
  ...policyOperations,
  ...orderOperations,
  ...caseOperations,
  ...decisionOperations,
  ...listOperations,
];
