import type { PolicyDocument, Rule } from "./schema";
import { type PolicyAction, verdicts } from "./terms";

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
    {
      id: "core-goodwill",
      title: "Goodwill is money alone",
      text: "Goods and shipping are refunded by the rules for returning and canceling, not as goodwill.",
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
    {
      id: "core-goodwill",
      clauseId: "core-goodwill",
      kind: "without_goods",
      actions: ["goodwill"],
      otherwise: "deny",
    },
  ],
  floors: [],
};

/** The rules about an action, those of every shop included unless the document is as strict itself. */
export function rulesFor(document: PolicyDocument, action: PolicyAction): readonly Rule[] {
  const ofDocument = ruleLists.get(document) ?? new Map<PolicyAction, readonly Rule[]>();
  ruleLists.set(document, ofDocument);
  const list = ofDocument.get(action) ?? listRules(document, action);
  ofDocument.set(action, list);
  return list;
}

/**
 * The document's rules about goodwill that say nothing about `action`: what is given on top of a return is bound by them
 * as if it were given alone.
 */
export const goodwillRules = ({ rules }: PolicyDocument, action: PolicyAction): readonly Rule[] =>
  action === "goodwill"
    ? []
    : rules.filter(({ actions }) => actions.includes("goodwill") && !actions.includes(action));

// A document never changes, and it is asked thousands of times.
const ruleLists = new WeakMap<PolicyDocument, Map<PolicyAction, readonly Rule[]>>();

function listRules({ rules }: PolicyDocument, action: PolicyAction): readonly Rule[] {
  const own = rules.filter((rule) => rule.actions.includes(action));
  const core = coreDocument.rules.filter(
    ({ kind, otherwise, actions }) =>
      actions.includes(action) &&
      !own.some(
        (rule) => rule.kind === kind && verdicts.indexOf(rule.otherwise) <= verdicts.indexOf(otherwise),
      ),
  );
  return [...own, ...core];
}
