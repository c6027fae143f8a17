import { toCase } from "@/app/api/v1/contract/cases";
import { findCase } from "@/lib/modules/cases/queries";
import { listMessages } from "@/lib/modules/cases/thread";
import { findOrder } from "@/lib/modules/orders/queries";
import { DomainError } from "@/lib/platform/errors";
import { apiRoute, refuseOthers, requireId } from "@/lib/web/route";

type Params = Readonly<{ caseId: string }>;

export const GET = apiRoute<Params>("GET /api/v1/cases/{caseId}", "case:read", async ({ actor, params }) => {
  const found = await findCase(actor, requireId(params.caseId));
  if (!found) throw new DomainError("not_found", "This case does not exist.");
  const order = found.orderId ? await findOrder(actor, found.orderId) : undefined;
  const messages = await listMessages(actor, found.id);
  return Response.json(toCase(found, messages, order), { headers: { etag: `"${found.version}"` } });
});

export const { POST, HEAD, OPTIONS, PUT, PATCH, DELETE } = refuseOthers("GET");
