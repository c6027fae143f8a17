import { loadOrderFacts } from "@/lib/modules/orders/facts";
import { findPolicyInForce } from "@/lib/modules/policies/queries";
import { evaluate } from "@/lib/modules/policies/rules";
import type { Evaluate, StoredTrace, Trace } from "@/lib/modules/policies/schema";
import type { Actor } from "@/lib/platform/actor";
import { readAs, type Transaction } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { loadFacts } from "./facts";

/**
 * What the policy in force says of an order, asked as its own customer. Nothing is decided by it.
 * @throws DomainError `not_found` when the tenant has no such order
 */
export async function evaluateOrder(actor: Actor, input: Evaluate): Promise<Trace> {
  const [answer] = await readAs(actor, (db) => [evaluateIn(db, actor.tenantId, input)]);
  return answer.trace;
}

/** `evaluateOrder` inside a transaction, with the facts it read. */
export async function evaluateIn(tx: Transaction, tenantId: string, input: Evaluate): Promise<StoredTrace> {
  const order = await loadOrderFacts(tx, tenantId, { number: input.orderNumber });
  if (!order) {
    throw new DomainError("not_found", "This order does not exist.", { field: "orderNumber" });
  }
  const version = await findPolicyInForce(tx, tenantId);
  const { facts } = await loadFacts(tx, tenantId, order, {
    asked: {
      action: input.action,
      reason: input.reason ?? null,
      lines: input.lines,
      shippingMinor: input.shippingMinor ?? 0,
      goodwillMinor: input.goodwillMinor ?? null,
      methodId: input.method?.id ?? null,
      confirmedBy: null,
      askerId: order.customer.externalId,
    },
  });
  const at = input.at ? new Date(input.at) : new Date();
  return { facts, trace: evaluate(facts, version, at) };
}
