import { createHash } from "node:crypto";
import { z } from "zod";
import { idempotencyKey, proposeBody } from "@/app/api/v1/contract";
import { proposeRefundOnce } from "@/lib/modules/decisions/commands";
import type { Proposed } from "@/lib/modules/decisions/propose";
import { proposeRefundInput } from "@/lib/modules/decisions/schema";
import { DomainError } from "@/lib/platform/errors";
import { type ApiCall, apiRoute, check, ProblemError, readJson, refuseOthers } from "@/lib/web/route";

type Params = Readonly<{ caseId: string }>;

export const POST = apiRoute<Params>(
  "POST /api/v1/cases/{caseId}/decisions",
  "decision:propose",
  async ({ actor, request, params }) => {
    const key = keyOf(request);
    const { text, json } = await readJson(request);
    const caseId = z.uuid().safeParse(params.caseId).data;
    if (!caseId) throw new DomainError("not_found", "This case does not exist.");
    const input = check(proposeRefundInput, { ...check(proposeBody, json), caseId });
    const requestHash = createHash("sha256").update(`${caseId}\n${text}`).digest("hex");
    const result = await proposeRefundOnce(actor, input, { key, requestHash }, (proposed) => ({
      status: 201,
      body: JSON.stringify(toDecision(caseId, proposed)),
    }));
    if (result.kind === "in_flight") {
      throw new ProblemError({
        status: 409,
        code: "idempotency_in_flight",
        detail: "A request with this Idempotency-Key is being worked on. Send it again in a moment.",
        retryAfterSeconds: 1,
      });
    }
    if (result.kind === "reused") {
      throw new ProblemError({
        status: 422,
        code: "idempotency_key_reused",
        detail: "This Idempotency-Key came before with another request. Use a new key for a new request.",
      });
    }
    const headers: Record<string, string> = { "content-type": "application/json" };
    if (result.kind === "replayed") headers["idempotency-replayed"] = "true";
    return new Response(result.body, { status: result.status, headers });
  },
);

function keyOf(request: ApiCall<Params>["request"]): string {
  const given = request.headers.get("idempotency-key");
  const key = idempotencyKey.safeParse(given ?? "");
  if (key.success) return key.data;
  throw new ProblemError({
    status: 400,
    code: given ? "idempotency_key_invalid" : "idempotency_key_missing",
    detail:
      "Send an Idempotency-Key header of 1 to 255 visible ASCII characters, the same one on each retry.",
  });
}

const toDecision = (caseId: string, { decisionId, state, amountMinor, currency }: Proposed) => ({
  id: decisionId,
  caseId,
  state,
  amount: { minor: amountMinor, currency },
});

export const { GET, PUT, PATCH, DELETE } = refuseOthers("POST");
