import Link from "next/link";
import type { Desk } from "@/app/t/[tenant]/desk";
import { DecisionSummary } from "@/components/decision-summary";
import { TraceView } from "@/components/trace";
import { Card } from "@/components/ui/card";
import type { CaseDetail } from "@/lib/modules/cases/schema";
import { type DecisionSetting, findDecisionSetting } from "@/lib/modules/decisions/desk";
import {
  isOpenDecision,
  mayAppeal,
  mayPropose,
  mayRevoke,
  mayWithdraw,
  type Permission,
} from "@/lib/modules/decisions/policy";
import type { Decision } from "@/lib/modules/decisions/schema";
import type { Order } from "@/lib/modules/orders/schema";
import { appealAction, revokeAction } from "./actions";
import { Looked, ReasonForm, TakeBack } from "./decide-forms";
import { DecidePart } from "./decide-part";
import { DecideShortcut } from "./decide-shortcut";
import { GoodsPart } from "./goods-part";
import { ProposePart } from "./propose-part";
import { StuckRefunds } from "./stuck-refunds";

type Props = Readonly<{
  desk: Desk;
  found: CaseDetail;
  order: Order | undefined;
  /** What the customer wrote, for a first suggestion. */
  request: string;
}>;

/** The decision of a case: what stands and why, what the reader may do about it, and the form for a new one. */
export async function DecisionPanel({ desk, found, order, request }: Props) {
  const setting = await findDecisionSetting(desk.actor, found.id, { order, request });
  const { decision } = setting;
  const proposal = <ProposePart desk={desk} found={found} order={order} setting={setting} />;
  if (!decision) {
    return (
      <DecideShortcut>
        <Card title="Decision">{proposal}</Card>
      </DecideShortcut>
    );
  }

  const isWaiting = decision.state === "awaiting_approval";
  const proposing = mayPropose(desk.actor, found, { appeal: setting.appeal });
  return (
    <DecideShortcut>
      <DecisionSummary
        decision={decision}
        destination={destinationOf(decision, order, setting.methods)}
        lines={linesOf(decision, order)}
        tenantCurrency={desk.tenant.currency}
        actions={
          isWaiting ? (
            <DecidePart
              desk={desk}
              setting={setting}
              decision={decision}
              destination={destinationOf(decision, order, setting.methods)}
            />
          ) : (
            <AfterPart desk={desk} decision={decision} setting={setting} proposing={proposing} />
          )
        }
      />
      {setting.isAwaitingGoods && (
        <Card title="Goods">
          <GoodsPart desk={desk} decision={decision} />
        </Card>
      )}
      {decision.trace && (
        <Card title="Policy">
          <TraceView trace={decision.trace.trace} clauses={setting.clauses} />
          <p className="pt-3">
            <Link className="link" href={`/t/${desk.tenant.slug}/policy/bench?case=${found.id}`}>
              Ask the policy about this case
            </Link>
          </p>
        </Card>
      )}
      <StuckRefunds desk={desk} caseId={found.id} methods={setting.methods} limits={setting.limits} />
      {!isWaiting && proposing.allowed && (
        <details
          data-propose
          open={isOpenDecision(decision.state) || decision.state === "appealed"}
          className="rounded-md border border-line bg-surface text-sm"
        >
          <summary className="cursor-pointer rounded-md px-4 py-2.5 font-medium hover:bg-hover">
            {isOpenDecision(decision.state) || decision.state === "appealed"
              ? "Decide"
              : "Propose another refund"}
          </summary>
          <div className="border-t border-line p-4">{proposal}</div>
        </details>
      )}
    </DecideShortcut>
  );
}

type AfterProps = Readonly<{
  desk: Desk;
  decision: Decision;
  setting: DecisionSetting;
  proposing: Permission;
}>;

/** What can still be done about a decision that nobody waits for. */
function AfterPart({ desk, decision, setting, proposing }: AfterProps) {
  const { refundStates, standing, appeal } = setting;
  const looked = <Looked decisionId={decision.id} version={decision.version} />;
  if (decision.state === "proposed") {
    return (
      <TakeBack tenantSlug={desk.tenant.slug} withdraw={mayWithdraw(desk.actor, decision, standing)}>
        {looked}
      </TakeBack>
    );
  }
  if (mayRevoke(desk.actor, decision, refundStates, standing).allowed) {
    return (
      <div className="w-full">
        <ReasonForm
          action={revokeAction.bind(null, desk.tenant.slug)}
          label="Reason for revoking"
          help="Nothing was paid yet. Revoking stops it."
          button="Revoke"
          pending="Revoking…"
        >
          {looked}
        </ReasonForm>
      </div>
    );
  }
  // An appeal waits for somebody: whoever it is not for reads why.
  if (appeal && !proposing.allowed) return <p className="text-xs text-ink-muted">{proposing.reason}</p>;
  if (!mayAppeal(desk.actor, decision).allowed) return null;
  return (
    <div className="w-full">
      <ReasonForm
        action={appealAction.bind(null, desk.tenant.slug)}
        label="What the customer says against it"
        help="Records their appeal. Whoever denied it cannot decide again."
        button="Record the appeal"
        pending="Recording…"
      >
        {looked}
      </ReasonForm>
    </div>
  );
}

type Methods = readonly Readonly<{ id: string; label: string }>[];

const destinationOf = (decision: Decision, order: Order | undefined, methods: Methods): string =>
  [
    ...new Set(
      decision.legs.map(
        ({ chargeId, destinationId, method }) =>
          (method === "manual" ? "the customer by hand" : undefined) ??
          methods.find(({ id }) => id === destinationId)?.label ??
          order?.charges.find(({ id }) => id === chargeId)?.methodLabel ??
          "a former charge",
      ),
    ),
  ].join(" and ") || "nobody";

const linesOf = (decision: Decision, order: Order | undefined): string[] => [
  ...decision.lines.map(({ orderLineId, quantity }) => {
    const line = order?.lines.find(({ id }) => id === orderLineId);
    const name = [line?.name ?? "A former line", line?.options].filter(Boolean).join(", ");
    return quantity > 1 ? `${quantity} × ${name}` : name;
  }),
  ...decision.extras.map(({ kind }) => (kind === "shipping" ? "Shipping" : "Goodwill")),
];
