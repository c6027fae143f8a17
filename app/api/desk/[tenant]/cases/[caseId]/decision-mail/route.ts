import { answerForm, readProposal } from "@/app/api/desk/[tenant]/cases/[caseId]/read-proposal";
import { previewDecision } from "@/lib/modules/mail/preview";
import { deskRoute } from "@/lib/web/desk-route";
import { limit } from "@/lib/web/rate-limit";

const perMember = { points: 60, durationSeconds: 60 };

/** The mail that the proposal in a form would cause, from the words that the mail itself is made of. */
export const POST = deskRoute<{ caseId: string }>(async ({ actor, request, params }) => {
  await limit("decision-mail", actor.userId, perMember);
  return answerForm(async () => previewDecision(actor, await readProposal(request, params.caseId)));
});
