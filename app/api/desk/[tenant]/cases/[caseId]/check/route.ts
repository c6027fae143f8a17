import { proposeFields } from "@/app/t/[tenant]/cases/[caseId]/propose-fields";
import { checkProposal } from "@/lib/modules/decisions/check";
import { DomainError } from "@/lib/platform/errors";
import { deskRoute, requireKnownId } from "@/lib/web/desk-route";
import { limit } from "@/lib/web/rate-limit";

const perMember = { points: 240, durationSeconds: 60 };

/** What the proposal in a form would come to if it were sent now: the policy's answer, the amount, who has to agree. */
export const POST = deskRoute<{ caseId: string }>(async ({ actor, request, params }) => {
  await limit("check-proposal", actor.userId, perMember);
  const form = await request.formData().catch(() => {
    throw new DomainError("invalid", "Send the form.");
  });
  const names = [...new Set(form.keys())].filter((name) => !name.startsWith("$ACTION_"));
  const fields = Object.fromEntries(
    names.map((name) => {
      const values = form.getAll(name);
      return [name, values.length === 1 ? values[0] : values];
    }),
  );
  const parsed = proposeFields.safeParse({
    ...fields,
    ...unwritten(fields),
    caseId: requireKnownId(params.caseId),
  });
  if (!parsed.success) {
    throw new DomainError("invalid", parsed.error.issues[0]?.message ?? "This form is not complete.");
  }
  const check = await checkProposal(actor, parsed.data);
  return Response.json(check, { headers: { "cache-control": "no-store" } });
});

// A question can be asked before everything is written.
const unwritten = (fields: Readonly<Record<string, unknown>>) => ({
  reasonCode: fields.reasonCode || "other",
  rationale: longEnough(fields.rationale),
  ...(fields.outcome === "deny" || fields.outcome === "need_info"
    ? { customerReason: longEnough(fields.customerReason) }
    : {}),
});

const longEnough = (text: unknown): unknown =>
  typeof text === "string" && text.trim().length >= 5 ? text : "Not written yet.";
