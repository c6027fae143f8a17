import { answerForm, readProposal } from "@/app/api/desk/[tenant]/cases/[caseId]/read-proposal";
import { checkProposal } from "@/lib/modules/decisions/check";
import { deskRoute } from "@/lib/web/desk-route";
import { limit } from "@/lib/web/rate-limit";

const perMember = { points: 240, durationSeconds: 60 };

/** What the proposal in a form would come to if it were sent now: the policy's answer, the amount, who has to agree. */
export const POST = deskRoute<{ caseId: string }>(async ({ actor, request, params }) => {
  await limit("check-proposal", actor.userId, perMember);
  return answerForm(async () => checkProposal(actor, await readProposal(request, params.caseId)));
});
