import { limitsOf, loadSettings } from "@/lib/modules/access/settings";
import { lockCase } from "@/lib/modules/cases/commands";
import type { Clause, Trace } from "@/lib/modules/policies/schema";
import type { MemberActor } from "@/lib/platform/actor";
import { asActor } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { clausesOf } from "./clauses";
import { planDecision } from "./plan";
import { type ApprovalNeed, approvalNeed, pays } from "./policy";
import { findOpenAppeal } from "./queries";
import type { ProposeRefund } from "./schema";

/** What a proposal would come to if it were made now. Amounts in minor units. */
type ProposalCheck = Readonly<{
  trace: Trace;
  clauses: readonly Clause[];
  amountMinor: number;
  currency: string;
  /** Who else would have to say yes. */
  need: ApprovalNeed;
}>;

/**
 * Does everything a proposal does but decide: the same plan, policy and limits, on the facts of this moment. Writes
 * nothing.
 * @throws DomainError as `proposeRefundIn` for what it could not even ask the policy about
 */
export const checkProposal = (actor: MemberActor, input: ProposeRefund): Promise<ProposalCheck> =>
  asActor(actor, async (tx) => {
    const locked = await lockCase(tx, actor.tenantId, input.caseId);
    const plan = await planDecision(tx, actor, locked, { input, decisionId: newId() });
    const { amountMinor, currency, exposure } = plan;
    const { trace } = plan.stored;
    const appeal = await findOpenAppeal(tx, actor.tenantId, locked.id);
    const limits = limitsOf(await loadSettings(tx, actor.tenantId), currency);
    const need = pays(input.outcome)
      ? approvalNeed(actor, exposure, limits, {
          verdict: trace.verdict,
          isStopped: appeal !== undefined || input.isByHand,
        })
      : ({ role: "none", votes: 0 } as const);
    return { trace, clauses: await clausesOf(tx, actor.tenantId, trace), amountMinor, currency, need };
  });
