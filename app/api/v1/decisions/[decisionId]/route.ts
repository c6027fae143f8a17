import { toDecision } from "@/app/api/v1/contract/decisions";
import { findDecision } from "@/lib/modules/decisions/queries";
import { DomainError } from "@/lib/platform/errors";
import { apiRoute, refuseOthers, requireId } from "@/lib/web/route";

type Params = Readonly<{ decisionId: string }>;

export const GET = apiRoute<Params>(
  "GET /api/v1/decisions/{decisionId}",
  "case:read",
  async ({ actor, params }) => {
    const found = await findDecision(actor, requireId(params.decisionId));
    if (!found) throw new DomainError("not_found", "This decision does not exist.");
    return Response.json(toDecision(found), { headers: { etag: `"${found.version}"` } });
  },
);

export const { POST, HEAD, OPTIONS, PUT, PATCH, DELETE } = refuseOthers("GET");
