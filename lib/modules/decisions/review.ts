import { limitsOf, loadSettings } from "@/lib/modules/access/settings";
import type { LockedCase } from "@/lib/modules/cases/commands";
import { lockCharges } from "@/lib/modules/orders/commands";
import { loadOrderFacts } from "@/lib/modules/orders/facts";
import { findPolicyInForce } from "@/lib/modules/policies/queries";
import { evaluate } from "@/lib/modules/policies/rules";
import type { Actor } from "@/lib/platform/actor";
import type { Transaction } from "@/lib/platform/db";
import { countExposure } from "./exposure";
import { loadFacts } from "./load-facts";
import { hashOf } from "./plan";
import { approvalNeed, type Exposure, isWorse, type OpenApproval } from "./policy";
import type { Decision } from "./schema";

export type Review = Readonly<{ worse: false } | { worse: true; words: string }>;

/**
 * Asks today's policy and limits about today's facts, as if the decision were made now. What waits for a yes is void when
 * the answer got worse than the one it was asked on, or when the money would go elsewhere; a better one changes nothing.
 */
export async function lookAgain(
  tx: Transaction,
  locked: LockedCase,
  decision: Decision,
  asked: OpenApproval,
): Promise<Review> {
  const { trace: stored, orderId } = decision;
  if (!orderId || !stored) return { worse: false };
  // In the order in which proposing takes them: sums before charges.
  const exposure = await exposureOf(tx, locked, decision);
  await lockCharges(tx, locked.tenantId, orderId);
  // Behind the locks: whoever held them before may have taken of the order.
  const order = await loadOrderFacts(tx, locked.tenantId, { id: orderId });
  if (!order) return { worse: true, words: "The order is no longer there." };
  const { request, askerId } = stored.facts;
  const { facts } = await loadFacts(tx, locked.tenantId, order, {
    asked: { ...request, askerId },
    except: decision.id,
  });
  const version = await findPolicyInForce(tx, locked.tenantId);
  const trace = evaluate(facts, version, new Date());
  if (hashOf(decision.legs, decision.currency, order) !== decision.approvalHash) {
    return { worse: true, words: "Where the money would go has changed. Return it and propose anew." };
  }
  const limits = limitsOf(await loadSettings(tx, locked.tenantId), decision.currency);
  const former = { verdict: stored.trace.verdict, capMinor: stored.trace.capMinor };
  const askedFor = { role: asked.requiredRole, votes: asked.requiredVotes };
  const need = approvalNeed(proposerOf(decision), exposure, limits, { verdict: trace.verdict });
  const { verdict, capMinor } = trace;
  const before = { ...former, need: askedFor };
  if (!isWorse(before, { verdict, capMinor, need }, decision.amountMinor)) return { worse: false };
  if (!isWorse(before, { verdict, capMinor, need: askedFor }, decision.amountMinor)) {
    return {
      worse: true,
      words:
        need.role === asked.requiredRole
          ? "The limits have changed since this was proposed: more people have to say yes to it."
          : "The limits have changed since this was proposed: finance has to say yes to it.",
    };
  }
  const because = trace.rules.filter(({ verdict }) => verdict === trace.verdict && verdict !== "allow");
  const reasons = because.map(({ words }) => words).join(" ");
  return {
    worse: true,
    words: `What the policy says has changed since this was proposed. ${reasons}`.trim(),
  };
}

const exposureOf = (tx: Transaction, locked: LockedCase, decision: Decision): Promise<Exposure> =>
  countExposure(tx, locked.tenantId, {
    orderId: decision.orderId ?? decision.id,
    customerId: decision.customerId ?? locked.customerId,
    currency: decision.currency,
    amountMinor: decision.amountMinor,
    proposerId: decision.proposedById,
    decisionId: decision.id,
    // What was decided after it counted it already, and chose the tier of its own approval by the sum.
    before: decision.createdAt,
  });

// Only who they were matters here: a program's proposal never counts as one of two people.
const proposerOf = ({ proposedByKind, proposedById, proposedByName }: Decision): Actor => {
  const shared = { tenantId: "", name: proposedByName };
  return proposedByKind === "member"
    ? { ...shared, kind: "member", userId: proposedById ?? "", role: "agent", sessionId: "" }
    : { ...shared, kind: "key", keyId: proposedById ?? "", scopes: [], isAi: true };
};
