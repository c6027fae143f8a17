import type { PolicyVersion } from "./schema";

/** What bounds a tenant that has published no policy. */
export const basicPolicy: PolicyVersion = {
  id: null,
  number: 0,
  title: "Basic policy",
  document: {
    clauses: [
      {
        id: "own-order",
        title: "Own orders",
        text: "Only the customer who placed an order can be paid back for it.",
      },
    ],
    rules: [
      {
        id: "own-order",
        clauseId: "own-order",
        actions: ["cancel", "return", "goodwill"],
        otherwise: "deny",
        kind: "identity",
      },
    ],
    floors: [],
  },
};
