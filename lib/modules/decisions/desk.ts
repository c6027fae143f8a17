import type { CurrencyLimits } from "@/lib/modules/access/schema";
import { limitsOf, loadSettings } from "@/lib/modules/access/settings";
import { loadOrderFacts, type OrderFacts } from "@/lib/modules/orders/facts";
import type { Order, PaymentMethod } from "@/lib/modules/orders/schema";
import type { Clause } from "@/lib/modules/policies/schema";
import { isAwaitingGoods, listRefundStates } from "@/lib/modules/refunds/queries";
import type { RefundState } from "@/lib/modules/refunds/schema";
import type { MemberActor } from "@/lib/platform/actor";
import { readAs, type Transaction } from "@/lib/platform/db";
import { clausesOf } from "./clauses";
import { findLoan } from "./delegations";
import { sumActedToday } from "./exposure";
import { countPieces } from "./facts";
import type { ApproverStanding, OpenAppeal, OpenApproval } from "./policy";
import { findOpenAppeal, findOpenApproval, listDecided, selectDecision, selectNewest } from "./queries";
import type { Decision } from "./schema";
import { type Suggestion, suggestProposal } from "./suggest";

/** Everything the decision panel of a case shows and its forms need. */
export type DecisionSetting = Readonly<{
  decision: Decision | undefined;
  clauses: readonly Clause[];
  approval: OpenApproval | undefined;
  refundStates: readonly RefundState[];
  limits: CurrencyLimits;
  /** How long what is approved can still be revoked. */
  holdSeconds: number;
  /** A no that was appealed and that nobody answered yet. */
  appeal: OpenAppeal;
  standing: ApproverStanding;
  methods: readonly PaymentMethod[];
  /** Pieces of each line that decisions refund already, by line id. */
  taken: Readonly<Record<string, number>>;
  shippingLeftMinor: number;
  /** The payout waits until the goods are back. */
  isAwaitingGoods: boolean;
  /** What the form begins with. */
  suggestion: Suggestion | undefined;
}>;

type About = Readonly<{
  order: Order | undefined;
  /** What the customer wrote. */
  request: string;
}>;

export async function findDecisionSetting(
  actor: MemberActor,
  caseId: string,
  about: About,
): Promise<DecisionSetting> {
  const [setting] = await readAs(actor, (db) => [load(db, actor, caseId, about)]);
  return setting;
}

async function load(
  db: Transaction,
  actor: MemberActor,
  caseId: string,
  { order, request }: About,
): Promise<DecisionSetting> {
  const { tenantId } = actor;
  const [decision] = await selectNewest(db, tenantId, caseId);
  const settings = await loadSettings(db, tenantId);
  const facts = order && (await loadOrderFacts(db, tenantId, { id: order.id }));
  const decided = order ? await listDecided(db, tenantId, order.id) : [];
  const [appealed] = decision?.appealOfId ? await selectDecision(db, tenantId, decision.appealOfId) : [];
  const shippingPaid = decided
    .flatMap(({ extras }) => extras)
    .reduce((sum, extra) => sum + (extra.kind === "shipping" ? extra.amountMinor : 0), 0);
  const taken = Object.fromEntries(countPieces(decided.flatMap(({ lines }) => lines)));
  return {
    decision,
    suggestion:
      facts && (await suggestProposal(db, tenantId, facts, { text: request, left: leftOf(facts, taken) })),
    clauses: decision?.trace ? await clausesOf(db, tenantId, decision.trace.trace) : [],
    approval: decision && (await findOpenApproval(db, tenantId, decision.id)),
    refundStates: decision ? await listRefundStates(db, tenantId, decision.id) : [],
    holdSeconds: settings.holdSeconds,
    appeal: await findOpenAppeal(db, tenantId, caseId),
    isAwaitingGoods: decision !== undefined && (await isAwaitingGoods(db, tenantId, decision.id)),
    limits: limitsOf(settings, order?.currency ?? decision?.currency ?? "USD"),
    standing: {
      delegatedRole: (await findLoan(db, actor))?.role,
      actedTodayMinor: decision
        ? await sumActedToday(db, tenantId, { personId: actor.userId, currency: decision.currency })
        : 0,
      firstDeciderId: appealed?.decidedById ?? null,
    },
    methods: facts?.methods ?? [],
    taken,
    shippingLeftMinor: Math.max(0, (order?.shippingMinor ?? 0) - shippingPaid),
  };
}

const leftOf = ({ lines }: OrderFacts, taken: Readonly<Record<string, number>>) =>
  Object.fromEntries(lines.map(({ id, quantity }) => [id, Math.max(0, quantity - (taken[id] ?? 0))]));
