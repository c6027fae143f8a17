import { lockCase } from "@/lib/modules/cases/commands";
import type { PayoutMethod } from "@/lib/modules/refunds/schema";
import type { MemberActor } from "@/lib/platform/actor";
import { asActor } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { wordsFor } from "./denial";
import { planDecision, withLegs } from "./plan";
import { pays } from "./policy";
import { findOpenAppeal } from "./queries";
import type { Denial, ProposeRefund } from "./schema";

/** What a customer would hear of a decision that is not made yet. Amounts in minor units. */
type Foretold = Readonly<{
  amountMinor: number;
  currency: string;
  /** How the money would go back; null for a decision that moves none. */
  method: PayoutMethod | null;
  methodLabel: string | null;
  denial: Denial | null;
}>;

/** Works out what a decision would tell the customer, on the facts of this moment. Writes nothing. @throws as `checkProposal` */
export const foretellDecision = (actor: MemberActor, input: ProposeRefund): Promise<Foretold> =>
  asActor(actor, async (tx) => {
    const locked = await lockCase(tx, actor.tenantId, input.caseId);
    const plan = await planDecision(tx, actor, locked, { input, decisionId: newId() });
    const { amountMinor, currency, order, stored } = plan;
    if (!pays(input.outcome)) {
      const appeal = await findOpenAppeal(tx, actor.tenantId, locked.id);
      const denial = await wordsFor(tx, actor.tenantId, {
        trace: stored,
        customerReason: input.customerReason ?? "",
        isNo: input.outcome === "deny",
        isAppeal: appeal !== undefined,
      });
      return { amountMinor, currency, method: null, methodLabel: null, denial };
    }
    const { legs } = withLegs(plan, input);
    const labels = legs.map(
      ({ chargeId, destinationId }) =>
        order.methods.find(({ id }) => id === destinationId)?.label ??
        order.charges.find(({ id }) => id === chargeId)?.methodLabel ??
        "",
    );
    return {
      ...{ amountMinor, currency, denial: null },
      method: legs[0]?.method ?? null,
      methodLabel: [...new Set(labels)].filter(Boolean).join(", ") || null,
    };
  });
