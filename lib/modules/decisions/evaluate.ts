import { loadSettings } from "@/lib/modules/access/settings";
import { loadOrderFacts } from "@/lib/modules/orders/facts";
import { coreDocument } from "@/lib/modules/policies/core";
import { findPolicyInForce, findPolicyVersion } from "@/lib/modules/policies/queries";
import { engineVersion, evaluate } from "@/lib/modules/policies/rules";
import type {
  Clause,
  Evaluate,
  PolicyFacts,
  PolicyVersion,
  StoredTrace,
} from "@/lib/modules/policies/schema";
import { factsOfTyped, type TypedOrder } from "@/lib/modules/policies/typed-order";
import type { Actor } from "@/lib/platform/actor";
import { readAs, type Transaction } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { claimsOf } from "./facts";
import { loadFacts } from "./load-facts";

/** Facts that somebody supposes instead of those that are there. */
export type Supposed = Partial<
  Pick<PolicyFacts["order"], "status" | "country" | "placedAt" | "deliveredAt">
> &
  Partial<Pick<PolicyFacts["customer"], "membership">>;

/** With every clause the trace may cite. */
type Answer = StoredTrace & Readonly<{ clauses: readonly Clause[] }>;
type Question = Readonly<{ input: Evaluate; versionNumber: number; supposed?: Supposed }>;

/**
 * The same asked of one version, a draft as well, with the facts and every clause the answer may cite.
 * @throws DomainError `not_found` when the tenant has no such order or version
 */
export async function evaluateWith(actor: Actor, question: Question): Promise<Answer> {
  const [answer] = await readAs(actor, (db) => [askVersion(db, actor.tenantId, question)]);
  return answer;
}

async function askVersion(tx: Transaction, tenantId: string, { input, versionNumber, supposed }: Question) {
  const version = await requireVersion(tx, tenantId, versionNumber);
  const stored = await evaluateIn(tx, tenantId, input, { version, supposed });
  return { ...stored, clauses: clausesOf(version) };
}

/**
 * The same of an order that nobody placed.
 * @throws DomainError `not_found` when the tenant has no such version
 */
export async function evaluateTyped(
  actor: Actor,
  { typed, at, versionNumber }: Readonly<{ typed: TypedOrder; at: Date; versionNumber: number }>,
): Promise<Answer> {
  const { tenantId } = actor;
  const [version, { businessHours }] = await readAs(actor, (db) => [
    requireVersion(db, tenantId, versionNumber),
    loadSettings(db, tenantId),
  ]);
  const facts = factsOfTyped(typed, businessHours.timeZone);
  return {
    facts,
    trace: evaluate(facts, version, at),
    engine: engineVersion,
    clauses: clausesOf(version),
  };
}

async function requireVersion(tx: Transaction, tenantId: string, number: number): Promise<PolicyVersion> {
  const version = await findPolicyVersion(tx, tenantId, number);
  if (!version) throw new DomainError("not_found", "This version does not exist.", { field: "version" });
  return version;
}

const clausesOf = ({ document }: PolicyVersion): readonly Clause[] => [
  ...coreDocument.clauses,
  ...document.clauses.filter(({ id }) => !id.startsWith("core-")),
];

/**
 * What a policy says of an order, asked as its own customer, with the facts it read. Nothing is decided by it.
 * @throws DomainError `not_found` when the tenant has no such order
 */
export async function evaluateIn(
  tx: Transaction,
  tenantId: string,
  input: Evaluate,
  asked: Readonly<{ version?: PolicyVersion; supposed?: Supposed | undefined }> = {},
): Promise<StoredTrace> {
  const order = await loadOrderFacts(tx, tenantId, { number: input.orderNumber });
  if (!order) {
    throw new DomainError("not_found", "This order does not exist.", { field: "orderNumber" });
  }
  const version = asked.version ?? (await findPolicyInForce(tx, tenantId));
  const loaded = await loadFacts(tx, tenantId, order, {
    asked: {
      action: input.action,
      reason: input.reason ?? null,
      lines: input.lines,
      shippingMinor: input.shippingMinor ?? 0,
      goodwillMinor: input.goodwillMinor ?? null,
      methodId: input.method?.id ?? null,
      ...claimsOf(input, null),
      askerId: order.customer.externalId,
    },
  });
  const facts = suppose(loaded.facts, asked.supposed);
  const at = input.at ? new Date(input.at) : new Date();
  return { facts, trace: evaluate(facts, version, at), engine: engineVersion };
}

const suppose = (facts: PolicyFacts, { membership, ...order }: Supposed = {}): PolicyFacts => ({
  ...facts,
  order: { ...facts.order, ...order },
  customer: { ...facts.customer, ...(membership === undefined ? {} : { membership }) },
});
