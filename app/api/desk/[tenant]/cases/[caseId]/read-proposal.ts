import { proposeFields } from "@/app/t/[tenant]/cases/[caseId]/propose-fields";
import type { ProposeRefund } from "@/lib/modules/decisions/schema";
import { DomainError } from "@/lib/platform/errors";
import { requireKnownId } from "@/lib/web/desk-route";

/** The proposal in a form that is still being filled in. @throws DomainError `invalid` */
export async function readProposal(request: Request, caseId: string): Promise<ProposeRefund> {
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
    caseId: requireKnownId(caseId),
  });
  if (parsed.success) return parsed.data;
  throw new DomainError("invalid", parsed.error.issues[0]?.message ?? "This form is not complete.");
}

/**
 * Answers a form that is still being filled in. What it lacks is an answer like any other, and no failure that the
 * browser would report.
 * @returns a body of `{found}`, or of `{refusal}` with the words of why there is nothing yet
 */
export async function answerForm(find: () => Promise<unknown>): Promise<Response> {
  const answer = await find().then((found) => ({ found }), refusalOf);
  return Response.json(answer, { headers: { "cache-control": "no-store" } });
}

function refusalOf(error: unknown): { refusal: string } {
  if (error instanceof DomainError && (error.code === "invalid" || error.code === "conflict")) {
    return { refusal: error.publicMessage };
  }
  throw error;
}

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
