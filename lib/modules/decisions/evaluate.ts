import { loadOrderFacts } from "@/lib/modules/orders/facts";
import { coreDocument } from "@/lib/modules/policies/core";
import { findPolicyInForce, findPolicyVersion } from "@/lib/modules/policies/queries";
import { evaluate } from "@/lib/modules/policies/rules";
import type { Clause, Evaluate, PolicyVersion, StoredTrace } from "@/lib/modules/policies/schema";
import type { Actor } from "@/lib/platform/actor";
import { readAs, type Transaction } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { loadFacts } from "./facts";

/**
 * The same asked of one version, a draft as well, with the facts and every clause the answer may cite.
 * @throws DomainError `not_found` when the tenant has no such order or version
 */
export async function evaluateWith(
  actor: Actor,
  input: Evaluate,
  versionNumber: number,
): Promise<StoredTrace & Readonly<{ clauses: readonly Clause[] }>> {
  const [answer] = await readAs(actor, (db) => [askVersion(db, actor.tenantId, { input, versionNumber })]);
  return answer;
}

async function askVersion(
  tx: Transaction,
  tenantId: string,
  { input, versionNumber }: Readonly<{ input: Evaluate; versionNumber: number }>,
) {
  const version = await findPolicyVersion(tx, tenantId, versionNumber);
  if (!version) throw new DomainError("not_found", "This version does not exist.", { field: "version" });
  const stored = await evaluateIn(tx, tenantId, input, version);
  const own = version.document.clauses.filter(({ id }) => !id.startsWith("core-"));
  return { ...stored, clauses: [...coreDocument.clauses, ...own] };
}

/**
 * What a policy says of an order, asked as its own customer, with the facts it read. Nothing is decided by it.
 * @throws DomainError `not_found` when the tenant has no such order
 */
export async function evaluateIn(
  ...[tx, tenantId, input, asked]: [Transaction, string, Evaluate, PolicyVersion?]
): Promise<StoredTrace> {
  const order = await loadOrderFacts(tx, tenantId, { number: input.orderNumber });
  if (!order) {
    throw new DomainError("not_found", "This order does not exist.", { field: "orderNumber" });
  }
  const version = asked ?? (await findPolicyInForce(tx, tenantId));
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
