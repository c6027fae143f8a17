import { type PolicyAction, type PolicyDocument, type Rule, verdicts } from "./schema";

const everything: PolicyAction[] = ["cancel", "return", "goodwill"];

/** What holds for every shop and cannot be switched off: a policy may only say it in its own words. */
export const coreDocument: PolicyDocument = {
  clauses: [
    {
      id: "core-owner",
      title: "Only the customer's own orders",
      text: "Money goes back only to the customer who placed the order.",
    },
    {
      id: "core-pieces",
      title: "Nothing twice",
      text: "Each piece of an order is refunded at most once, at the price that was paid for it.",
    },
    {
      id: "core-balance",
      title: "No more than was paid",
      text: "Refunds of an order never exceed what was paid for it and was not given back yet.",
    },
    {
      id: "core-dispute",
      title: "No refund during a chargeback",
      text: "While the bank disputes a payment, it is not refunded as well.",
    },
    {
      id: "core-duplicate",
      title: "One decision at a time",
      text: "When another request about the same order waits for an answer, a person looks at both.",
    },
  ],
  rules: [
    { id: "core-owner", clauseId: "core-owner", kind: "identity", actions: everything, otherwise: "deny" },
    {
      id: "core-pieces",
      clauseId: "core-pieces",
      kind: "quantity_left",
      actions: everything,
      otherwise: "deny",
    },
    { id: "core-balance", clauseId: "core-balance", kind: "balance", actions: everything, otherwise: "deny" },
    { id: "core-dispute", clauseId: "core-dispute", kind: "dispute", actions: everything, otherwise: "deny" },
    {
      id: "core-duplicate",
      clauseId: "core-duplicate",
      kind: "duplicate",
      actions: everything,
      otherwise: "need_approval",
    },
  ],
  floors: [],
};

/** The rules about an action, those of every shop included unless the document is as strict itself. */
export function rulesFor({ rules }: PolicyDocument, action: PolicyAction): readonly Rule[] {
  const own = rules.filter((rule) => rule.actions.includes(action));
  const core = coreDocument.rules.filter(
    ({ kind, otherwise }) =>
      !own.some(
        (rule) => rule.kind === kind && verdicts.indexOf(rule.otherwise) <= verdicts.indexOf(otherwise),
      ),
  );
  return [...own, ...core];
}
