import { z } from "zod";
import { toCase, toOrder } from "@/app/api/v1/contract";
import { findCase } from "@/lib/modules/cases/queries";
import { findOrder } from "@/lib/modules/orders/queries";
import { DomainError } from "@/lib/platform/errors";
import { apiRoute, refuseOthers } from "@/lib/web/route";

type Params = Readonly<{ caseId: string }>;

export const GET = apiRoute<Params>("GET /api/v1/cases/{caseId}", "case:read", async ({ actor, params }) => {
  const caseId = z.uuid().safeParse(params.caseId).data;
  const found = caseId && (await findCase(actor, caseId));
  if (!found) throw new DomainError("not_found", "This case does not exist.");
  const order = found.orderId ? await findOrder(actor, found.orderId) : undefined;
  return Response.json(toCase(found, order ? toOrder(order) : null));
});

export const { POST, PUT, PATCH, DELETE } = refuseOthers("GET");
