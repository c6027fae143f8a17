import type { Desk } from "@/app/t/[tenant]/desk";
import { moneyWords } from "@/components/money";
import type { DecisionSetting } from "@/lib/modules/decisions/desk";
import { finalityWords, mayApprove, mayJudge, mayWithdraw } from "@/lib/modules/decisions/policy";
import type { Decision } from "@/lib/modules/decisions/schema";
import { DecideForms } from "./decide-forms";

type Props = Readonly<{ desk: Desk; setting: DecisionSetting; decision: Decision; destination: string }>;

/** Who said yes, who still has to, and what the reader may say. */
export function DecidePart({ desk, setting, decision, destination }: Props) {
  const amount = moneyWords(decision.amountMinor, decision.currency, desk.tenant.currency);
  const { approval, limits, standing } = setting;
  const nobodyAsked = {
    allowed: false,
    reason: "Nobody is asked any more. Look at the case again.",
  } as const;
  return (
    <div className="flex w-full flex-col gap-3">
      {approval && approval.requiredVotes > 1 && (
        <p className="text-xs text-ink-muted">
          {`${approval.votes.length} of ${approval.requiredVotes} people said yes`}
          {approval.votes.length > 0 &&
            `: ${approval.votes.map(({ memberName }) => memberName).join(", ")} ✓`}
        </p>
      )}
      <DecideForms
        tenantSlug={desk.tenant.slug}
        decisionId={decision.id}
        version={decision.version}
        consequence={`Approving pays ${amount} to ${destination}. ${finalityWords(setting.holdSeconds)}`}
        approve={approval ? mayApprove(desk.actor, decision, approval, limits, standing) : nobodyAsked}
        judge={mayJudge(desk.actor, decision, standing)}
        withdraw={mayWithdraw(desk.actor, decision, standing)}
      />
    </div>
  );
}
