import { oneVersion } from "@/app/api/v1/acts";
import { proposeBody, toDecision } from "@/app/api/v1/contract/decisions";
import { findCase } from "@/lib/modules/cases/queries";
import { afterDecision, proposeRefundIn } from "@/lib/modules/decisions/commands";
import { listDecisions } from "@/lib/modules/decisions/queries";
import { decisionPageQuery, proposeRefundInput } from "@/lib/modules/decisions/schema";
import { DomainError } from "@/lib/platform/errors";
import { postRoute } from "@/lib/web/idempotent";
import { apiRoute, check, queryOf, refuseOthers, requireId, versionOf } from "@/lib/web/route";

type Params = Readonly<{ caseId: string }>;
const path = "/api/v1/cases/{caseId}/decisions";

export const GET = apiRoute<Params>(`GET ${path}`, "case:read", async ({ actor, request, params }) => {
  const caseId = requireId(params.caseId);
  const query = check(decisionPageQuery, queryOf(request));
  const [found, page] = await Promise.all([findCase(actor, caseId), listDecisions(actor, caseId, query)]);
  if (!found) throw new DomainError("not_found", "This case does not exist.");
  return Response.json({ data: page.rows.map(toDecision), nextCursor: page.nextCursor ?? null });
});

export const POST = postRoute<Params>(`POST ${path}`, "decision:propose", {
  prepare: ({ actor, request, params, json }) => {
    const caseId = requireId(params.caseId);
    const { caseVersion: named, ...body } = check(proposeBody, json);
    const caseVersion = oneVersion(versionOf(request), named);
    const input = check(proposeRefundInput, { ...body, caseId, caseVersion });
    return async (tx) => ({ status: 201, body: toDecision(await proposeRefundIn(tx, actor, input)) });
  },
  afterCommit: ({ actor }) => afterDecision(actor),
});

export const { HEAD, OPTIONS, PUT, PATCH, DELETE } = refuseOthers("GET", "POST");
