import { coreDocument } from "@/lib/modules/policies/core";
import type { PolicyDocument, PolicyVersion } from "@/lib/modules/policies/schema";

/** What bounds a tenant that has published no policy of its own: only what holds for every shop. */
export const basicPolicy: PolicyVersion = {
  id: null,
  number: 0,
  title: "Basic rules",
  document: coreDocument,
};

/** Where a shop begins that wants to write its own: one clause, which it may reword. */
export const starter: PolicyDocument = {
  clauses: [
    {
      id: "own-orders",
      title: "Own orders only",
      text: "Only the customer who placed an order can be paid back for it.",
    },
  ],
  rules: [
    {
      id: "own-orders",
      clauseId: "own-orders",
      kind: "identity",
      actions: ["cancel", "return", "goodwill"],
      otherwise: "deny",
    },
  ],
  floors: [],
};
