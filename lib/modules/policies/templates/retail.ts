import type { PolicyDocument } from "@/lib/modules/policies/schema";

/**
 * A shop that cancels what was not sent, takes back what was delivered, and offers nothing else. Its clauses follow the
 * retail domain of tau2-bench (MIT, see THIRD_PARTY_NOTICES.md) as far as it speaks of money, in words of our own.
 */
export const retail: PolicyDocument = {
  clauses: [
    {
      id: "own-orders",
      title: "Own orders only",
      text: "We help each customer with their own orders and with nobody else's.",
    },
    {
      id: "cancel-pending",
      title: "Cancel while pending",
      text: "An order can be canceled only while it is pending.",
    },
    {
      id: "cancel-reason",
      title: "Reason for canceling",
      text: "We cancel when an order is no longer needed or was ordered by mistake. Other reasons are not accepted.",
    },
    {
      id: "cancel-whole",
      title: "The whole order is canceled",
      text: "Canceling an order cancels all of it, and its total is refunded.",
    },
    {
      id: "cancel-method",
      title: "Refund of a canceled order",
      text: "A canceled order is refunded the way it was paid: a gift card at once, anything else in 5 to 7 business days.",
    },
    {
      id: "return-delivered",
      title: "Return what was delivered",
      text: "An order can be returned only after it was delivered.",
    },
    {
      id: "return-items",
      title: "Say what comes back",
      text: "The customer names the order and the items that come back.",
    },
    {
      id: "return-method",
      title: "Refund of a return",
      text: "The customer says where the refund of a return goes: to the way the order was paid, or to a gift card they have.",
    },
    {
      id: "out-of-scope",
      title: "Everything else",
      text: "What we cannot do ourselves goes to a person who can.",
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
    {
      id: "cancel-pending",
      clauseId: "cancel-pending",
      kind: "order_status",
      actions: ["cancel"],
      otherwise: "deny",
      statuses: ["pending"],
    },
    {
      id: "cancel-reason",
      clauseId: "cancel-reason",
      kind: "reason",
      actions: ["cancel"],
      otherwise: "deny",
      accepted: [
        { code: "changed_mind", words: ["no longer needed"] },
        { code: "ordered_by_mistake", words: ["ordered by mistake"] },
      ],
    },
    {
      id: "cancel-whole",
      clauseId: "cancel-whole",
      kind: "whole_order",
      actions: ["cancel"],
      otherwise: "deny",
    },
    {
      id: "cancel-method",
      clauseId: "cancel-method",
      kind: "method",
      actions: ["cancel"],
      otherwise: "deny",
      allowed: ["original"],
    },
    {
      id: "return-delivered",
      clauseId: "return-delivered",
      kind: "order_status",
      actions: ["return"],
      otherwise: "deny",
      statuses: ["delivered"],
    },
    {
      id: "return-items",
      clauseId: "return-items",
      kind: "required",
      actions: ["return"],
      otherwise: "need_info",
      fields: ["lines"],
    },
    {
      id: "return-pieces",
      clauseId: "return-items",
      kind: "quantity_left",
      actions: ["return"],
      otherwise: "deny",
    },
    {
      id: "return-method-named",
      clauseId: "return-method",
      kind: "required",
      actions: ["return"],
      otherwise: "need_info",
      fields: ["method"],
    },
    {
      id: "return-method",
      clauseId: "return-method",
      kind: "method",
      actions: ["return"],
      otherwise: "deny",
      allowed: ["original", "own_gift_card"],
    },
    {
      id: "goodwill",
      clauseId: "out-of-scope",
      kind: "not_offered",
      actions: ["goodwill"],
      otherwise: "escalate",
    },
  ],
  floors: [],
};
