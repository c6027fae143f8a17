import type { OrderFacts } from "@/lib/modules/orders/facts";
import { findPolicyInForce } from "@/lib/modules/policies/queries";
import { evaluate } from "@/lib/modules/policies/rules";
import type { Trace } from "@/lib/modules/policies/schema";
import type { PolicyAction, ReasonCode, Verdict } from "@/lib/modules/policies/terms";
import type { Transaction } from "@/lib/platform/db";
import { actionOf, askedLines } from "./facts";
import { loadFacts } from "./load-facts";
import { readRequest } from "./read-request";
import type { Outcome } from "./schema";

/** What the policy says to what the customer seems to ask for: the form begins with it, and everything can be changed. */
export type Suggestion = Readonly<{
  outcome: Outcome;
  action: PolicyAction;
  reasonCode: ReasonCode | undefined;
  lines: readonly Readonly<{ orderLineId: string; quantity: number }>[];
  rationale: string;
  customerReason: string;
}>;

const outcomeOf: Readonly<Record<Verdict, Outcome>> = {
  allow: "approve",
  need_approval: "approve",
  escalate: "escalate",
  need_info: "need_info",
  deny: "deny",
};

/**
 * Reads the request and asks the policy about it. Nothing is decided or held by it.
 * @param text what the customer wrote
 * @returns undefined when nothing of the order is left to refund
 */
export async function suggestProposal(
  tx: Transaction,
  tenantId: string,
  order: OrderFacts,
  { text, left }: Readonly<{ text: string; left: Readonly<Record<string, number>> }>,
): Promise<Suggestion | undefined> {
  const open = order.lines.map(({ id, name }) => ({ id, name, left: left[id] ?? 0 }));
  const { reasonCode, lines } = readRequest(text, open);
  if (lines.length === 0) return undefined;
  const isPending = order.status === "pending";
  const chosen = isPending ? [] : lines;
  const action = isPending
    ? ("cancel" as const)
    : actionOf(undefined, order, { lines: chosen.length, goodwillMinor: 0, shippingMinor: 0 });
  const { facts } = await loadFacts(tx, tenantId, order, {
    asked: {
      ...{ action, reason: reasonCode ?? null, lines: askedLines(chosen, order.lines) },
      ...{ shippingMinor: 0, goodwillMinor: null, condition: null, evidence: [], confirmedBy: null },
      methodId: order.charges[0]?.methodExternalId ?? null,
      askerId: order.customer.externalId,
    },
  });
  const trace = evaluate(facts, await findPolicyInForce(tx, tenantId), new Date());
  const outcome = outcomeOf[trace.verdict];
  return { outcome, action, reasonCode, lines: chosen, ...wordsOf(outcome, trace) };
}

function wordsOf(outcome: Outcome, trace: Trace): Pick<Suggestion, "rationale" | "customerReason"> {
  const because = trace.rules
    .filter(({ verdict, result }) => verdict === trace.verdict && result !== "pass")
    .map(({ words }) => words)
    .join(" ");
  switch (outcome) {
    case "deny":
      return { rationale: `The policy does not allow it. ${because}`, customerReason: because };
    case "need_info":
      return { rationale: `The policy needs to know more. ${because}`, customerReason: because };
    case "escalate":
      return { rationale: `The policy leaves it to a lead. ${because}`, customerReason: "" };
    default:
      return { rationale: "The customer asks for it, and the policy allows it.", customerReason: "" };
  }
}
